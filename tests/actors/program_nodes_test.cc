// The fault table: whatever happens to a node or to the lead at a random
// moment, the run ends with the digest of the plain one, nothing lost and
// nothing recorded twice (the digest is over all rows of all parts).
//
//   SOUK_FAULT_ROUNDS=10 program_tests --gtest_filter='SlowNodes.*'
#include "tests/support/node_cluster.h"

namespace souk::tests {
namespace {

using std::chrono::milliseconds;

class SlowNodes : public ProgramTest {
 protected:
  static Words RunWords(const std::string& trace) {
    return {"run",          Library("quickstart"),
            "--set",        "calendar.days=24",
            "--set",        "recording.page_share=0.2",
            "--set",        "recording.award_share=0.2",
            "--set",        "recording.bid_share=0.01",
            "--lost-after", "1",
            "--desks",      "2",
            "-o",           trace};
  }
  /// Of the same run without nodes.
  const std::string& Expected() {
    static const std::string digest = [this] {
      Words words = RunWords("plain.h5");
      return DigestIn(Souk(words).out);
    }();
    return digest;
  }
  /// Some time within the run, which takes more than a second.
  void Sleep(int least = 50, int most = 700) {
    std::this_thread::sleep_for(
        milliseconds(std::uniform_int_distribution<int>(least, most)(dice_)));
  }
  size_t Any(size_t count) { return dice_() % count; }

  void ExpectSameRun(NodeCluster& cluster, FaultTable& table, size_t losses) {
    const ProgramEnd end = cluster.lead().Wait();
    EXPECT_EQ(end.exit_code, 0) << end.err;
    EXPECT_EQ(DigestIn(end.out), Expected()) << end.err;
    EXPECT_EQ(Souk({"digest", "run.h5"}).out, Expected() + "\n");
    EXPECT_GE(table.Add(end.err), losses) << end.err;
  }

