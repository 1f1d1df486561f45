// souk leads nodes that it starts through a real SSH server on this machine.
#include "tests/support/ssh_server.h"

namespace souk::tests {
namespace {

class SlowSsh : public ProgramTest {
 protected:
  void SetUp() override {
    const std::string why_not = SshServer::WhyNot();
    if (!why_not.empty()) GTEST_SKIP() << why_not;
    ProgramTest::SetUp();
    std::filesystem::create_directories(PathOf("ssh"));
    server_ = std::make_unique<SshServer>(PathOf("ssh"));
    ASSERT_TRUE(server_->AwaitReady());
  }
  void TearDown() override {
    server_.reset();
    if (!folder().empty()) ProgramTest::TearDown();
  }
  std::string Host(const std::string& program) const {
    std::string text = "host { address: '127.0.0.1' threads: 1 port: " +
                       std::to_string(server_->port()) + " program: '" +
                       program + "' trace_dir: '" + folder() + "'";
    for (const std::string& option : server_->Options()) {
      text += " ssh_option: '" + option + "'";
    }
    return text + " }\n";
  }

  std::unique_ptr<SshServer> server_;
};

TEST_F(SlowSsh, RunsOneScenarioOnTheHostsOfAFile) {
  const std::string host = Host(SoukWords({})[0]);
  Write("hosts.textproto", host + host);
  const ProgramEnd end = Souk({"run", Library("quickstart"), "-o", "a.h5",
                               "--cluster", "hosts.textproto"});
  ExpectSuccess(end);
  EXPECT_NE(end.err.find("127.0.0.1.2"), std::string::npos) << end.err;
  const ProgramEnd alone = Souk({"run", Library("quickstart"), "-o", "b.h5"});
  ExpectSuccess(alone);
  EXPECT_EQ(DigestIn(end.out).size(), 32u);
  EXPECT_EQ(DigestIn(end.out), DigestIn(alone.out));
}

}  // namespace
}  // namespace souk::tests
