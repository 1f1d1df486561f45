// Ctrl-C finishes the tick, writes the checkpoint and says how to go on.
#include "tests/support/long_run.h"

namespace souk::tests {
namespace {

class SlowInterrupt : public LongRun {
 protected:
  /// Sends `signal` some moment after `flushes` flushes.
  ProgramEnd Interrupt(const Words& words, int signal, int flushes) {
    Program program(SoukWords(words), folder());
    EXPECT_TRUE(AwaitFlushes(program, "a.h5", flushes));
    program.Send(signal);
    return program.Wait();
  }
  void AwaitTrace(Program& program) {
    while (program.Running() && !Exists("a.h5.parts")) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }

  void ExpectInterrupted(const ProgramEnd& end) {
    EXPECT_TRUE(end.in_time);
    EXPECT_EQ(end.exit_code, 3) << end.err;
    EXPECT_NE(end.err.find("finishing the tick; press Ctrl-C again to stop at "
                           "once"),
              std::string::npos)
        << end.err;
    EXPECT_NE(end.err.find(" of 480; go on with: souk resume a.h5\n"),
              std::string::npos)
        << end.err;
    EXPECT_EQ(DigestIn(end.out), "");
    ExpectReadableAndIncomplete("a.h5");
    const ProgramEnd digest = Souk({"digest", "a.h5"});
    EXPECT_EQ(digest.exit_code, 3);
    EXPECT_NE(digest.err.find("'a.h5' is incomplete: "), std::string::npos)
        << digest.err;
  }
};

// No flush before: the checkpoint is the one of the stop.
TEST_F(SlowInterrupt, AtAnyMomentGoesOnToTheSameDigest) {
  for (int milliseconds : {0, Chance(1, 50), Chance(50, 300)}) {
    SCOPED_TRACE(std::to_string(milliseconds) + " ms");
    Program program(SoukWords(RunWords("a.h5", 100000)), folder());
    AwaitTrace(program);
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    program.Send(SIGINT);
    ExpectInterrupted(program.Wait());
    const ProgramEnd end = Souk({"resume", "a.h5"});
    EXPECT_NE(end.err.find("resuming a.h5 after tick "), std::string::npos)
        << end.err;
    ExpectSameDigest(end, "a.h5");
  }
}

TEST_F(SlowInterrupt, LeavesTheSameTraceAfterAll) {
  ExpectInterrupted(Interrupt(RunWords("a.h5"), SIGINT, Chance(1, 35)));
  ExpectSameDigest(Souk({"resume", "a.h5"}), "a.h5");
}

TEST_F(SlowInterrupt, BySigtermOrALostTerminalIsTheSame) {
  for (int signal : {SIGTERM, SIGHUP}) {
    SCOPED_TRACE(signal);
    ExpectInterrupted(Interrupt(RunWords("a.h5"), signal, Chance(1, 35)));
    ExpectSameDigest(Souk({"resume", "a.h5"}), "a.h5");
  }
}

TEST_F(SlowInterrupt, GoesOnWithAnyNumberOfThreadsAndInSequence) {
  for (const Words& how : std::vector<Words>{
           {"--threads", "1"}, {"--threads", "4"}, {"--sequential"}}) {
    SCOPED_TRACE(how.back());
    ExpectInterrupted(Interrupt(RunWords("a.h5"), SIGINT, Chance(1, 35)));
    Words resume = {"resume", "a.h5"};
    resume.insert(resume.end(), how.begin(), how.end());
    ExpectSameDigest(Souk(resume), "a.h5");
  }
}

TEST_F(SlowInterrupt, OfASequentialRunGoesOnWithActors) {
  Words words = RunWords("a.h5");
  words.push_back("--sequential");
  ExpectInterrupted(Interrupt(words, SIGINT, Chance(1, 35)));
  ExpectSameDigest(Souk({"resume", "a.h5", "--threads", "2"}), "a.h5");
}

TEST_F(SlowInterrupt, TwiceGoesOnTwice) {
  ExpectInterrupted(Interrupt(RunWords("a.h5"), SIGINT, Chance(1, 12)));
  ExpectInterrupted(Interrupt({"resume", "a.h5"}, SIGINT, Chance(1, 12)));
  ExpectSameDigest(Souk({"resume", "a.h5"}), "a.h5");
}

// Ticks of several seconds: only the second Ctrl-C ends them soon.
TEST_F(SlowInterrupt, TwiceAtOnceEndsQuickly) {
  Words words = RunWords("a.h5", 1);
  for (const char* big : {"traffic.synthetic.users=100000000", "cells=1"}) {
    words.push_back("--set");
    words.push_back(big);
  }
  Program program(SoukWords(words), folder());
  AwaitTrace(program);
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  program.Send(SIGINT);
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  ASSERT_TRUE(program.Running()) << program.Wait().err;
  program.Send(SIGINT);
  const ProgramEnd end = program.Wait(Seconds(5));
  EXPECT_TRUE(end.in_time);
  EXPECT_EQ(end.exit_code, 1);
  EXPECT_NE(end.err.find("stopped at once; the trace holds what was flushed"),
            std::string::npos)
      << end.err;
  ExpectReadableAndIncomplete("a.h5");
}

}  // namespace
}  // namespace souk::tests
