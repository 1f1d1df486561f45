#include "agents/learning/market_view.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/readme_tables.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using agents::Aim;
using agents::Goal;
using agents::LineFacts;
using agents::MarketView;
using market::AuctionSeen;
using market::Charge;
using market::Feedback;
using market::Money;

/// Target 4, 40 a day in 4 ticks; a conversion is worth 6.
LineFacts Facts() {
  LineFacts facts = ViewFacts();
  facts.target_cpa_micros = 4e6;
  facts.value_per_conversion_micros = 6e6;
  facts.daily_budget = Money(40000000);
  facts.ticks_per_day = 4;
  return facts;
}

MarketView View(const LineFacts& facts = Facts()) {
  return {facts, AimOf("test", facts).value()};
}

double Told(const MarketView& view, uint32_t tick, const std::string& name,
            int64_t remaining = 40000000) {
  std::vector<double> values(agents::Features().size());
  view.Describe({{tick, 4}, Money(remaining)}, values);
  const auto set = agents::FindFeatures(name).value();
  return values[set.indices.at(0)];
}

AuctionSeen Seen(double rate, double bid, double price) {
  AuctionSeen seen;
  seen.click_rate = 1;
  seen.conversion_rate = rate;
  seen.bid = bid;
  seen.last_price = price;
  return seen;
}

/// 100 auctions, 40 won, 30 seen by users, 2 conversions at 5 in all; rates of
/// 0.1 and 0.3, bids of 0.5 and 1.1, prices of 0.2 and 0.6.
Feedback Tick(uint32_t tick, const std::vector<AuctionSeen>& seen) {
  market::LineTally tally;
  tally.auctions = 100;
  tally.impressions = 40;
  tally.views = 30;
  tally.conversions = 2;
  tally.spend = Money(5000000);
  tally.expected_conversions = 2.5;
  return {{tick, 4}, tally, Money(35000000), seen};
}

const std::vector<AuctionSeen> kSample = {Seen(0.1, 500000, 200000),
                                          Seen(0.3, 1100000, 600000)};

TEST(MarketView, KnowsOnlyItsConstraintsAtFirst) {
  const MarketView view = View();
  EXPECT_EQ(Told(view, 0, "time_left"), 1);
  EXPECT_EQ(Told(view, 0, "budget_left"), 1);
  EXPECT_DOUBLE_EQ(Told(view, 0, "richness"), std::log(2));
  EXPECT_NEAR(Told(view, 0, "affordable"), std::log(11 / 20.0), 1e-12);
  EXPECT_NEAR(Told(view, 0, "return_wanted"), std::log(2.5), 1e-12);
  EXPECT_EQ(Told(view, 0, "has_budget"), 1);
  EXPECT_EQ(Told(view, 0, "has_target"), 1);
  for (const char* name : {"bid_all", "price_3", "rate_last", "pages_today",
                           "pace_last", "size", "cost_level"}) {
    EXPECT_EQ(Told(view, 0, name), 0) << name;
  }
}

TEST(MarketView, TellsATick) {
  MarketView view = View();
  view.Learn(Tick(0, kSample));
  EXPECT_EQ(Told(view, 1, "time_left"), 0.75);
  EXPECT_EQ(Told(view, 1, "budget_left", 35000000), 0.875);
  const std::pair<const char*, double> expected[] = {
      {"bid_all", 0.8},
      {"bid_3", 0.8},
      {"price_all", 0.4},
      {"rate_all", 0.2},
      {"gained_all", 0.02},
      {"won_all", 0.4},
      {"rate_last", 0.2},
      {"pages_last", 100},
      {"pages_today", 100},
      {"pace_last", std::log(1 + 5 / 10.0)},
      {"coefficient_last", std::log(1 + 1.6 / (4 * 0.4))},
      {"price_level_last", std::log(1 + 0.8 / 1.6)},
      {"exposed_3", 0.3},
      {"cost_level", std::log(1 + 5 / 8.0)},
      {"expected_cost_level", std::log(1 + 5 / 10.0)},
      {"gained_worth", std::log(1 + 10 / 40.0)},
      {"rate_trend", std::log(2)},
      {"size", std::log(1 + 40 / (0.01 * 100 * 4 * 0.2 * 4))}};
  for (const auto& [name, value] : expected) {
    EXPECT_NEAR(Told(view, 1, name), value, 1e-12) << name;
  }
}

