// Who does not belong is refused with a line, and harms nobody.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <list>
#include <thread>

#include "tests/support/network.h"
#include "tests/support/stranger.h"

namespace souk::tests {
namespace {

using actors::ClusterIdentity;
using actors::Endpoint;
using actors::NetworkRules;

const std::string kVersion = actors::DefaultNetworkRules().version;

/// TLS 1.3 (or what `version` says) without any check of the other side.
actors::TlsContext CarelessTls(int version = TLS1_3_VERSION) {
  actors::TlsContext context(SSL_CTX_new(TLS_method()), SSL_CTX_free);
  SSL_CTX_set_min_proto_version(context.get(), version);
  SSL_CTX_set_max_proto_version(context.get(), version);
  return context;
}

TEST(NetworkStrangers, GarbageIsNoTls) {
  Member lead;
  const auto at = lead.ListenWithEcho();
  Stranger(at).Send(std::string(400, 'x'));
  EXPECT_TRUE(lead.lines().Hears("not a TLS 1.3 peer")) << lead.lines().All();
  Stranger http(at);
  http.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_LT(http.Read(100).size(), 100u);
  Stranger gone(at);
  EXPECT_TRUE(gone.connected());
  ExpectServes(at);
  for (int i = 0; i < 50 && lead.lines().Count() < 2; ++i) {
    std::this_thread::sleep_for(milliseconds(20));
  }
  EXPECT_EQ(lead.lines().Count(), 2u) << lead.lines().All();
}

TEST(NetworkStrangers, TlsWithoutACertificateIsRefused) {
  Member lead;
  const auto at = lead.ListenWithEcho();
  Stranger stranger(at);
  stranger.StartTls(CarelessTls());
  EXPECT_EQ(stranger.Read(1), "");
  EXPECT_TRUE(lead.lines().Hears(": no certificate")) << lead.lines().All();
  Stranger old(at);
  EXPECT_FALSE(old.StartTls(CarelessTls(TLS1_2_VERSION)));
  EXPECT_TRUE(lead.lines().Hears(": TLS older than 1.3")) << lead.lines().All();
  ExpectServes(at);
}

TEST(NetworkStrangers, ACertificateOfAnotherAuthorityIsRefused) {
  Member lead;
  const auto at = lead.ListenWithEcho();
  const ClusterIdentity other = *actors::MakeIdentity(1);
  const auto context = *actors::MakeTlsContext(other);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
  Stranger stranger(at);
  stranger.StartTls(context);
  EXPECT_EQ(stranger.Read(1), "");
  EXPECT_TRUE(lead.lines().Hears(": a certificate of another authority"))
      << lead.lines().All();
  Member node(other);
  const auto remote = node.network().Connect(at, seconds(5));
  ASSERT_FALSE(remote.ok());
  EXPECT_EQ(remote.error().message, "Cannot connect to " + TextOf(at) +
                                        ": a certificate of another authority");
  ExpectServes(at);
}

TEST(NetworkStrangers, AnExpiredCertificateIsRefused) {
  const auto then = std::time(nullptr) - 5 * 24 * 3600;
  const ClusterIdentity old = *actors::MakeIdentityAt(then, 2);
  Member lead(old);
  const auto at = lead.ListenWithEcho();
  Member node(old);
  const auto remote = node.network().Connect(at, seconds(5));
  ASSERT_FALSE(remote.ok());
  EXPECT_EQ(remote.error().message,
            "Cannot connect to " + TextOf(at) + ": an expired certificate");
}

TEST(NetworkStrangers, AWrongSecretIsRefusedAndBothSidesSayIt) {
  Member lead;
  const auto at = lead.ListenWithEcho();
  ClusterIdentity identity = SharedIdentity();
  identity.secret[31] = static_cast<char>(identity.secret[31] ^ 1);
  Member node(identity);
  const auto remote = node.network().Connect(at, seconds(5));
  ASSERT_FALSE(remote.ok());
  EXPECT_EQ(remote.error().message,
            "Cannot connect to " + TextOf(at) + ": wrong secret");
  EXPECT_TRUE(lead.lines().Hears(": wrong secret")) << lead.lines().All();
  ExpectServes(at);
}

TEST(NetworkStrangers, AnotherVersionIsRefusedAndBothSidesSayIt) {
  Member lead;
  const auto at = lead.ListenWithEcho();
  Member node(SharedIdentity(), {.version = "0.0.9"});
  const auto remote = node.network().Connect(at, seconds(5));
  ASSERT_FALSE(remote.ok());
  EXPECT_EQ(remote.error().message,
            "Cannot connect to " + TextOf(at) + ": another version of souk: " +
                kVersion + " (wire 1), here 0.0.9 (wire 1)");
  EXPECT_TRUE(
      lead.lines().Hears(": another version of souk: 0.0.9 (wire 1), "
                         "here " +
                         kVersion + " (wire 1)"))
      << lead.lines().All();
  ExpectServes(at);
}

TEST(NetworkStrangers, AReplayedPreambleIsOfNoUse) {
  Member lead;
  const auto at = lead.ListenWithEcho();
  std::string recorded;
  {
    Stranger first(at);
    recorded = first.PassGate(SharedIdentity(), kVersion);
    ASSERT_EQ(recorded.size(), 107u) << "the gate is not as gate.h says";
    // CAF's greeting: the gate was open.
    EXPECT_EQ(first.Read(32).size(), 32u);
  }
  EXPECT_EQ(lead.lines().All(), "");
  Stranger second(at);
  ASSERT_TRUE(second.StartTls(*actors::MakeTlsContext(SharedIdentity())));
  second.Send(recorded);
  EXPECT_LE(second.Read(107).size(), 106u);
  EXPECT_TRUE(lead.lines().Hears(": wrong secret")) << lead.lines().All();
  ExpectServes(at);
}

TEST(NetworkStrangers, AFrameOfAGibibyteEndsTheConnection) {
  Member lead;
  const auto at = lead.ListenWithEcho();
  Stranger insider(at);
  ASSERT_NE(insider.PassGate(SharedIdentity(), kVersion), "");
  insider.Send(std::string("\2\0\0\0\x40\0\0\0", 8) + std::string(24, '\0'));
  EXPECT_TRUE(lead.lines().Hears(
      ": too large a frame: 1073741824 bytes, at most 262144"))
      << lead.lines().All();
  EXPECT_LT(insider.Read(100000).size(), 100000u);
  Stranger empty(at);
  ASSERT_NE(empty.PassGate(SharedIdentity(), kVersion), "");
  empty.Send(std::string("\1", 1) + std::string(31, '\0'));
  EXPECT_TRUE(lead.lines().Hears(": an empty handshake frame"))
      << lead.lines().All();
  ExpectServes(at);
}

TEST(NetworkStrangers, WhoIsTooSlowIsRefused) {
  Member lead(SharedIdentity(),
              {.version = kVersion, .patience = milliseconds(300)});
  const auto at = lead.ListenWithEcho();
  Stranger idle(at);
  Stranger half(at);
  half.Send("\x16\x03");
  EXPECT_EQ(idle.Read(1), "");
  EXPECT_EQ(half.Read(1), "");
  EXPECT_TRUE(lead.lines().Hears(": too slow at the gate"))
      << lead.lines().All();
  ExpectServes(at);
}

TEST(NetworkStrangers, AFloodOfRefusalsIsSummedUp) {
  Lines lines;
  actors::Refusals refusals(lines.Say());
  for (int i = 0; i < 1000; ++i) refusals.Refuse("1.2.3.4:5", "wrong secret");
  const size_t said = lines.Count();
  EXPECT_LE(said, 40u);
  std::this_thread::sleep_for(milliseconds(1050));
  refusals.CatchUp();
  EXPECT_TRUE(lines.Hears(" more", milliseconds(0)));
  EXPECT_NE(lines.All().find("refused 1.2.3.4:5: wrong secret\n"),
            std::string::npos);
}

/// A lead in a process of its own, with few descriptors.
class PoorLead {
 public:
  static constexpr int kDescriptors = 128;

