#include "scenarios/loader.h"

#include "tests/scenarios/scenario_folder.h"

namespace souk::scenarios {
namespace {

using market::Charge;

class Loading : public ScenarioFolder {};

TEST_F(Loading, FillsDefaultsIn) {
  const auto market = Loaded(kSmall).market;
  EXPECT_EQ(market.name, "s");
  EXPECT_EQ(market.seed, 1U);
  EXPECT_EQ(market.run, 0U);
  EXPECT_EQ(market.cells, 1U);
  EXPECT_EQ(market.calendar.days, 1U);
  EXPECT_EQ(market.calendar.ticks_per_day, 48U);
  ASSERT_EQ(market.channels.size(), 1U);
  EXPECT_EQ(market.channels[0].name, "main");
  EXPECT_EQ(market.channels[0].share, 1);
  EXPECT_EQ(market.channels[0].slot_weight, std::vector<double>{1});
  EXPECT_NE(market.channels[0].mechanism, nullptr);
  EXPECT_NE(market.user_model, nullptr);
  EXPECT_FALSE(market.advertisers[0].budget.daily.has_value());
  EXPECT_EQ(market.advertisers[0].kind, market::AdvertiserKind::kBrand);
  EXPECT_EQ(market.campaigns[0].charge, Charge::kClick);
  EXPECT_EQ(market.campaigns[0].name, "nike/1");
  EXPECT_EQ(market.campaigns[0].strategy.name, "truthful");
  EXPECT_EQ(market.recording.page_share, 0);
  EXPECT_EQ(market.traffic->segments(), 1U);
}

TEST_F(Loading, BuildsLinesByChannelThenCampaign) {
  const auto market = Loaded(R"(
traffic { synthetic { interest { name: "x" } interest { name: "y" share: 3 } } }
channel { name: "home" share: 3 slots: 2 }
channel { name: "search" mechanism { name: "first_price" } }
advertiser {
  name: "a"
  kind: STORE
  daily_budget_micros: 0
  campaign { channel: "search" charge: VIEW }
  campaign { target_interest: ["y", "x"] value_per_click_micros: 2.5 }
}
)")
                          .market;
  EXPECT_EQ(market.channels[0].share, 0.75);
  EXPECT_EQ(market.channels[1].share, 0.25);
  EXPECT_EQ(market.channels[0].slot_weight.size(), 2U);
  EXPECT_NE(market.channels[0].mechanism, market.channels[1].mechanism);
  ASSERT_EQ(market.lines.size(), 3U);
  EXPECT_EQ(market.lines[0].channel.index(), 0U);
  EXPECT_EQ(market.lines[0].campaign.index(), 1U);
  EXPECT_EQ(market.lines[0].target_segments, (std::vector<uint16_t>{0, 1}));
  EXPECT_EQ(market.lines[1].channel.index(), 1U);
  EXPECT_EQ(market.lines[1].campaign.index(), 0U);
  EXPECT_TRUE(market.lines[1].target_segments.empty());
  EXPECT_EQ(market.lines[2].campaign.index(), 1U);
  EXPECT_EQ(market.advertisers[0].kind, market::AdvertiserKind::kStore);
  EXPECT_EQ(market.advertisers[0].budget.daily, market::Money(0));
  EXPECT_EQ(market.campaigns[1].value_per_click_micros, 2.5);
}

TEST_F(Loading, CampaignsCarryTheirAuctionWeight) {
  const auto market = Loaded(std::string(kSmall) +
                             "advertiser { name: \"b\" campaign { "
                             "auction_weight: 1.5 } }")
                          .market;
  EXPECT_EQ(market.campaigns[0].auction_weight, 1);
  EXPECT_EQ(market.campaigns[1].auction_weight, 1.5);
}

TEST_F(Loading, CampaignsCarryTheirAuctionBoost) {
  const auto market = Loaded(std::string(kSmall) +
                             "advertiser { name: \"b\" campaign { "
                             "auction_boost_micros: -2.5 } }")
                          .market;
  EXPECT_EQ(market.campaigns[0].auction_boost_micros, 0);
  EXPECT_EQ(market.campaigns[1].auction_boost_micros, -2.5);
}

TEST_F(Loading, SlotsFollowTheWeights) {
  const auto market = Loaded(std::string(kSmall) +
                             "channel { name: \"m\" slot_weight: [1, 0.5] }")
                          .market;
  EXPECT_EQ(market.channels[0].slot_weight, (std::vector<double>{1, 0.5}));
}

TEST_F(Loading, AMemberWithoutNameIsTheDefaultOne) {
  const std::string text = Loaded(std::string(kSmall) +
                                  "mechanism { param { name: "
                                  "\"reserve_micros\" value: 5 } }")
                               .expanded_text;
  EXPECT_NE(text.find("mechanism {\n  name: \"gsp\"\n  param {\n    name: "
                      "\"reserve_micros\"\n    value: 5\n"),
            std::string::npos)
      << text;
}

constexpr char kRich[] = R"(
name: "rich \"quoted\" \303\251"
description: "line\nbreak"
seed: 18446744073709551615
cells: 4
calendar { days: 3 ticks_per_day: 24 }
channel { name: "home" slots: 3 share: 0.1 }
channel { name: "search" share: 0.7 }
recording { page_share: 0.125 }
traffic { synthetic { users: 100 interest { name: "x" } truth_spread: 0.1 } }
advertiser {
  name: "crowd" count: 5
  daily_budget_micros: 123456789
  vary { path: "daily_budget_micros" low: 0.3 high: 1.7 }
  campaign { charge: VIEW value_per_click_micros: 0.1 interest: "x"
    strategy { name: "fixed" param { name: "bid_micros" value: 0.3 } } }
  campaign { channel: ["search"] target_interest: "x" }
}
)";

TEST_F(Loading, ExpandedTextLoadsBackToTheSame) {
  const LoadedScenario first = Loaded(kRich);
  const auto again = LoadScenarioText(first.expanded_text, "manifest");
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(again->expanded_text, first.expanded_text);
  EXPECT_EQ(again->market.name, "rich \"quoted\" \303\251");
  ASSERT_EQ(again->market.advertisers.size(), 5U);
  for (size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(again->market.advertisers[i].budget.daily,
              first.market.advertisers[i].budget.daily);
  }
  EXPECT_EQ(again->market.channels[0].share, first.market.channels[0].share);
}

TEST_F(Loading, ExpandedTextOfAReplayLoadsAnywhere) {
  Write("log.txt", "0 5 0.1\n1 6 0.2\n");
  const LoadedScenario first = Loaded(
      "traffic { replay { path: \"log.txt\" } }\n"
      "advertiser { name: \"a\" campaign { charge: VIEW } }");
  std::filesystem::create_directory("elsewhere");
  std::filesystem::current_path("elsewhere");
  const auto again = LoadScenarioText(first.expanded_text, "manifest");
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(again->expanded_text, first.expanded_text);
}

TEST_F(Loading, ExpandedTextIsComplete) {
  const std::string text = Loaded(kSmall).expanded_text;
  for (const char* part :
       {"seed: 1\n", "run: 0\n", "days: 1\n", "ticks_per_day: 48\n",
        "name: \"main\"", "slots: 1\n", "slot_weight: 1\n", "name: \"gsp\"",
        "name: \"pbm\"", "users: 10000\n", "hour_weight: 0.45\n",
        "name: \"everybody\"", "kind: BRAND\n", "count: 1\n", "charge: CLICK\n",
        "name: \"truthful\"", "click_rate: 0.05\n", "page_share: 0\n",
        "flush_ticks: 0\n"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << text;
  }
}

TEST_F(Loading, EveryShippedScenarioLoads) {
  Write("log.txt", "0 5 0.1\n1 6 0.2\n");
  size_t loaded_count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::string(SOUK_SOURCE_DIR) + "/scenarios/library")) {
    if (entry.is_directory()) continue;
    LoadRequest request{entry.path(), {}, {}};
    if (entry.path().filename().string().starts_with("ipinyou")) {
      request.overrides = {"traffic.replay.path=log.txt"};
    }
    const auto loaded = LoadScenario(request);
    EXPECT_TRUE(loaded.ok()) << loaded.error().message;
    ++loaded_count;
  }
  EXPECT_GE(loaded_count, 7U);
}

TEST_F(Loading, FaultsOfAManifestNameIt) {
  const auto loaded = LoadScenarioText("cells: x", "old.h5");
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().message,
            "old.h5: traffic is missing: Who opens pages\n"
            "old.h5: advertiser is missing: Who pays\n"
            "old.h5:1:8: cells expects a whole number, found x");
}

}  // namespace
}  // namespace souk::scenarios
