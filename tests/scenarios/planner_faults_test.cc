// A planner that does not fit its campaign is a fault of the file, at its
// place; and a market to learn from is played.
#include <fstream>

#include "scenarios/channel_runs.h"
#include "tests/scenarios/scenario_folder.h"
#include "tests/support/scenarios.h"

namespace souk::scenarios {
namespace {

class PlannerFaults : public ScenarioFolder {};

/// A campaign on these channels whose planner stands in line 8.
std::string With(const std::string& planner,
                 const std::string& channels = "\"a\", \"b\"") {
  return R"(channel { name: "a" } channel { name: "b" }
traffic { synthetic {} }
advertiser {
  name: "nike"
  campaign {
    value_per_click_micros: 5
    channel: [)" +
         channels + "]\n    planner { " + planner + " }\n  }\n}\n";
}

const std::string kHere = "s.textproto:8:5: advertiser[0].campaign[0].planner";

TEST_F(PlannerFaults, WithABudgetAndTwoChannelsItIsFine) {
  EXPECT_EQ(FaultsOf(With("name: \"equal\""),
                     {"advertiser[0].daily_budget_micros=5000"}),
            "");
  EXPECT_EQ(FaultsOf(With("name: \"shared\"")), "");
}

TEST_F(PlannerFaults, ASplitNeedsABudget) {
  EXPECT_EQ(FaultsOf(With("name: \"equal\"")),
            kHere +
                ": equal: needs a budget to split; give the campaign or its "
                "advertiser one");
}

TEST_F(PlannerFaults, OneChannelNeedsNoPlanner) {
  EXPECT_EQ(FaultsOf(With("name: \"shared\"", "\"b\"")),
            kHere +
                " is given, but its campaign is on one channel only: there is "
                "nothing to split");
}

TEST_F(PlannerFaults, ATrainedOneNeedsAModelAndNobodyElse) {
  EXPECT_EQ(FaultsOf(With("name: \"hibid\"")),
            kHere +
                ": 'hibid' is trained, and needs a model: a file that `souk "
                "train` wrote");
}

class ChannelRuns : public ScenarioFolder {};

RunsOrder Order(std::vector<std::string> more) {
  RunsOrder order{tests::LibraryPath("hibid4"), tests::OverridesOf("hibid4"),
                  2};
  order.overrides.push_back("calendar.days=2");
  order.overrides.insert(order.overrides.end(), more.begin(), more.end());
  return order;
}

TEST_F(ChannelRuns, KeepWhatLinesOfPlannedCampaignsDid) {
  const auto log = LogChannels(Order({})).value();
  EXPECT_EQ(log.channels, 4U);
  EXPECT_EQ(log.days, 2U);
  ASSERT_EQ(log.campaigns.size(), 2 * 40U) << "the players, in two runs";
  ASSERT_EQ(log.campaigns[0].lines.size(), 4U);
  int64_t clicks = 0;
  for (const auto& campaign : log.campaigns) {
    for (const auto& line : campaign.lines) {
      EXPECT_EQ(line.ticks.size(), 48U);
      EXPECT_EQ(line.ticks[0].coefficient, 1);
      EXPECT_NEAR(line.shares[0], 0.25, 1e-5);
      for (const auto& tick : line.ticks) clicks += tick.tally.clicks;
    }
  }
  EXPECT_GT(clicks, 0);
  EXPECT_NE(log.campaigns[0].budget_micros, log.campaigns[40].budget_micros)
      << "another run, other advertisers";
}

TEST_F(ChannelRuns, SayWhatIsWrongWithTheirScenario) {
  const auto log =
      LogChannels(Order({"advertiser[0].campaign[0].strategy.name=truthful"}));
  ASSERT_FALSE(log.ok());
  EXPECT_NE(log.error().message.find("no parameter 'level'; allowed: shade"),
            std::string::npos)
      << log.error().message;
}

}  // namespace
}  // namespace souk::scenarios
