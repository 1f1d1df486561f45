// Contracts in a scenario file: what they become, and every sentence about
// contracts that do not make sense.
#include "tests/scenarios/scenario_folder.h"

namespace souk::scenarios {
namespace {

constexpr char kMarket[] = R"(calendar { days: 2 ticks_per_day: 12 }
traffic { requests { page_views_per_day: 6000 interest { name: "type" count: 4 } } }
channel { name: "feed" slots: 2 contract_share: [0.5, 1] }
advertiser { name: "shop" campaign { } }
)";

using Contracts = ScenarioFolder;

std::string With(const std::string& contract) {
  return kMarket + ("advertiser { name: \"brand\" contract { " + contract) +
         " } }\n";
}

TEST_F(Contracts, AreCampaignsBehindAllOthersThatNeverBid) {
  const auto market =
      Loaded(With("goal: 70 target_interest: \"type-2\"")).market;
  ASSERT_EQ(market.contracts.contracts.size(), 1U);
  const market::ContractSpec& contract = market.contracts.contracts[0];
  EXPECT_EQ(contract.goal, 70);
  EXPECT_EQ(contract.name, "brand/contract-1");
  EXPECT_EQ(contract.end_tick, 24U);
  EXPECT_EQ(contract.campaign.index(), market.campaigns.size() - 1);
  ASSERT_EQ(contract.lines.size(), 1U);
  const market::LineSpec& line = market.lines[contract.lines[0]];
  EXPECT_FALSE(market.Bids(line));
  EXPECT_EQ(line.target_segments, std::vector<uint16_t>{1});
  EXPECT_TRUE(market.Bids(market.lines[0]));
  EXPECT_EQ(market.contracts.slot_share,
            (std::vector<std::vector<double>>{{0.5, 1}}));
  EXPECT_EQ(market.contracts.replan_ticks, 1U) << "an hour is a tick";
  EXPECT_TRUE(market.contracts.one_per_page);
}

TEST_F(Contracts, AskForAShareOfTheSupplyThatIsExpected) {
  const auto market =
      Loaded(With("goal_of_supply: 0.2 target_interest: \"type-2\" ticks: 6"))
          .market;
  // A quarter of the page views of half a day.
  EXPECT_EQ(market.contracts.contracts[0].goal, 150);
}

TEST_F(Contracts, AreScaledToALoadAndCutToTheirSupply) {
  const std::string two =
      With("goal: 1 target_interest: \"type-2\" } contract { goal: 3");
  // 12 000 page views, 1.5 slots each.
  auto market = Loaded(two + "contracts { load: 0.4 }").market;
  EXPECT_EQ(market.contracts.contracts[0].goal, 1800);
  EXPECT_EQ(market.contracts.contracts[1].goal, 5400);
  market = Loaded(two + "contracts { load: 0.4 most_of_supply: 0.5 }").market;
  EXPECT_EQ(market.contracts.contracts[0].goal, 1500);
  EXPECT_EQ(market.contracts.contracts[1].goal, 5400);
}

struct Wrong {
  std::string contract;
  std::string sentence;
};

TEST_F(Contracts, SayWhatIsWrong) {
  const std::vector<Wrong> wrongs = {
      {"", "advertiser[1].contract[0] needs one of goal, goal_of_supply"},
      {"goal: 5 goal_of_supply: 0.5",
       "goal_of_supply: goal is given, too; give one of them"},
      {"goal: 5 ticks: 30",
       "ticks = 30: the window ends at tick 30, the calendar at tick 24"},
      {"goal: 5 first_tick: 24", "first_tick = 24"},
      {"goal: 5 day_floor: 9 day_ceiling: 8",
       "day_floor = 9, must be <= day_ceiling = 8"},
      {"goal: 5 hour_floor: 9 hour_ceiling: 8",
       "hour_floor = 9, must be <= hour_ceiling = 8"},
      {"goal: 5 cancelled_at_tick: 24", "cancelled_at_tick = 24"},
      {"goal: 5 make_good_ticks: 9", "make_good_ticks = 9"},
      {"goal: 5 target_rate: 0.5 target_interest: \"type-1\"",
       "draws what target_interest names: give one of them"},
      {"goal: 5 target_rate: 0.5 draw_interests: 1",
       "draws what draw_interests draws: give one of them"},
  };
  for (const auto& [contract, sentence] : wrongs) {
    const std::string faults = FaultsOf(With(contract));
    EXPECT_NE(faults.find(sentence), std::string::npos) << contract << "\n"
                                                        << faults;
    EXPECT_NE(faults.find(":5:"), std::string::npos) << faults;
  }
}

TEST_F(Contracts, AreMissedWhereTheirRulesStandAlone) {
  EXPECT_NE(FaultsOf("traffic { synthetic { } }\n"
                     "advertiser { name: \"a\" campaign { } }\n"
                     "contracts { }\n")
                .find("contracts"),
            std::string::npos);
  EXPECT_NE(FaultsOf("traffic { synthetic { } }\nadvertiser { name: \"a\" }\n")
                .find("advertiser[0] needs a campaign or a contract"),
            std::string::npos);
  EXPECT_NE(FaultsOf(With("goal: 5") + "budgets { mode: AUCTIONNET }\n")
                .find("an impression of a contract is not taken back"),
            std::string::npos);
}

TEST(Requests, HaveNoPriceWhereBrandsAndStoresShareSlots) {
  const auto loaded = LoadScenarioText(
      "traffic { requests { rival_low_micros: 1 rival_high_micros: 5 } }\n"
      "mechanism { name: \"joint_gsp_c\" } relation { }\n"
      "advertiser { name: \"a\" kind: BRAND campaign { } }\n"
      "advertiser { name: \"b\" kind: STORE campaign { } }\n",
      "text");
  ASSERT_FALSE(loaded.ok());
  EXPECT_NE(loaded.error().message.find("a market price is no brand"),
            std::string::npos)
      << loaded.error().message;
}

}  // namespace
}  // namespace souk::scenarios