  std::minstd_rand dice_{20261125};
};

TEST_F(SlowNodes, OneIsKilled) {
  FaultTable table("SIGKILL of a node");
  for (int round = 0; round < FaultRounds(); ++round) {
    NodeCluster cluster(folder(), {});
    ASSERT_TRUE(cluster.Start(RunWords("run.h5"), 3));
    Sleep();
    cluster.node(Any(3)).Send(SIGKILL);
    ExpectSameRun(cluster, table, 1);
  }
}

TEST_F(SlowNodes, OneIsKilledAmidContracts) {
  FaultTable table("SIGKILL of a node in a market with contracts");
  const Words words = {"run",          Library("delivery_week"),
                       "--set",        "calendar.days=28",
                       "--lost-after", "1",
                       "-o",           "run.h5"};
  Words plain = words;
  plain.back() = "plain.h5";
  const std::string expected = DigestIn(Souk(plain).out);
  for (int round = 0; round < FaultRounds(); ++round) {
    NodeCluster cluster(folder(), {});
    ASSERT_TRUE(cluster.Start(words, 3));
    Sleep();
    cluster.node(Any(3)).Send(SIGKILL);
    const ProgramEnd end = cluster.lead().Wait();
    EXPECT_EQ(end.exit_code, 0) << end.err;
    EXPECT_EQ(DigestIn(end.out), expected) << end.err;
    EXPECT_GE(table.Add(end.err), 1U) << end.err;
  }
}

TEST_F(SlowNodes, OneHangsAndComesBack) {
  FaultTable table("SIGSTOP of a node for longer than --lost-after 1");
  for (int round = 0; round < FaultRounds(); ++round) {
    NodeCluster cluster(folder(), {});
    ASSERT_TRUE(cluster.Start(RunWords("run.h5"), 3));
    Sleep(50, 300);
    Program& node = cluster.node(Any(3));
    node.Send(SIGSTOP);
    std::this_thread::sleep_for(milliseconds(1800));
    node.Send(SIGCONT);
    ExpectSameRun(cluster, table, 1);
  }
}

TEST_F(SlowNodes, TwoAreKilledAtOnce) {
  FaultTable table("two nodes at once");
  for (int round = 0; round < FaultRounds(); ++round) {
    NodeCluster cluster(folder(), {});
    ASSERT_TRUE(cluster.Start(RunWords("run.h5"), 3));
    Sleep();
    const size_t spared = Any(3);
    for (size_t i = 0; i < 3; ++i) {
      if (i != spared) cluster.node(i).Send(SIGKILL);
    }
    ExpectSameRun(cluster, table, 2);
  }
}

TEST_F(SlowNodes, AllAreKilledAtOnce) {
  FaultTable table("all nodes at once");
  for (int round = 0; round < FaultRounds(); ++round) {
    NodeCluster cluster(folder(), {});
    ASSERT_TRUE(cluster.Start(RunWords("run.h5"), 2));
    Sleep();
    for (size_t i = 0; i < 2; ++i) cluster.node(i).Send(SIGKILL);
    ExpectSameRun(cluster, table, 2);
  }
}

TEST_F(SlowNodes, OneJoinsWhileTheRunGoesOn) {
  FaultTable table("a node joins, then another one is killed");
  for (int round = 0; round < FaultRounds(); ++round) {
    NodeCluster cluster(folder(), {});
    ASSERT_TRUE(cluster.Start(RunWords("run.h5"), 2));
    Sleep(50, 400);
    ASSERT_TRUE(cluster.AddNode("late"));
    ASSERT_TRUE(cluster.Await(" takes over ")) << "the newcomer got no seat";
    Sleep(0, 300);
    cluster.node(Any(2)).Send(SIGKILL);
    ExpectSameRun(cluster, table, 1);
  }
}

TEST_F(SlowNodes, TheDiskOfOneIsFull) {
  FaultTable table("disk full on a node");
  for (int round = 0; round < FaultRounds(); ++round) {
    Places places;
    const std::string blocks = std::to_string(40 + Any(200));
    places.before[2] = {"/bin/bash", "-c",
                        "ulimit -f " + blocks + "; exec \"$0\" \"$@\""};
    NodeCluster cluster(folder(), places);
    ASSERT_TRUE(cluster.Start(RunWords("run.h5"), 3));
    ExpectSameRun(cluster, table, 1);
    EXPECT_NE(cluster.lead().Err().find("File too large"), std::string::npos)
        << cluster.lead().Err();
    EXPECT_EQ(cluster.node(1).Wait().exit_code, 1);
  }
}

TEST_F(SlowNodes, TheLeadIsKilledAndResumed) {
  for (int round = 0; round < FaultRounds(); ++round) {
    NodeCluster cluster(folder(), {});
    ASSERT_TRUE(cluster.Start(
        Joined(RunWords("run.h5"), {"--set", "recording.flush_ticks=40"}), 2));
    ASSERT_TRUE(WaitUntil([this] { return Exists("run.h5.checkpoint"); }));
    Sleep(0, 700);
    cluster.lead().Send(SIGKILL);
    ASSERT_EQ(cluster.lead().Wait().exit_code, 128 + SIGKILL);
    const ProgramEnd end =
        Souk({"resume", "run.h5", "--local-nodes", "3", "--desks", "1"});
    EXPECT_EQ(end.exit_code, 0) << end.err;
    EXPECT_EQ(DigestIn(end.out), Expected()) << end.err;
    EXPECT_EQ(Souk({"digest", "run.h5"}).out, Expected() + "\n");
    for (size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(cluster.node(i).Wait(Seconds(20)).exit_code, 1)
          << "a node without a lead gives up";
    }
  }
}

// The kernel's netem is not everywhere; a relay is: 100 ms each way, and one
// segment in a hundred comes 300 ms late, as if it had been sent again.
constexpr const char* kRelay = R"(
import asyncio, random, sys
random.seed(1)
async def pipe(reader, writer):
    queue, loop = asyncio.Queue(), asyncio.get_event_loop()
    async def feed():
        while True:
            data = await reader.read(1448)
            late = 0.3 if random.random() < 0.01 else 0
            await queue.put((loop.time() + 0.1 + late, data))
            if not data: return
    async def drain():
        when = 0
        while True:
            due, data = await queue.get()
            when = max(when, due)
            await asyncio.sleep(max(0, when - loop.time()))
            if not data: return writer.close()
            writer.write(data)
            await writer.drain()
    await asyncio.gather(feed(), drain())
async def serve(reader, writer):
    to, back = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
    try: await asyncio.gather(pipe(reader, back), pipe(to, writer))
    except OSError: pass
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
)";

/// The relay to a port of this machine, once it listens.
class Relay {
 public:
  Relay(const std::string& port, const std::string& folder)
      : program_({"/usr/bin/python3", "-c", kRelay, port}, folder) {
    EXPECT_TRUE(WaitUntil([this] {
      return program_.Out().ends_with("\n") || !program_.Running();
    }));
    const std::string out = program_.Out();
    EXPECT_TRUE(std::regex_match(out, std::regex("[0-9]+\n")))
        << out << program_.Err();
    address_ = "127.0.0.1:" + out.substr(0, out.find('\n'));
  }
  const std::string& address() const { return address_; }
  bool Works() { return program_.Running(); }

 private:
  Program program_;
  std::string address_;
};

TEST_F(SlowNodes, TheirLinkIsSlow) {
  FaultTable table("slow link: 100 ms, 1 % late");
  const Words words = {"run",   Library("quickstart"),
                       "--set", "calendar.ticks_per_day=12",
                       "--set", "recording.award_share=0.2",
                       "-o",    "run.h5"};
  Words plain = words;
  plain.back() = "plain.h5";
  const std::string expected = DigestIn(Souk(plain).out);
  for (int round = 0; round < FaultRounds(); ++round) {
    std::unique_ptr<Relay> relay;
    Places places;
    places.dial = [&](const std::string& port) {
      if (!relay) relay = std::make_unique<Relay>(port, folder());
      return relay->address();
    };
    NodeCluster cluster(folder(), places);
    ASSERT_TRUE(cluster.Start(words, 2));
    const ProgramEnd end = cluster.lead().Wait();
    EXPECT_TRUE(relay->Works());
    EXPECT_EQ(end.exit_code, 0) << end.err;
    EXPECT_EQ(DigestIn(end.out), expected) << end.err;
    EXPECT_EQ(Souk({"digest", "run.h5"}).out, expected + "\n");
    table.Add(end.err);
  }
}

}  // namespace
}  // namespace souk::tests
