// SIGKILL at any moment costs what was not flushed, and nothing else.
#include "tests/support/long_run.h"

namespace souk::tests {
namespace {

class SlowKill : public LongRun {
 protected:
  /// Kills some moment after `flushes` flushes; false: it ended before.
  bool Kill(const Words& words, const std::string& trace, int flushes) {
    Program program(SoukWords(words), folder());
    AwaitFlushes(program, trace, flushes);
    program.Send(SIGKILL);
    return program.Wait().exit_code == 128 + SIGKILL;
  }
};

TEST_F(SlowKill, AtAnyMomentTheTraceOpensAndTheRunGoesOn) {
  constexpr int kKills = 8;
  for (int i = 0; i < kKills; ++i) {
    const std::string trace = "killed" + std::to_string(i) + ".h5";
    const int flushes = 2 + 5 * i + Chance(0, 4);
    SCOPED_TRACE(trace + " after flush " + std::to_string(flushes));
    ASSERT_TRUE(Kill(RunWords(trace), trace, flushes));
    ExpectReadableAndIncomplete(trace);
    ASSERT_TRUE(Exists(trace + ".checkpoint"));
    ExpectSameDigest(Souk({"resume", trace}), trace);
  }
}

TEST_F(SlowKill, BeforeTheFirstCheckpointSaysSo) {
  Program program(SoukWords(RunWords("a.h5", 100000)), folder());
  while (program.Running() && !Exists("a.h5.parts")) {
  }
  program.Send(SIGKILL);
  ASSERT_EQ(program.Wait().exit_code, 128 + SIGKILL);
  ExpectReadableAndIncomplete("a.h5");
  const ProgramEnd end = Souk({"resume", "a.h5"});
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_NE(end.err.find("there is no checkpoint 'a.h5.checkpoint': the run "
                         "ended before its first"),
            std::string::npos)
      << end.err;
}

TEST_F(SlowKill, AgainAndAgainTheRunStillEnds) {
  ASSERT_TRUE(Kill(RunWords("a.h5"), "a.h5", 4));
  for (int i = 0; i < 6; ++i) {
    ASSERT_TRUE(Kill({"resume", "a.h5"}, "a.h5", Chance(1, 4)));
    ExpectReadableAndIncomplete("a.h5");
  }
  ExpectSameDigest(Souk({"resume", "a.h5"}), "a.h5");
}

// Flushes at every tick: most kills hit the middle of one.
TEST_F(SlowKill, InTheMiddleOfAFlushNothingIsLost) {
  for (int i = 0; i < 10; ++i) {
    const std::string trace = "flushing" + std::to_string(i) + ".h5";
    SCOPED_TRACE(trace);
    ASSERT_TRUE(Kill(RunWords(trace, 1), trace, Chance(1, 60)));
    ExpectReadableAndIncomplete(trace);
    ASSERT_TRUE(Exists(trace + ".checkpoint"));
    ASSERT_TRUE(Kill({"resume", trace}, trace, 2));
    ExpectReadableAndIncomplete(trace);
  }
}

}  // namespace
}  // namespace souk::tests
