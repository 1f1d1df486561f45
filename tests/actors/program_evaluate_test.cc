// souk evaluate as its users meet it.
#include <gmock/gmock.h>

#include "tests/support/program.h"

namespace souk::tests {
namespace {

using testing::HasSubstr;

class ProgramEvaluate : public ProgramTest {
 protected:
  ProgramEnd Evaluate(Words options) {
    std::string market =
        "calendar { days: 1 ticks_per_day: 48 }\n"
        "channel { name: 'page' slots: 3 }\n"
        "mechanism { name: 'auctionnet' } user_model { name: 'auctionnet' }\n"
        "budgets { mode: AUCTIONNET }\n"
        "traffic { auctionnet { page_views_per_day: 4000 } }\n";
    for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
      market += std::string("advertiser { name: '") + name +
                "' daily_budget_micros: 40000000 campaign { charge: VIEW "
                "target_cpa_micros: 100e6 value_per_conversion_micros: 100e6 "
                "strategy { name: 'fixed_cpa' } } }\n";
    }
    Write("m.textproto", market);
    Write("e.textproto",
          "scenario: 'm.textproto'\n"
          "entrant { name: 'target' strategy { name: 'fixed_cpa' } }\n"
          "entrant { name: 'pid' strategy { name: 'pid_spend' } }\n");
    Words words = {"evaluate", "e.textproto"};
    words.insert(words.end(), options.begin(), options.end());
    return Souk(words);
  }
};

TEST_F(ProgramEvaluate, SaysTheSameOnAnyNumberOfThreads) {
  for (const char* method : {"REPLAY", "SIMULATION"}) {
    const std::string set = std::string("method=") + method;
    const ProgramEnd one = Evaluate({"--set", set, "--threads=1"});
    ExpectSuccess(one);
    const ProgramEnd three = Evaluate({"--set", set, "--threads=3"});
    ExpectSuccess(three);
    EXPECT_EQ(one.out, three.out);
    EXPECT_THAT(one.out, HasSubstr("differences are to target; intervals are "
                                   "from 2000 resamples of the 6 seats\n"));
  }
}

TEST_F(ProgramEvaluate, LeagueLeavesATraceOfEveryRound) {
  const ProgramEnd end = Evaluate(
      {"--set", "method=LEAGUE", "--set", "rounds=2", "--traces", "league"});
  ExpectSuccess(end);
  for (const char* round : {"league/round-1.h5", "league/round-2.h5"}) {
    const ProgramEnd digest = Souk({"digest", round});
    ExpectSuccess(digest);
  }
}

TEST_F(ProgramEvaluate, MistakesEndWithCodeTwo) {
  const ProgramEnd threads = Evaluate({"--threads=5000"});
  EXPECT_EQ(threads.exit_code, 2);
  EXPECT_EQ(threads.err,
            "souk evaluate: --threads is 5000, must be in [0, 1024]\n");
  const ProgramEnd traces = Evaluate({"--traces=x"});
  EXPECT_EQ(traces.exit_code, 2);
  EXPECT_EQ(traces.err,
            "souk evaluate: --traces is for leagues (method: LEAGUE)\n");
  const ProgramEnd missing = Souk({"evaluate", "nowhere.textproto"});
  EXPECT_EQ(missing.exit_code, 2);
}

}  // namespace
}  // namespace souk::tests
