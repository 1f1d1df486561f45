// Debugging one market: explain-page, step, run --until, --check and
// --trace-messages.
#include <gmock/gmock.h>

#include "tests/support/program.h"

namespace souk::tests {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class ProgramDebug : public ProgramTest {
 protected:
  /// A program with words on its standard input.
  ProgramEnd Step(const std::string& input) const {
    Write("words", input);
    Program program(
        {"/bin/sh", "-c",
         SoukWords({})[0] + " step " + Library("quickstart") + " < words"},
        folder());
    return program.Wait();
  }
};

TEST_F(ProgramDebug, UntilTickStopsThereAndTheRestCanFollow) {
  const ProgramEnd end =
      Souk({"run", Library("quickstart"), "--until", "tick=6", "--threads=2"});
  EXPECT_EQ(end.exit_code, 0) << end.err;
  EXPECT_EQ(end.err,
            "stopped after tick 7 of 96, as asked; go on with: souk resume "
            "quickstart.h5\n");
  EXPECT_THAT(end.out, HasSubstr(" page views in 7 of 96 ticks\n"));
  const ProgramEnd rest = Souk({"resume", "quickstart.h5"});
  EXPECT_EQ(rest.exit_code, 0) << rest.err;
  ExpectSuccess(Souk({"run", Library("quickstart"), "-o", "whole.h5"}));
  EXPECT_EQ(DigestIn(rest.out) + "\n", Souk({"digest", "whole.h5"}).out);
}

TEST_F(ProgramDebug, UntilPageTellsThePageAndStopsAfterItsTick) {
  const ProgramEnd end =
      Souk({"run", Library("quickstart"), "--until=page=17"});
  EXPECT_EQ(end.exit_code, 0) << end.err;
  EXPECT_THAT(end.out, HasSubstr("in 2 of 96 ticks\n"));
  EXPECT_THAT(end.out, HasSubstr("\npage view 17 of tick 1 (tick 1 of day 0), "
                                 "cell 0, channel 'feed', user group 0\n"
                                 "16 candidates for 3 slots of weight"));
  EXPECT_THAT(end.out, HasSubstr("slot 1  alpine sports/1 owes "));
  EXPECT_THAT(end.out, HasSubstr(" reserved of 'alpine sports', then "));
}

TEST_F(ProgramDebug, UntilPageThatNeverComesSaysSo) {
  const ProgramEnd end =
      Souk({"run", Library("quickstart"), "--until=page=123456789"});
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_EQ(end.err, "souk: the run has no page view 123456789\n");
}

TEST_F(ProgramDebug, UntilNeedsATickOrAPage) {
  for (const std::string word : {"noon", "tick=", "page=x", "tick=-1"}) {
    const ProgramEnd end =
        Souk({"run", Library("quickstart"), "--until", word});
    EXPECT_EQ(end.exit_code, 2);
    EXPECT_EQ(end.err, "souk run: --until is '" + word +
                           "', must be tick=T or page=ID with a whole "
                           "number\n");
  }
}

TEST_F(ProgramDebug, ExplainPageAgreesWithTheTrace) {
  ExpectSuccess(Souk({"run", Library("one_of_everything"), "-o", "t.h5"}));
  // Users come back: their page views have the same name in several ticks.
  const std::string asked = Souk({"explain-page", "t.h5", "--page=3"}).err;
  const std::string mark = "page view 3 was recorded in ticks ";
  ASSERT_THAT(asked, HasSubstr(mark));
  ASSERT_THAT(asked, HasSubstr("; choose one with --tick T\n"));
  const size_t tick = asked.find(mark) + mark.size();
  const ProgramEnd found =
      Souk({"explain-page", "t.h5", "--page=3", "--tick",
            asked.substr(tick, asked.find_first_of(",;", tick) - tick)});
  EXPECT_EQ(found.exit_code, 0) << found.err;
  EXPECT_THAT(found.out, StartsWith("page view "));
  EXPECT_THAT(found.out, HasSubstr("the trace has recorded the same awards"));
}

TEST_F(ProgramDebug, ExplainPageSaysWhatItNeeds) {
  ExpectSuccess(Souk({"run", Library("quickstart"), "-o", "t.h5"}));
  const auto complaint = [&](const Words& more) {
    Words words = {"explain-page", "t.h5"};
    words.insert(words.end(), more.begin(), more.end());
    const ProgramEnd end = Souk(words);
    EXPECT_EQ(end.exit_code, 2);
    return end.err;
  };
  EXPECT_EQ(complaint({}), "souk explain-page: --page ID is missing\n");
  EXPECT_EQ(complaint({"--page=17"}),
            "souk explain-page: the trace has not recorded page view 17; say "
            "in which tick it was: --tick T, 0 to 95\n");
  EXPECT_EQ(complaint({"--page=17", "--tick=96"}),
            "souk explain-page: --tick is 96, must be below 96\n");
  EXPECT_EQ(complaint({"--page=17", "--tick=0"}),
            "souk explain-page: tick 0 has no page view 17\n");
}

TEST_F(ProgramDebug, ExplainPageShowsWhatOtherBidsWouldHaveGot) {
  ExpectSuccess(Souk({"run", Library("quickstart"), "-o", "t.h5"}));
  const ProgramEnd end = Souk({"explain-page", "t.h5", "--page=17", "--tick=1",
                               "--landscape", "alpine sports/1"});
  EXPECT_EQ(end.exit_code, 0) << end.err;
  EXPECT_THAT(end.out,
              EndsWith("\nother bids of alpine sports/1 (it bid 0.600000), "
                       "everybody else as they were\n"
                       "   from a bid of      slots  expected clicks"
                       "            price\n"
                       "        0.000000          -         0.000000"
                       "                -\n"
                       "        0.172444          3         0.109006"
                       "         0.172443\n"
                       "        0.185132          2         0.130196"
                       "         0.185132\n"
                       "        0.276605          1         0.155504"
                       "         0.276605\n"));
}

TEST_F(ProgramDebug, ExplainPageKnowsWhoseOtherBidsAreAskedFor) {
  ExpectSuccess(Souk({"run", Library("one_of_everything"), "-o", "t.h5"}));
  const auto ask = [&](const std::string& campaign) {
    return Souk({"explain-page", "t.h5", "--page=3", "--tick=11", "--landscape",
                 campaign});
  };
  const ProgramEnd unknown = ask("hotel");
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_EQ(unknown.out, "");
  EXPECT_THAT(unknown.err,
              StartsWith("souk explain-page: no such campaign "
                         "'hotel'; did you mean 'hotels'? known: "));
  const ProgramEnd elsewhere = ask("flights");
  EXPECT_EQ(elsewhere.exit_code, 0) << elsewhere.err;
  EXPECT_THAT(
      elsewhere.out,
      HasSubstr("\ncampaign 'flights' was no candidate on this page view\n"));
}

TEST_F(ProgramDebug, StepWalksTickByTick) {
  const ProgramEnd end = Step("\nnext 2\nlines\naccounts\npage 17 1\nquit\n");
  EXPECT_EQ(end.exit_code, 0) << end.err;
  EXPECT_EQ(end.err, "");
  EXPECT_THAT(end.out, StartsWith("'quickstart': 96 ticks; "));
  for (const char* part : {"tick 0: ", "tick 2: ", "alpine sports/1 ", "leased",
                           "page view 17 of tick 1 "}) {
    EXPECT_THAT(end.out, HasSubstr(part));
  }
}

TEST_F(ProgramDebug, StepToTheEndAndBeyondIsNoFault) {
  const ProgramEnd end = Step("until 95\nnext\nwhat\n");
  EXPECT_EQ(end.exit_code, 0) << end.err;
  EXPECT_THAT(end.out, HasSubstr("the run is over after tick 95\n"));
  EXPECT_THAT(end.out, HasSubstr("'what' is not known here\n"));
  EXPECT_THAT(end.out, EndsWith("> \n"));
}

TEST_F(ProgramDebug, CheckedRunsHaveTheSameDigest) {
  const ProgramEnd plain = Souk({"run", Library("one_of_everything")});
  const ProgramEnd checked =
      Souk({"run", Library("one_of_everything"), "--check"});
  ExpectSuccess(checked);
  EXPECT_EQ(DigestIn(checked.out), DigestIn(plain.out));
}

TEST_F(ProgramDebug, TracedMessagesNameWhoAndWhat) {
  const ProgramEnd end = Souk({"run", Library("quickstart"), "--until=tick=0",
                               "--trace-messages", "--threads=1"});
  EXPECT_EQ(end.exit_code, 0) << end.err;
  EXPECT_THAT(end.err,
              StartsWith("#1  console -> clock  StartRun\n"
                         "#2  clock -> advertisers  GrantLeases, tick 0\n"
                         "#3  advertisers -> clock  LeasesGranted\n"));
  for (const char* part :
       {"  users[3] -> platform[3]  PagesOpened, ", " page views\n",
        "  platform[0] -> clock  CellClosed, tick 0, ",
        "  clock -> recorder  RecordTick\n", "  clock -> console  RunEnded"}) {
    EXPECT_THAT(end.err, HasSubstr(part));
  }
}

}  // namespace
}  // namespace souk::tests