  PoorLead() {
    EXPECT_EQ(pipe(says_), 0);
    EXPECT_EQ(pipe(hears_), 0);
    child_ = fork();
    if (child_ == 0) Live();
    uint16_t port = 0;
    EXPECT_EQ(read(says_[0], &port, sizeof(port)), 2);
    at_ = {"127.0.0.1", port};
  }
  ~PoorLead() {
    for (const int fd : {says_[0], says_[1], hears_[0], hears_[1]}) close(fd);
  }

  const Endpoint& at() const { return at_; }
  void Tell(char what) { EXPECT_EQ(write(hears_[1], &what, 1), 1); }
  void AwaitAnswer() {
    char answer = 0;
    EXPECT_EQ(read(says_[0], &answer, 1), 1);
  }
  milliseconds CpuTime() const {
    clockid_t clock = {};
    timespec used = {};
    EXPECT_EQ(clock_getcpuclockid(child_, &clock), 0);
    clock_gettime(clock, &used);
    return milliseconds(used.tv_sec * 1000 + used.tv_nsec / 1000000);
  }
  /// Its exit code; -1: it died.
  int End() {
    Tell('e');
    int status = 0;
    waitpid(child_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  [[noreturn]] void Live() {
    alarm(30);
    const rlimit limit = {kDescriptors, kDescriptors};
    setrlimit(RLIMIT_NOFILE, &limit);
    Member lead(SharedIdentity(),
                {.version = kVersion, .patience = milliseconds(700)});
    const uint16_t port = lead.ListenWithEcho().port;
    if (write(says_[1], &port, sizeof(port)) != 2) _exit(3);
    std::list<actors::Socket> held;
    char what = 0;
    while (read(hears_[0], &what, 1) == 1 && what != 'e') {
      if (what == 'f') held.clear();
      while (what == 'h') {
        held.emplace_back(open("/dev/null", O_RDONLY));
        if (!held.back()) break;
      }
      if (write(says_[1], &what, 1) != 1) _exit(3);
    }
    _exit(0);
  }

  int says_[2];
  int hears_[2];
  pid_t child_ = 0;
  Endpoint at_;
};

TEST(NetworkStrangers, FourHundredIdleOnesNeitherSpinNorKillAPoorProcess) {
  PoorLead lead;
  std::list<Stranger> idle;
  for (int i = 0; i < 400; ++i) idle.emplace_back(lead.at());
  std::this_thread::sleep_for(milliseconds(200));
  const auto before = lead.CpuTime();
  std::this_thread::sleep_for(milliseconds(400));
  EXPECT_LT(lead.CpuTime() - before, milliseconds(100));
  std::this_thread::sleep_for(milliseconds(300));
  ExpectServes(lead.at());
  EXPECT_EQ(lead.End(), 0);
}

TEST(NetworkStrangers, NoDescriptorsLeftIsSurvivedWithoutSpinning) {
  PoorLead lead;
  lead.Tell('h');
  lead.AwaitAnswer();
  std::list<Stranger> idle;
  for (int i = 0; i < 5; ++i) idle.emplace_back(lead.at());
  const auto before = lead.CpuTime();
  std::this_thread::sleep_for(milliseconds(500));
  EXPECT_LT(lead.CpuTime() - before, milliseconds(100));
  lead.Tell('f');
  lead.AwaitAnswer();
  ExpectServes(lead.at());
  EXPECT_EQ(lead.End(), 0);
}

}  // namespace
}  // namespace souk::tests