TEST(MarketView, AveragesThreeTicksAndAll) {
  MarketView view = View();
  for (uint32_t tick = 0; tick < 4; ++tick) {
    Feedback feedback = Tick(tick, kSample);
    feedback.tally.auctions = 100 * (tick + 1);
    view.Learn(feedback, tick);
  }
  EXPECT_EQ(Told(view, 3, "pages_last"), 400);
  EXPECT_EQ(Told(view, 3, "pages_3"), 900);
  EXPECT_EQ(Told(view, 3, "pages_today"), 1000);
  EXPECT_NEAR(Told(view, 3, "won_3"), (0.2 + 40 / 300.0 + 0.1) / 3, 1e-12);
  EXPECT_NEAR(Told(view, 3, "won_all"), (0.6 + 40 / 300.0 + 0.1) / 4, 1e-12);
  EXPECT_NEAR(Told(view, 3, "coefficient_3"), std::log(3), 1e-12);
  EXPECT_EQ(view.gained(), 8);
  EXPECT_EQ(view.expected(), 10);
  EXPECT_EQ(view.spent_micros(), 20e6);
}

TEST(MarketView, RepeatsWhatSamplesToldWhereNothingWasSeen) {
  MarketView view = View();
  view.Learn(Tick(0, kSample));
  view.Learn(Tick(1, {}));
  EXPECT_NEAR(Told(view, 2, "rate_all"), 0.2, 1e-12);
  EXPECT_NEAR(Told(view, 2, "coefficient_last"), std::log(2), 1e-12);
}

TEST(MarketView, ForgetsTheDayBefore) {
  MarketView view = View();
  view.Learn(Tick(3, kSample));
  const MarketView fresh = View();
  std::vector<double> values(agents::Features().size());
  std::vector<double> expected = values;
  view.Describe({{4, 4}, Money(40000000)}, values);
  fresh.Describe({{4, 4}, Money(40000000)}, expected);
  EXPECT_EQ(values, expected);
  view.Learn(Tick(4, {}));
  EXPECT_EQ(Told(view, 5, "pages_today"), 100);
  EXPECT_EQ(Told(view, 5, "bid_all"), 0);
}

TEST(MarketView, GoesOnAfterSaveAndLoad) {
  MarketView view = View();
  view.Learn(Tick(0, kSample));
  market::ArchiveWriter out;
  view.Save(out);
  MarketView loaded = View();
  market::ArchiveReader in(out.bytes());
  loaded.Load(in);
  EXPECT_TRUE(in.done());
  view.Learn(Tick(1, {}));
  loaded.Learn(Tick(1, {}));
  market::ArchiveWriter one, other;
  view.Save(one);
  loaded.Save(other);
  EXPECT_EQ(one.bytes(), other.bytes());
}

TEST(MarketView, IsFiniteWithoutBudgetTargetOrAuctions) {
  LineFacts facts = ViewFacts();
  facts.value_per_click_micros = 1e6;
  MarketView view = View(facts);
  view.Learn({{0, 4}, {}, market::kNoLimit, {}});
  std::vector<double> values(agents::Features().size());
  view.Describe({{1, 4}, market::kNoLimit}, values);
  for (size_t i = 0; i < values.size(); ++i) {
    EXPECT_TRUE(std::isfinite(values[i])) << agents::Features()[i].name;
    EXPECT_LE(std::abs(values[i]), 3) << agents::Features()[i].name;
  }
}

