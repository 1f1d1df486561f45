#include "scenarios/population.h"

#include "tests/scenarios/scenario_folder.h"

namespace souk::scenarios {
namespace {

constexpr char kCrowd[] = R"(traffic { synthetic {} }
advertiser {
  name: "crowd"
  count: 200
  daily_budget_micros: 1000000
  vary { path: "daily_budget_micros" low: 0.5 high: 2 }
  vary { path: "campaign[0].value_per_click_micros" low: 1 high: 3 }
  campaign { value_per_click_micros: 1000 }
  campaign { name: "second" value_per_click_micros: 7 }
}
advertiser { name: "alone" campaign {} }
)";

class Population : public ScenarioFolder {
 protected:
  static std::string WithVary(const std::string& vary) {
    return "traffic { synthetic {} }\nadvertiser { name: \"a\" count: 3\n" +
           ("  vary { " + vary + " }\n") +
           "  campaign { click_rate: 0.4 charge: VIEW strategy { name: "
           "\"fixed\" param { name: \"bid_micros\" value: 9 } } }\n}\n";
  }
};

TEST_F(Population, CopiesAreNumberedAndCampaignsNamed) {
  const auto market = Loaded(kCrowd).market;
  ASSERT_EQ(market.advertisers.size(), 201U);
  EXPECT_EQ(market.advertisers[0].name, "crowd-1");
  EXPECT_EQ(market.advertisers[199].name, "crowd-200");
  EXPECT_EQ(market.advertisers[200].name, "alone");
  EXPECT_EQ(market.campaigns[0].name, "crowd-1/1");
  EXPECT_EQ(market.campaigns[1].name, "second");
  EXPECT_EQ(market.campaigns[400].name, "alone/1");
  EXPECT_EQ(market.campaigns[2].advertiser.index(), 1U);
  EXPECT_EQ(market.lines.size(), 401U);
}

TEST_F(Population, FactorsLieInTheirRangeAndFillIt) {
  const auto market = Loaded(kCrowd).market;
  int64_t least = INT64_MAX;
  int64_t most = 0;
  for (size_t i = 0; i < 200; ++i) {
    const int64_t budget = market.advertisers[i].budget.daily->micros;
    least = std::min(least, budget);
    most = std::max(most, budget);
    EXPECT_GE(market.campaigns[2 * i].value_per_click_micros, 1000);
    EXPECT_LE(market.campaigns[2 * i].value_per_click_micros, 3000);
    EXPECT_EQ(market.campaigns[2 * i + 1].value_per_click_micros, 7);
  }
  EXPECT_GE(least, 500000);
  EXPECT_LT(least, 550000);
  EXPECT_LE(most, 2000000);
  EXPECT_GT(most, 1900000);
}

TEST_F(Population, CopiesKeepTheirFactorsWhenOthersCome) {
  const auto few = Loaded(kCrowd, {"advertiser[0].count=10"}).market;
  const auto many = Loaded(kCrowd).market;
  for (size_t i = 0; i < 10; ++i) {
    EXPECT_EQ(few.advertisers[i].budget.daily,
              many.advertisers[i].budget.daily);
  }
  const auto other = Loaded(kCrowd, {"run=1"}).market;
  EXPECT_NE(other.advertisers[0].budget.daily,
            many.advertisers[0].budget.daily);
}

TEST_F(Population, TheExpandedTextKeepsTheTemplate) {
  const std::string text = Loaded(kCrowd).expanded_text;
  EXPECT_NE(text.find("count: 200"), std::string::npos);
  EXPECT_EQ(text.find("crowd-1"), std::string::npos);
}

TEST_F(Population, ParametersVary) {
  const auto market =
      Loaded(WithVary("path: \"campaign[0].strategy.param[bid_micros].value\" "
                      "low: 2 high: 4"))
          .market;
  for (const auto& campaign : market.campaigns) {
    const double bid = campaign.strategy.params.number("bid_micros");
    EXPECT_GE(bid, 18);
    EXPECT_LE(bid, 36);
    EXPECT_NE(bid, 9);
  }
}

TEST_F(Population, NamesOfCopiesMustBeFree) {
  EXPECT_EQ(FaultsOf(std::string(kCrowd) +
                     "advertiser { name: \"crowd-7\" campaign {} }"),
            "s.textproto:12:20: advertiser[2].name = \"crowd-7\" is also the "
            "name of advertiser[0]");
}

TEST_F(Population, FaultsOfVary) {
  const std::string misspelt =
      FaultsOf(WithVary("path: \"campaign[0].clik_rate\""));
  EXPECT_EQ(misspelt.find("s.textproto:3:16: advertiser[0].vary[0].path: "
                          "campaign[0]: no such field 'clik_rate'; did you "
                          "mean 'click_rate'?"),
            0U)
      << misspelt;
  EXPECT_EQ(FaultsOf(WithVary("path: \"campaign[1].click_rate\"")),
            "s.textproto:3:16: advertiser[0].vary[0].path: there is 1 "
            "campaign, [0]");
  EXPECT_EQ(FaultsOf(WithVary("path: \"daily_budget_micros\"")),
            "s.textproto:3:16: advertiser[0].vary[0].path: "
            "daily_budget_micros is not given");
  for (const char* path : {"name", "count", "kind", "campaign"}) {
    EXPECT_EQ(FaultsOf(WithVary("path: \"" + std::string(path) + "\"")),
              "s.textproto:3:16: advertiser[0].vary[0].path: " +
                  std::string(path) + " is no number that can vary");
  }
  EXPECT_EQ(FaultsOf(WithVary("path: \"campaign[0].click_rate\" low: 2 "
                              "high: 1")),
            "s.textproto:3:46: advertiser[0].vary[0].low = 2, must be <= high "
            "= 1");
  EXPECT_EQ(FaultsOf(WithVary("path: \"campaign[0].click_rate\" high: 3")),
            "s.textproto:3:16: advertiser[0].vary[0].path: "
            "campaign[0].click_rate x 3 = 1.2000000000000002, must be in [0, "
            "1]");
  EXPECT_EQ(FaultsOf(WithVary("path: \"campaign[0].click_rate\""),
                     {"advertiser[0].count=1"}),
            "s.textproto:3:3: advertiser[0].vary[0] needs count > 1");
}

}  // namespace
}  // namespace souk::scenarios
