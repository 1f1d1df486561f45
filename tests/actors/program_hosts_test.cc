// One digest for every scenario of the library, by whatever processes: 2 and 4
// nodes on this machine, and 3 hosts in network namespaces; and a cable that
// is cut.
#include "tests/support/node_cluster.h"
#include "tests/support/scenarios.h"

namespace souk::tests {
namespace {

using std::chrono::milliseconds;

/// Four namespaces on one bridge: that of the lead, 10.77.0.1, and three of
/// nodes. Removed with everything that runs in them.
class Hosts {
 public:
  Hosts() {
    made_ = Do("ip link add " + bridge_ + " type bridge && ip link set " +
               bridge_ + " up");
    for (int host = 0; made_ && host < 4; ++host) made_ = AddHost(host);
  }
  ~Hosts() {
    for (int host = 0; host < 4; ++host) {
      Do("ip netns pids " + Name(host) + " | xargs -r kill -9; ip netns del " +
         Name(host));
    }
    Do("ip link del " + bridge_);
  }
  Hosts(const Hosts&) = delete;
  Hosts& operator=(const Hosts&) = delete;

  /// False: this machine does not let us.
  bool made() const { return made_; }
  Places places() const {
    Places places;
    places.lead_address = "10.77.0.1";
    for (int host = 0; host < 4; ++host) {
      places.before[static_cast<size_t>(host)] = {"/usr/sbin/ip", "netns",
                                                  "exec", Name(host)};
    }
    places.dial = [](const std::string& port) { return "10.77.0.1:" + port; };
    return places;
  }
  void SetCable(int host, const std::string& state) const {
    EXPECT_TRUE(Do("ip link set " + Cable(host) + " " + state));
  }

 private:
  static bool Do(const std::string& line) {
    return Program({"/bin/bash", "-c", line}, "/tmp").Wait().exit_code == 0;
  }
  std::string Name(int host) const { return id_ + std::to_string(host); }
  std::string Cable(int host) const { return id_ + "v" + std::to_string(host); }
  bool AddHost(int host) const {
    const std::string in = "ip -n " + Name(host) + " ";
    return Do("ip netns add " + Name(host) + " && ip link add " + Cable(host) +
              " type veth peer name e0 netns " + Name(host) +
              " && ip link set " + Cable(host) + " master " + bridge_ +
              " up && " + in + "addr add 10.77.0." + std::to_string(host + 1) +
              "/24 dev e0 && " + in + "link set e0 up && " + in +
              "link set lo up");
  }

  std::string id_ = "sk" + std::to_string(getpid() % 100000);
  std::string bridge_ = id_ + "br";
  bool made_ = false;
};

class SlowHosts : public ProgramTest {
 protected:
  /// What a run without nodes says: its digest.
  std::string Plain(const Words& words) {
    Words plain = words;
    plain.back() = "plain.h5";
    const ProgramEnd end = Souk(plain);
    EXPECT_EQ(end.exit_code, 0) << end.err;
    return DigestIn(end.out);
  }
  /// A run into run.h5 that has ended well.
  void ExpectRun(const ProgramEnd& end, const std::string& digest) {
    EXPECT_EQ(end.exit_code, 0) << end.err;
    EXPECT_EQ(DigestIn(end.out), digest) << end.err;
    EXPECT_EQ(Souk({"digest", "run.h5"}).out, digest + "\n");
  }
};

TEST_F(SlowHosts, AllProcessesGiveOneDigest) {
  const Hosts hosts;
  if (!hosts.made()) std::cout << "no network namespaces here\n";
  for (const std::string& name : LibraryNames()) {
    if (NeedsMissingLog(name)) continue;
    SCOPED_TRACE(name);
    Words words = {"run", Library(name)};
    for (const std::string& one : OverridesOf(name)) {
      words.insert(words.end(), {"--set", one});
    }
    words.insert(words.end(), {"-o", "run.h5"});
    const std::string expected = Plain(words);
    for (const char* nodes : {"2", "4"}) {
      SCOPED_TRACE(nodes);
      ExpectRun(Souk(Joined(words, {"--local-nodes", nodes, "--desks", "2"})),
                expected);
    }
    if (!hosts.made()) continue;
    NodeCluster cluster(folder(), hosts.places());
    ASSERT_TRUE(cluster.Start(words, 3));
    SCOPED_TRACE("3 hosts");
    ExpectRun(cluster.lead().Wait(), expected);
  }
}

TEST_F(SlowHosts, ACableThatIsCutAndComesBackChangesNothing) {
  const Hosts hosts;
  if (!hosts.made()) GTEST_SKIP() << "no network namespaces here";
  FaultTable table("cable cut and back");
  std::minstd_rand dice(20261125);
  const Words words = {"run",          Library("quickstart"),
                       "--set",        "calendar.days=24",
                       "--set",        "recording.award_share=0.2",
                       "--lost-after", "1",
                       "-o",           "run.h5"};
  const std::string expected = Plain(words);
  for (int round = 0; round < FaultRounds(); ++round) {
    NodeCluster cluster(folder(), hosts.places());
    ASSERT_TRUE(cluster.Start(words, 3));
    std::this_thread::sleep_for(milliseconds(50 + dice() % 300));
    const int victim = 1 + static_cast<int>(dice() % 3);
    hosts.SetCable(victim, "down");
    std::this_thread::sleep_for(milliseconds(1900));
    hosts.SetCable(victim, "up");
    const ProgramEnd end = cluster.lead().Wait();
    ExpectRun(end, expected);
    EXPECT_GE(table.Add(end.err), 1U) << end.err;
  }
}

}  // namespace
}  // namespace souk::tests
