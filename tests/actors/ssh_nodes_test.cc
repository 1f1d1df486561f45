// Nodes through a real SSH server; a small script stands for souk there.
#include "actors/launch/ssh_nodes.h"

#include <gtest/gtest.h>

#include <iterator>

#include "tests/support/ssh_server.h"

namespace souk::actors {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kPatience{20};

scenarios::HostSpec Host(const std::string& address) {
  scenarios::HostSpec host;
  host.name = host.address = address;
  host.program = "souk";
  return host;
}

TEST(SshWords, PutTheHostsOptionsFirstAndQuoteForTheOtherSide) {
  scenarios::HostSpec host = Host("n1");
  const std::vector<std::string> plain = {"-T",
                                          "-o",
                                          "BatchMode=yes",
                                          "-o",
                                          "ConnectTimeout=10",
                                          "-o",
                                          "ServerAliveInterval=10",
                                          "-o",
                                          "ControlPath=none",
                                          "--",
                                          "n1",
                                          "'souk'",
                                          "'node'",
                                          "'--join'",
                                          "'lead:1'",
                                          "'--secret-file'",
                                          "'-'",
                                          "'--name'",
                                          "'n1'"};
  const NodeOrder order{"lead:1", "-", "n1", 0, "", {}};
  EXPECT_EQ(SshWords(host, order), plain);
  host.ssh_options = {"ConnectTimeout=3"};
  host.port = 22;
  host.user = "sim";
  host.program = "/it's/souk";
  const auto words = SshWords(host, order);
  EXPECT_EQ(words[2], "ConnectTimeout=3");
  const std::vector<std::string> middle(words.begin() + 11, words.begin() + 18);
  EXPECT_EQ(middle, (std::vector<std::string>{"-p", "22", "-l", "sim", "--",
                                              "n1", "'/it'\\''s/souk'"}));
}

class SshNodes : public testing::Test {
 protected:
  void SetUp() override {
    const std::string why_not = tests::SshServer::WhyNot();
    if (!why_not.empty()) GTEST_SKIP() << why_not;
    folder_ = fs::temp_directory_path() /
              ("souk_ssh_" + std::to_string(getpid()) + "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
    server_ = std::make_unique<tests::SshServer>(folder_);
    ASSERT_TRUE(server_->AwaitReady());
  }
  void TearDown() override {
    server_.reset();
    if (!folder_.empty()) fs::remove_all(folder_);
  }

  /// A program on the other side that notes its words and its input.
  std::string Program(const std::string& rest) const {
    const std::string path = folder_ / "it's souk";
    std::ofstream(path) << "#!/bin/sh\nprintf '<%s>' \"$@\" >"
                        << folder_.string() << "/words\ncat >"
                        << folder_.string() << "/input\n"
                        << rest << "\n";
    fs::permissions(path, fs::perms::owner_all);
    return path;
  }
  scenarios::HostSpec Here(const std::string& program) const {
    scenarios::HostSpec host = Host("127.0.0.1");
    host.port = server_->port();
    host.ssh_options = server_->Options();
    host.program = program;
    return host;
  }
  std::unique_ptr<Nodes> Start(const scenarios::HostSpec& host) {
    auto nodes =
        StartRemoteNodes({{host},
                          "127.0.0.1:7411",
                          kSecret,
                          "ssh",
                          [this](const std::string& line) { heard_ += line; }});
    EXPECT_TRUE(nodes.ok()) << nodes.error().message;
    return nodes.ok() ? std::move(*nodes) : std::make_unique<Nodes>();
  }
  /// Waits for the only node to end.
  static std::string EndOf(Nodes& nodes) {
    nodes.all()[0]->Await(kPatience);
    const auto sentences = nodes.TakeEnded();
    return sentences.empty() ? "never ended" : sentences[0];
  }
  std::string Read(const std::string& name) const {
    std::ifstream file(folder_ / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  const std::string kSecret = std::string(20000, 's') + "\n";
  fs::path folder_;
  std::unique_ptr<tests::SshServer> server_;
  std::string heard_;  ///< read once the node has ended
};

TEST_F(SshNodes, GetTheirWordsAndTheSecretOnStandardInput) {
  scenarios::HostSpec host = Here(Program("echo ready; exit 3"));
  host.threads = 2;
  host.trace_dir = folder_ / "a folder; $(x)";
  const auto nodes = Start(host);
  EXPECT_EQ(EndOf(*nodes), "127.0.0.1 ended with exit code 3");
  EXPECT_EQ(heard_, "127.0.0.1: ready\n");
  EXPECT_EQ(Read("input"), kSecret);
  EXPECT_EQ(Read("words"),
            "<node><--join><127.0.0.1:7411><--secret-file><-><--name>"
            "<127.0.0.1><--threads><2><--trace-dir><" +
                host.trace_dir + ">");
}

TEST_F(SshNodes, EndWithTheirConnection) {
  const auto nodes = Start(Here(Program("sleep 2 & wait")));
  for (int i = 0; i < 1000 && Read("input").empty(); ++i) {
    std::this_thread::sleep_for(milliseconds(5));
  }
  nodes->End(kPatience);
  EXPECT_EQ(nodes->Running(), 0u);
}

TEST_F(SshNodes, SayWhatSshSaysWhenTheyCannotStart) {
  const auto missing = Start(Here("/no/such/souk"));
  EXPECT_EQ(EndOf(*missing), "127.0.0.1 ended with exit code 127");
  EXPECT_NE(heard_.find("127.0.0.1: "), std::string::npos);
  EXPECT_NE(heard_.find("/no/such/souk"), std::string::npos) << heard_;
  heard_.clear();
  scenarios::HostSpec closed = Here("souk");
  closed.port = tests::FreePort();
  EXPECT_EQ(EndOf(*Start(closed)), "127.0.0.1 ended with exit code 255");
  EXPECT_NE(heard_.find("Connection refused"), std::string::npos) << heard_;
}

TEST_F(SshNodes, AreRefusedWithoutAKey) {
  scenarios::HostSpec stranger = Here("souk");
  stranger.ssh_options[0] = "IdentityFile=/no/such/key";
  EXPECT_EQ(EndOf(*Start(stranger)), "127.0.0.1 ended with exit code 255");
  EXPECT_NE(heard_.find("Permission denied"), std::string::npos) << heard_;
}

}  // namespace
}  // namespace souk::actors
