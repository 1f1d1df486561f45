// A strategy that refuses its campaign is a fault of the file, at its place.
#include "tests/scenarios/scenario_folder.h"

namespace souk::scenarios {
namespace {

class StrategyFaults : public ScenarioFolder {};

constexpr char kHead[] = R"(traffic { synthetic {} }
advertiser {
  name: "nike"
  campaign {
    charge: VIEW
)";

/// A scenario whose campaign has this strategy from line 6 on.
std::string With(const std::string& strategy) {
  return kHead + strategy + "  }\n}\n";
}

constexpr char kRlb[] = R"(    strategy {
      name: "rlb"
      param { name: "price_counts" value: [0, 5, 3] }
      param { name: "horizon" value: 20 }
      param { name: "average_click_rate" value: 0.01 }
    }
)";

TEST_F(StrategyFaults, WithABudgetTheCampaignIsFine) {
  EXPECT_EQ(FaultsOf(With(kRlb), {"advertiser[0].daily_budget_micros=5000"}),
            "");
}

TEST_F(StrategyFaults, ARuleForBudgetsNeedsOne) {
  EXPECT_EQ(
      FaultsOf(With(kRlb)),
      "s.textproto:6:5: advertiser[0].campaign[0].strategy: rlb: needs a daily "
      "budget, but its advertiser has none; give it daily_budget_micros");
}

TEST_F(StrategyFaults, ARuleForTargetsNeedsOne) {
  const std::string text = With(R"(    strategy { name: "fixed_cpa" }
)");
  EXPECT_EQ(
      FaultsOf(text),
      "s.textproto:6:5: advertiser[0].campaign[0].strategy: fixed_cpa: needs a "
      "target, but its campaign has none; give it target_cpa_micros");
  EXPECT_EQ(
      FaultsOf(text, {"advertiser[0].campaign[0].target_cpa_micros=5000"}), "");
}

TEST_F(StrategyFaults, ARuleForViewsRefusesToPayPerClick) {
  EXPECT_EQ(FaultsOf(With(kRlb) + R"(advertiser {
  name: "puma"
  campaign {
    strategy {
      name: "mcpc" param { name: "max_cpc_micros" value: 5 } }
  }
}
)",
                     {"advertiser[0].daily_budget_micros=5000"}),
            "s.textproto:17:5: advertiser[1].campaign[0].strategy: mcpc: bids "
            "for one view, but charge is CLICK; it must be VIEW");
}

TEST_F(StrategyFaults, AllCampaignsAreHeard) {
  EXPECT_EQ(
      FaultsOf(With(kRlb) + R"(advertiser {
  name: "puma"
  campaign { strategy { name: "fixed" } }
}
)"),
      "s.textproto:6:5: advertiser[0].campaign[0].strategy: rlb: needs a daily "
      "budget, but its advertiser has none; give it daily_budget_micros\n"
      "s.textproto:16:14: advertiser[1].campaign[0].strategy: parameter "
      "'bid_micros' is missing, must be given in 'micros'");
}

TEST_F(StrategyFaults, WithoutAStrategyTheCampaignIsThePlace) {
  const std::string refusal =
      "advertiser[0].campaign[0].strategy: truthful: value_per_click_micros = "
      "1000 with charge CONVERSION, but only conversions are paid for: it must "
      "be 0 (put the value into value_per_conversion_micros)";
  EXPECT_EQ(FaultsOf(R"(traffic { synthetic {} }
advertiser {
  name: "nike"
    campaign { value_per_click_micros: 1000 charge: CONVERSION }
}
)"),
            "s.textproto:4:5: " + refusal);
}

TEST_F(StrategyFaults, AnOverrideIsBlamedForWhatItChose) {
  EXPECT_EQ(
      FaultsOf(kSmall, {"advertiser[0].campaign[0].strategy.name=mcpc"}),
      "--set advertiser[0].campaign[0].strategy.name=mcpc: "
      "advertiser[0].campaign[0].strategy: mcpc: bids for one view, but charge "
      "is CLICK; it must be VIEW");
}

}  // namespace
}  // namespace souk::scenarios
