// Scenarios in the world of AuctionNet.
#include "tests/scenarios/scenario_folder.h"

namespace souk::scenarios {
namespace {

using AuctionNetScenario = ScenarioFolder;

std::string Text(const std::string& more,
                 const std::string& campaign = "charge: VIEW") {
  return "traffic { auctionnet {} }\n" + more +
         "advertiser { name: \"a\" daily_budget_micros: 1000 campaign { " +
         campaign + " } }\n";
}

TEST_F(AuctionNetScenario, LoadsWithItsDefaults) {
  const LoadedScenario loaded = Loaded(Text("budgets { mode: AUCTIONNET }\n"));
  EXPECT_EQ(loaded.market.budgets.mode, market::BudgetMode::kAuctionNet);
  EXPECT_EQ(loaded.market.budgets.min_remaining, market::Money(100000));
  EXPECT_NE(loaded.expanded_text.find("page_views_per_day: 500000"),
            std::string::npos)
      << loaded.expanded_text;
}

TEST_F(AuctionNetScenario, BudgetsScaleToWholeMicroUnits) {
  const LoadedScenario loaded = Loaded(Text("budgets { scale: 0.0015 }\n"));
  EXPECT_EQ(loaded.market.advertisers[0].budget.daily, market::Money(2));
  EXPECT_EQ(loaded.market.budgets.mode, market::BudgetMode::kLease);
}

TEST_F(AuctionNetScenario, CampaignsMayHaveATargetCpa) {
  const LoadedScenario loaded =
      Loaded(Text("", "charge: VIEW target_cpa_micros: 1e8"));
  EXPECT_EQ(loaded.market.campaigns[0].target_cpa_micros, 1e8);
  EXPECT_EQ(Loaded(Text("")).market.campaigns[0].target_cpa_micros, 0);
}

TEST_F(AuctionNetScenario, SaysWhatItsWorldDoesNotHave) {
  EXPECT_EQ(FaultsOf(Text("calendar { ticks_per_day: 24 }\n"
                          "channel { name: \"x\" }\n"
                          "channel { name: \"y\" }\n",
                          "interest: \"music\"")),
            "s.textproto:2:27: calendar.ticks_per_day = 24, must be 48: a day "
            "of auctionnet traffic has 48 ticks\n"
            "s.textproto:4:1: channel[1]: auctionnet traffic has one channel, "
            "found 2\n"
            "s.textproto:5:71: advertiser[0].campaign[0].interest: auctionnet "
            "traffic knows no interests");
}

TEST_F(AuctionNetScenario, TraitsOfAllDaysFitIntoMemory) {
  EXPECT_EQ(FaultsOf("traffic { auctionnet {} }\ncalendar { days: 100000 }\n"
                     "advertiser { name: \"a\" count: 11 campaign {} }\n"),
            "s.textproto:2:18: calendar.days = 100000 times the campaigns is "
            "1100000, must be at most 1000000 with auctionnet traffic");
}

TEST_F(AuctionNetScenario, BudgetsByDropsNeedItsTraffic) {
  EXPECT_EQ(FaultsOf("traffic { synthetic {} }\nbudgets { mode: AUCTIONNET }\n"
                     "advertiser { name: \"a\" campaign {} }\n"),
            "s.textproto:2:17: budgets.mode = AUCTIONNET needs "
            "traffic.auctionnet; use LEASE");
}

}  // namespace
}  // namespace souk::scenarios
