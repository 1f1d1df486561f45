#include "scenarios/hosts.h"

#include "scenarios/file_text.h"

#include "tests/scenarios/scenario_folder.h"

namespace souk::scenarios {
namespace {

using Hosts = ScenarioFolder;

std::string FaultsIn(const std::string& text) {
  const auto loaded = LoadHostsText(text, "hosts.textproto");
  return loaded.ok() ? "" : loaded.error().message;
}

HostsSpec HostsIn(const std::string& text) {
  const auto loaded = LoadHostsText(text, "hosts.textproto");
  EXPECT_TRUE(loaded.ok()) << loaded.error().message;
  return loaded.ok() ? *loaded : HostsSpec{};
}

TEST_F(Hosts, SayWhereAndHowNodesStart) {
  const HostsSpec spec = HostsIn(R"(
    lead_address: "10.0.0.1:7411"
    host { address: "n1" }
    host { address: "n2" threads: 8 program: "/opt/souk/bin/souk" user: "sim"
           port: 2222 ssh_option: "IdentityFile=key" ssh_option: "Compression=no"
           trace_dir: "/scratch" })");
  EXPECT_EQ(spec.lead_host, "10.0.0.1");
  EXPECT_EQ(spec.lead_port, 7411);
  ASSERT_EQ(spec.hosts.size(), 2u);
  EXPECT_EQ(spec.hosts[0].name, "n1");
  EXPECT_EQ(spec.hosts[0].program, "souk");
  EXPECT_EQ(spec.hosts[0].threads, 0u);
  EXPECT_EQ(spec.hosts[0].port, 0);
  const HostSpec& second = spec.hosts[1];
  EXPECT_EQ(second.address, "n2");
  EXPECT_EQ(second.threads, 8u);
  EXPECT_EQ(second.program, "/opt/souk/bin/souk");
  EXPECT_EQ(second.user, "sim");
  EXPECT_EQ(second.port, 2222);
  EXPECT_EQ(second.ssh_options,
            (std::vector<std::string>{"IdentityFile=key", "Compression=no"}));
  EXPECT_EQ(second.trace_dir, "/scratch");
}

TEST_F(Hosts, GivenTwiceGetTwoNames) {
  const HostsSpec spec = HostsIn(R"(
    host { address: "localhost" } host { address: "127.0.0.2" }
    host { address: "localhost" })");
  EXPECT_EQ(spec.lead_host, "127.0.0.1");
  EXPECT_EQ(spec.lead_port, 0);
  EXPECT_EQ(spec.hosts[0].name, "localhost");
  EXPECT_EQ(spec.hosts[2].name, "localhost.2");
}

TEST_F(Hosts, TakeALeadByNameOrAddress) {
  const std::string host = " host { address: 'n1' }";
  EXPECT_EQ(HostsIn("lead_address: 'lead.example'" + host).lead_host,
            "lead.example");
  const HostsSpec six = HostsIn("lead_address: '[fd00::1]:80'" + host);
  EXPECT_EQ(six.lead_host, "fd00::1");
  EXPECT_EQ(six.lead_port, 80);
  for (const char* bad : {"a:b", "a:0", "a:65536", ":80", "[::1", "-oX", "a b",
                          "[::1]80", "a:80:80"}) {
    EXPECT_EQ(FaultsIn("lead_address: '" + std::string(bad) + "'" + host),
              "hosts.textproto:1:15: lead_address = \"" + std::string(bad) +
                  "\", must be HOST or HOST:PORT with a port from 1 to 65535");
  }
}

TEST_F(Hosts, ReportAllFaultsAtOnce) {
  EXPECT_EQ(
      FaultsIn("lead_adress: 'a'\n"
               "host { adress: 'n1' threads: 0 }\n"
               "host { address: '-oProxyCommand=x' port: 70000 }\n"
               "host { address: 'n3' user: 'a b' program: '' }\n"),
      "hosts.textproto:1:1: no such field 'lead_adress'; did you mean "
      "'lead_address'? known: lead_address, host\n"
      "hosts.textproto:2:8: host[0]: no such field 'adress'; did you mean "
      "'address'? known: address, threads, program, user, port, ssh_option, "
      "trace_dir\n"
      "hosts.textproto:2:30: host[0].threads = 0, must be in [1, 4096]\n"
      "hosts.textproto:3:17: host[1].address = \"-oProxyCommand=x\", must be "
      "letters, digits and . _ - : %, and not start with -\n"
      "hosts.textproto:3:42: host[1].port = 70000, must be in [1, 65535]\n"
      "hosts.textproto:4:28: host[2].user = \"a b\", must be letters, digits "
      "and . _ - : %, and not start with -\n"
      "hosts.textproto:4:43: host[2].program is empty");
}

TEST_F(Hosts, NeedALeadThatOthersCanReach) {
  EXPECT_EQ(FaultsIn("host { address: 'n1' } host { address: 'localhost' }"),
            "hosts.textproto: lead_address is missing: the hosts need an "
            "address of this machine");
  EXPECT_EQ(FaultsIn(""),
            "hosts.textproto: host is missing: Where nodes are started");
}

TEST_F(Hosts, AreAsTheReadmeShows) {
  const std::string readme =
      *ReadFileText(std::string(SOUK_SOURCE_DIR) + "/actors/deploy/README.md");
  const std::string fence = "```textproto\n";
  const size_t begin = readme.find(fence) + fence.size();
  const HostsSpec spec =
      HostsIn(readme.substr(begin, readme.find("```", begin) - begin));
  EXPECT_EQ(spec.lead_host, "10.0.0.1");
  EXPECT_EQ(spec.hosts.size(), 2u);
}

TEST_F(Hosts, ComeFromAFile) {
  Write("hosts.textproto", "host { address: 'localhost' }");
  EXPECT_TRUE(LoadHosts("hosts.textproto").ok());
  EXPECT_EQ(LoadHosts("host.textproto").error().message,
            "host.textproto: no such file; did you mean 'hosts.textproto'?");
}

}  // namespace
}  // namespace souk::scenarios
