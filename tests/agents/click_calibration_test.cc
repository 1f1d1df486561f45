#include "agents/click_calibration.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "market/random.h"

namespace souk::agents {
namespace {

constexpr size_t kItems = 50;
constexpr size_t kSlots = 5;

double TrueAttraction(size_t item) {
  return 0.05 + 0.9 * static_cast<double>(item) / kItems;
}

/// Pages of five different items, e = 0.8^r.
ClickCounts SimulatedLog(uint64_t pages) {
  const market::Stream stream(8, 0, market::Purpose::kTest);
  ClickCounts counts(kItems, kSlots);
  for (uint64_t page = 0; page < pages; ++page) {
    std::array<size_t, kItems> deck;
    for (size_t i = 0; i < kItems; ++i) deck[i] = i;
    double examined = 1;
    for (uint32_t r = 0; r < kSlots; ++r) {
      std::swap(deck[r], deck[r + stream.Integer(kItems - r, page, 0, r)]);
      const double p = TrueAttraction(deck[r]) * examined;
      counts.Add(deck[r], r, stream.Bernoulli(p, page, 1, r));
      examined *= 0.8;
    }
  }
  return counts;
}

TEST(ClickCalibration, FindsTheEffectsThatMadeTheLog) {
  const ClickCounts counts = SimulatedLog(100000);
  const PbmFit fit = FitPbm(counts).value();
  EXPECT_LT(fit.sweeps, 200u);
  double examined = 1;
  for (size_t r = 0; r < kSlots; ++r) {
    EXPECT_NEAR(fit.examination[r].value, examined, 0.02) << r;
    examined *= 0.8;
  }
  double naive = 0, worst = 0;
  for (size_t i = 0; i < kItems; ++i) {
    worst =
        std::max(worst, std::fabs(fit.attraction[i].value - TrueAttraction(i)));
    double shown = 0, clicked = 0;
    for (size_t r = 0; r < kSlots; ++r) {
      shown += counts.shown(i, r);
      clicked += counts.clicked(i, r);
    }
    naive += std::fabs(clicked / shown - TrueAttraction(i)) / kItems;
  }
  EXPECT_LT(worst, 0.02);
  EXPECT_GT(naive, 0.1);  // what a click rate alone would say
}

TEST(ClickCalibration, StandardErrorsAreAsLargeAsTheErrors) {
  const PbmFit fit = FitPbm(SimulatedLog(20000)).value();
  double squares = 0;
  for (size_t i = 0; i < kItems; ++i) {
    const Effect& effect = fit.attraction[i];
    const double z = (effect.value - TrueAttraction(i)) / effect.standard_error;
    EXPECT_LT(std::fabs(z), 4) << i;
    squares += z * z / kItems;
  }
  EXPECT_GT(squares, 0.5);
  EXPECT_LT(squares, 1.6);
  EXPECT_EQ(fit.examination[0].standard_error, 0);
  EXPECT_NEAR(fit.examination[4].standard_error, 0.005, 0.003);
}

ClickCounts Counts(const std::vector<std::vector<std::pair<int, int>>>& rows) {
  ClickCounts counts(rows.size(), rows.front().size());
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t r = 0; r < rows[i].size(); ++r) {
      const auto [clicked, shown] = rows[i][r];
      for (int n = 0; n < shown; ++n) counts.Add(i, r, n < clicked);
    }
  }
  return counts;
}

TEST(ClickCalibration, ATableThatFitsIsFittedExactly) {
  // a = 0.5, 0.25; e = 1, 0.4.
  const PbmFit fit = FitPbm(Counts({{{50, 100}, {20, 100}},  //
                                    {{25, 100}, {10, 100}}}))
                         .value();
  EXPECT_NEAR(fit.attraction[0].value, 0.5, 1e-9);
  EXPECT_NEAR(fit.attraction[1].value, 0.25, 1e-9);
  EXPECT_NEAR(fit.examination[1].value, 0.4, 1e-9);
}

TEST(ClickCalibration, NoDirectionIsUphill) {
  const ClickCounts counts = SimulatedLog(300);
  const PbmFit fit = FitPbm(counts).value();
  const auto likelihood = [&](size_t item, double step) {
    double sum = 0;
    for (size_t i = 0; i < kItems; ++i) {
      for (size_t r = 0; r < kSlots; ++r) {
        const double a = fit.attraction[i].value + (i == item ? step : 0);
        const double p = a * fit.examination[r].value;
        const double clicks = counts.clicked(i, r);
        const double skips = counts.shown(i, r) - clicks;
        if (clicks > 0) sum += clicks * std::log(p);
        if (skips > 0) sum += skips * std::log(1 - p);
      }
    }
    return sum;
  };
  EXPECT_NEAR(likelihood(0, 0), fit.log_likelihood, 1e-9);
  for (size_t item : {3U, 20U, 33U}) {
    EXPECT_LT(likelihood(item, 1e-4), fit.log_likelihood);
    EXPECT_LT(likelihood(item, -1e-4), fit.log_likelihood);
  }
}

TEST(ClickCalibration, AnItemWithoutClicksHasTheErrorOfOne) {
  const PbmFit fit =
      FitPbm(Counts({{{30, 100}, {30, 100}}, {{0, 50}, {0, 50}}})).value();
  EXPECT_EQ(fit.attraction[1].value, 0);
  EXPECT_NEAR(fit.attraction[1].standard_error, 0.01, 1e-9);
}

TEST(ClickCalibration, APositionWithoutClicksHasTheErrorOfOne) {
  const PbmFit fit = FitPbm(Counts({{{20, 100}, {0, 100}}})).value();
  EXPECT_EQ(fit.examination[1].value, 0);
  EXPECT_NEAR(fit.examination[1].standard_error, 0.05, 1e-9);
}

TEST(ClickCalibration, SaysWhatCannotBeCompared) {
  EXPECT_EQ(FitPbm(Counts({{{0, 100}, {20, 100}}})).error().message,
            "position 1 was never clicked, so others cannot be measured by it");
  EXPECT_EQ(
      FitPbm(Counts({{{5, 10}, {0, 0}}, {{0, 0}, {5, 10}}})).error().message,
      "position 2 shares no clicked item with position 1, not even by way of "
      "others: nothing compares them");
  EXPECT_TRUE(
      FitPbm(Counts({{{5, 10}, {0, 0}}, {{0, 0}, {5, 10}}, {{1, 5}, {1, 5}}}))
          .ok());
}

}  // namespace
}  // namespace souk::agents
