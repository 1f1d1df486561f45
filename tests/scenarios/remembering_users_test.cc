// Scenario fields about what users remember, and what they mean for the market.
#include <map>

#include "scenarios/sequential_run.h"
#include "tests/scenarios/scenario_folder.h"
#include "tests/support/scenarios.h"

namespace souk::scenarios {
namespace {

class RememberingUsers : public ScenarioFolder {};

TEST_F(RememberingUsers, AdsOfOneCategoryAreAlike) {
  const auto ads = Loaded(R"(traffic { synthetic {} }
      advertiser { name: "a" campaign { category: "shoes" } campaign {} }
      advertiser { name: "b" count: 2 campaign { category: "shoes" } }
      advertiser { name: "c" campaign { category: "hats" } campaign {} })")
                       .market.ads;
  ASSERT_EQ(ads.size(), 6u);
  EXPECT_EQ(ads[0].category, ads[2].category);
  EXPECT_EQ(ads[0].direction, ads[3].direction);
  for (const size_t other : {1, 4, 5}) {
    EXPECT_NE(ads[0].category, ads[other].category);
    EXPECT_NE(ads[0].direction, ads[other].direction);
  }
  EXPECT_NE(ads[1].category, ads[5].category);
}

TEST_F(RememberingUsers, NobodyPaysForWhatComesLate) {
  const std::string text = R"(traffic { synthetic {} }
conversion_delay {}
advertiser { name: "a" campaign { charge: CONVERSION } }
)";
  EXPECT_EQ(FaultsOf(text),
            "s.textproto:3:43: advertiser[0].campaign[0].charge = CONVERSION: "
            "with conversion_delay nobody can be charged for what is reported "
            "days later; pay for VIEW or CLICK");
  EXPECT_EQ(FaultsOf(text, {"advertiser[0].campaign[0].charge=CLICK"}), "");
}

TEST_F(RememberingUsers, AReplayHasNothingToDelay) {
  Write("log.txt", "0 1 0.5\n");
  EXPECT_EQ(FaultsOf(R"(traffic { replay { path: "log.txt" } }
conversion_delay {}
advertiser { name: "a" campaign {} }
)"),
            "s.textproto:2:1: conversion_delay: a replay knows no "
            "conversions");
}

/// Sums of a run of the library's scenario about such users.
class Sums final : public market::EventSink {
 public:
  market::Result<void> Record(const market::TickRows& rows) override {
    for (const market::MarketTicked& row : rows.market) {
      pages += row.page_views;
      views += row.views;
      clicks += row.clicks;
      conversions += row.conversions;
    }
    return {};
  }
  double click_rate() const {
    return static_cast<double>(clicks) / static_cast<double>(views);
  }

  int64_t pages = 0, views = 0, clicks = 0, conversions = 0;
};

Sums RunLibrary(std::vector<std::string> overrides) {
  auto loaded = LoadScenario(
      {tests::LibraryPath("tired_users"), std::move(overrides), {}});
  EXPECT_TRUE(loaded.ok()) << loaded.error().message;
  const auto spec =
      std::make_shared<const market::MarketSpec>(std::move(loaded->market));
  const auto run = SequentialRun::Make(spec).value();
  Sums sums;
  while (!run->done()) EXPECT_TRUE(run->RunTick(sums).ok());
  return sums;
}

TEST_F(RememberingUsers, EveryEffectHasItsSign) {
  const std::string habits = "traffic.synthetic.habits.";
  const Sums base = RunLibrary({});
  EXPECT_GT(RunLibrary({habits + "fatigue=0"}).click_rate(),
            1.05 * base.click_rate());
  EXPECT_GT(RunLibrary({"user_model.param[rho].value=0"}).click_rate(),
            1.05 * base.click_rate());
  EXPECT_GT(RunLibrary({habits + "temper=16"}).pages, 3 * base.pages / 2);
  EXPECT_GT(RunLibrary({habits + "return_days=0"}).pages, 5 * base.pages / 4);
  const std::string soon = "conversion_delay.slow_mean_hours=0.01";
  EXPECT_GT(RunLibrary({soon}).conversions, 6 * base.conversions / 5);
  EXPECT_EQ(RunLibrary({soon}).clicks, base.clicks);
}

}  // namespace
}  // namespace souk::scenarios