TEST(MarketFeatures, ComeInTwoSets) {
  const auto auctionnet = agents::FindFeatures("auctionnet").value();
  const auto pacing = agents::FindFeatures("pacing").value();
  EXPECT_EQ(auctionnet.size(), 16);
  EXPECT_EQ(pacing.size(), 20);
  MarketView view = View();
  view.Learn(Tick(0, kSample));
  std::vector<float> values(pacing.size());
  view.Describe({{1, 4}, Money(20000000)}, pacing, values);
  EXPECT_EQ(values[0], 0.75F);
  EXPECT_EQ(values[1], 0.5F);
  for (const float value : values) EXPECT_LT(std::abs(value), 4);
}

TEST(MarketFeatures, AreFoundByName) {
  const auto set = agents::FindFeatures("size,time_left").value();
  EXPECT_EQ(agents::Features()[set.indices[0]].name, "size");
  EXPECT_EQ(set.indices[1], 0);
  EXPECT_EQ(agents::FindFeatures("pace_lost").error().message,
            "no feature is called 'pace_lost'; did you mean 'pace_last'?");
  EXPECT_EQ(agents::FeaturesAt(std::vector<double>{1, 0})->name,
            "budget_left,time_left");
  EXPECT_EQ(agents::FeaturesAt(std::vector<double>{99}).error().message,
            "feature 99, but there are 34");
  const std::vector<std::string> recorded = {"time_left", "won_3", "size"};
  EXPECT_EQ(ColumnsOf(set, recorded).value(), (std::vector<size_t>{2, 0}));
  EXPECT_EQ(ColumnsOf(agents::FindFeatures("pace_3").value(), recorded)
                .error()
                .message,
            "the feature 'pace_3' was not recorded");
}

TEST(Aim, IsTheTargetOrTheValues) {
  LineFacts facts = Facts();
  EXPECT_EQ(AimOf("x", facts)->unit(0.5, 0.1), 4e6 * 0.05);
  facts.target_cpa_micros = 0;
  facts.value_per_click_micros = 100;
  EXPECT_EQ(AimOf("x", facts)->unit(0.5, 0.1), 6e6 * 0.05 + 50);
  facts.charge = Charge::kClick;
  EXPECT_EQ(AimOf("x", facts)->unit(0.5, 0.1), 6e6 * 0.1 + 100);
  facts.value_per_conversion_micros = 0;
  const Aim clicks = AimOf("x", facts).value();
  EXPECT_EQ(clicks.goal, Goal::kClicks);
  EXPECT_EQ(clicks.unit(0.5, 0.1), 100);
  EXPECT_EQ(CoefficientBid(clicks, 1.5)(0.5, 0.1), 150);
  facts.value_per_click_micros = 0;
  EXPECT_EQ(AimOf("x", facts).error().message,
            "x: needs a value or a target, but its campaign has none; give it "
            "target_cpa_micros, value_per_conversion_micros or "
            "value_per_click_micros");
}

TEST(Aim, GivesTheCoefficientOfBids) {
  const Aim aim = AimOf("x", Facts()).value();
  EXPECT_EQ(CoefficientOf(aim, kSample), 1);
  const market::BidFunction planned{CoefficientBid(aim, 0.75), nullptr};
  EXPECT_DOUBLE_EQ(CoefficientOf(aim, planned, kSample), 0.75);
  EXPECT_EQ(CoefficientOf(aim, planned, {}), 0);
  const std::vector<AuctionSeen> without_money = {Seen(0.1, 0, 200000)};
  EXPECT_EQ(CoefficientOf(aim, planned, without_money), 0);
}

TEST(Readme, ListsTheFeatures) {
  std::string table =
      TableRow({"feature", "unit", "meaning"}) + "|---|---|---|\n";
  for (const agents::Feature& feature : agents::Features()) {
    table +=
        TableRow({market::Concat("`", feature.name, "`"),
                  std::string(feature.unit), std::string(feature.meaning)});
  }
  ExpectTableInReadme("agents", "features", table, "learning/FEATURES.md");
}

}  // namespace
}  // namespace souk::tests
