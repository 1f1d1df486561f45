// Single pacers on numbers that can be checked by hand.
#include <gtest/gtest.h>

#include "market/contracts/pacers/rate_sketch.h"
#include "market/contracts/pacers/smart_layers.h"
#include "tests/support/pacing.h"

namespace souk::tests {
namespace {

using market::kPaceBins;
using market::PaceBin;
using market::PaceBinStart;
using market::PaceLayer;
using market::PaceNews;
using market::RateSketch;

TEST(PaceTarget, SpreadsWhatIsBehindEvenly) {
  // Plan 10 a tick, 26 delivered in the first two of four.
  EXPECT_EQ(market::PaceTarget(10, 20 - 26, 2), 7);
  EXPECT_EQ(market::PaceTarget(10, 27 + 6 - 33 - 6, 1), 4);
  EXPECT_EQ(market::PaceTarget(10, 0, 5), 10);
  EXPECT_EQ(market::PaceTarget(10, -100, 2), 0);
}

/// Layers that delivered `counts` at `rates`.
std::vector<PaceLayer> Layers(const std::vector<double>& rates,
                              const std::vector<double>& counts) {
  std::vector<PaceLayer> layers;
  for (size_t l = 0; l < rates.size(); ++l) {
    layers.push_back({rates[l], counts[l] / rates[l]});
  }
  return layers;
}

TEST(StepLayers, RaisesFromTheTop) {
  auto layers = Layers({1, 0.5, 0.1}, {4, 3, 2});
  EXPECT_NEAR(market::StepLayers(2, layers), 0, 1e-12);
  EXPECT_EQ(layers[0].rate, 1);
  EXPECT_NEAR(layers[1].rate, 0.8333, 5e-5);
  EXPECT_NEAR(layers[2].rate, 0.1, 1e-12);
}

TEST(StepLayers, LowersFromTheBottom) {
  auto layers = Layers({1, 0.5, 0.1}, {4, 3, 2});
  EXPECT_NEAR(market::StepLayers(-3, layers), 0, 1e-12);
  EXPECT_EQ(layers[0].rate, 1);
  EXPECT_NEAR(layers[1].rate, 0.5 * 2 / 3, 1e-12);
  EXPECT_EQ(layers[2].rate, 0);
}

TEST(StepLayers, SaysWhatCouldNotBeDone) {
  auto layers = Layers({1, 0.5}, {4, 3});
  EXPECT_NEAR(market::StepLayers(5, layers), 2, 1e-12);
  EXPECT_NEAR(market::StepLayers(-12, layers), -2, 1e-12);
  std::vector<PaceLayer> empty = {{0.3, 0}};
  EXPECT_EQ(market::StepLayers(5, empty), 5);
  EXPECT_EQ(empty[0].rate, 0.3);
}

TEST(TryNextLayer, TriesTheFirstThatGivesLess) {
  std::vector<PaceLayer> layers = {{1, 4}, {0.5, 6}, {0, 0}, {0, 20}, {0, 20}};
  market::TryNextLayer(2, layers);
  EXPECT_EQ(layers[1].rate, 0.5);
  EXPECT_EQ(layers[2].rate, 0);
  EXPECT_EQ(layers[3].rate, 0.1);
  EXPECT_EQ(layers[4].rate, 0);
}

std::vector<int64_t> Counts(
    const std::vector<std::pair<size_t, int64_t>>& bins) {
  std::vector<int64_t> counts(kPaceBins, 0);
  for (const auto& [bin, count] : bins) counts[bin] = count;
  return counts;
}

TEST(RateSketch, InvertsItsDistribution) {
  RateSketch sketch;
  sketch.Add(Counts({{100, 10}, {120, 30}, {200, 60}}), 0);
  EXPECT_EQ(sketch.total(), 100);
  EXPECT_EQ(sketch.Cdf(PaceBinStart(120)), 0.1);
  EXPECT_EQ(sketch.Cdf(PaceBinStart(150)), 0.4);
  EXPECT_EQ(sketch.Cdf((PaceBinStart(200) + PaceBinStart(201)) / 2), 0.7);
  EXPECT_EQ(sketch.Cdf(0), 0);
  EXPECT_EQ(sketch.Cdf(1), 1);
  for (const double p : {0.05, 0.1, 0.25, 0.4, 0.5, 0.99, 1.0}) {
    EXPECT_NEAR(sketch.Cdf(sketch.Quantile(p)), p, 1e-12) << p;
  }
  EXPECT_EQ(sketch.Quantile(0), 0);
  EXPECT_EQ(sketch.Quantile(0.4), PaceBinStart(121));
}

TEST(RateSketch, Forgets) {
  RateSketch sketch;
  sketch.Add(Counts({{100, 10}}), 0.5);
  sketch.Add(Counts({{120, 10}}), 0.5);
  EXPECT_EQ(sketch.total(), 15);
  EXPECT_EQ(sketch.Cdf(PaceBinStart(110)), 5.0 / 15);
}

TEST(PlanFollowing, AnswersARelativeShortfall) {
  const auto pace = PacerOf("plan_following")->Start();
  const auto pass = [&](double planned, double delivered) {
    pace->Learn({.planned = planned, .delivered = delivered});
    return pace->rule().Of(0.1);
  };
  EXPECT_EQ(pass(100, 80), 1.1);
  EXPECT_EQ(pass(100, 100), 1);
  EXPECT_EQ(pass(100, 140), 0.8);
  EXPECT_EQ(pass(100, 1000), 0.5);
  EXPECT_EQ(pass(0, 0), 1);
  EXPECT_EQ(pass(0, 3), 0.5);
}

/// News of a tick that went as planned: 100 of 200 that were drawn, half of
/// them at a rate of 0.01 and half at 0.04.
PaceNews AsPlanned(const std::vector<int64_t>& offered,
                   const std::vector<int64_t>& taken) {
  return {.planned_tick = 100,
          .delivered_tick = 100,
          .planned = 100,
          .delivered = 100,
          .goal = 1000,
          .planned_next = 100,
          .ticks_left = 9,
          .offered = offered,
          .taken = taken};
}

TEST(SmartPacing, FillsFromTheTop) {
  const size_t low = PaceBin(0.01), high = PaceBin(0.04);
  const auto offered = Counts({{low, 100}, {high, 100}});
  const auto taken = Counts({{low, 50}, {high, 50}});
  const auto pace = PacerOf("smart_pacing")->Start();
  pace->Learn(AsPlanned(offered, taken));
  EXPECT_NEAR(pace->rule().Of(0.04), 2, 1e-12);
  EXPECT_NEAR(pace->rule().Of(0.01), 2 * 0.01, 1e-12);  // on trial
}

TEST(SmartPacing, ExpectsTheSupplyThatThePlanExpects) {
  const size_t low = PaceBin(0.01), high = PaceBin(0.04);
  const auto offered = Counts({{low, 100}, {high, 100}});
  const auto taken = Counts({{low, 50}, {high, 50}});
  const auto pace = PacerOf("smart_pacing")->Start();
  PaceNews news = AsPlanned(offered, taken);
  news.planned_next = 50;  // half the supply, too
  pace->Learn(news);
  EXPECT_NEAR(pace->rule().Of(0.04), 2, 1e-12);
}

TEST(PercentilePacing, PassesTheUpperPart) {
  const auto offered = Counts({{100, 100}, {110, 100}, {120, 100}, {130, 100}});
  const auto pace = PacerOf("percentile_pacing")->Start();
  pace->Learn(AsPlanned(offered, offered));
  const auto& pass = pace->rule().pass;
  EXPECT_EQ(pass[100], 0);
  EXPECT_EQ(pass[130], 2);
  // The bin below CDF(alpha) = 1/2: softness 0.1 reaches 0.05 into it.
  EXPECT_NEAR(pass[110], 2 * (0.05 * 0.5 / 2) / 0.25, 1e-12);
  EXPECT_NEAR(pass[110] + pass[120], 2, 1e-12);
}

TEST(PercentilePacing, SharesWhatABinGets) {
  const auto offered = Counts({{100, 400}});
  const auto pace = PacerOf("percentile_pacing")->Start();
  pace->Learn(AsPlanned(offered, offered));
  EXPECT_NEAR(pace->rule().pass[100], 1, 1e-12);
}

TEST(PercentilePacing, ClipsItsStep) {
  const auto offered = Counts({{100, 400}});
  const auto pace = PacerOf("percentile_pacing")->Start();
  PaceNews news = AsPlanned(offered, offered);
  news.delivered_tick = news.delivered = 10;
  pace->Learn(news);
  EXPECT_NEAR(pace->rule().pass[100], 2 * (0.5 + 0.3 * 0.2), 1e-9);
}

TEST(PercentilePacing, StopsForATickAfterALoss) {
  const auto offered = Counts({{100, 400}});
  const auto pace = PacerOf("percentile_pacing")->Start();
  PaceNews news = AsPlanned(offered, offered);
  news.delivered_tick = news.delivered = 301;
  pace->Learn(news);
  EXPECT_EQ(pace->rule().Of(PaceBinStart(100)), 0);
  news.delivered_tick = 0;
  news.planned = 200;
  pace->Learn(news);
  EXPECT_NEAR(pace->rule().pass[100], 2 * (0.5 - 0.3 * 0.2), 1e-9);
}

TEST(Pacers, WithAnEyeForRatesGetBetterPlacements) {
  const PacedDay day = SineDay(96, 1.25);
  const double plain = RunDay("none", day).click_rate;
  EXPECT_GT(RunDay("smart_pacing", day).click_rate, 1.2 * plain);
  EXPECT_GT(RunDay("percentile_pacing", day).click_rate, 1.2 * plain);
}

TEST(Pacers, LiveWithASingleClickRate) {
  PacedDay day = SineDay(96, 1.25);
  day.rate_spread = 0;
  const double unpaced = RunDay("none", day).smoothness;
  for (const char* name : {"smart_pacing", "percentile_pacing"}) {
    const PacedResult paced = RunDay(name, day);
    EXPECT_LT(paced.smoothness, 0.7 * unpaced) << name;
    EXPECT_GT(paced.sum, 0.97 * day.goal()) << name;
  }
}

}  // namespace
}  // namespace souk::tests
