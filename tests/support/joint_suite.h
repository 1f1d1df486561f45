// The joint suite: settings with known figures (welfare, revenue, regret).
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "market/expected_events.h"
#include "market/vector_math.h"
#include "tests/support/joint_auctions.h"

namespace souk::test {

/// Values are drawn in [0, 1] and stand for millions of micro-units.
inline constexpr double kSuiteUnit = 1e6;

enum class ValuePrior { kUniform, kTruncatedExponential };

struct JointSetting {
  std::string name;
  size_t brands = 0;
  size_t stores = 0;
  std::vector<double> slot_weight;
  Relations relations;
};

inline const std::vector<JointSetting>& JointSuite() {
  static const std::vector<double> five = {1, 0.8, 0.6, 0.4, 0.2};
  static const std::vector<JointSetting> suite = {
      {"J1", 2, 2, {1}, FullGraph(2, 2)},
      {"J2", 2, 2, {1, 0.5}, FullGraph(2, 2)},
      {"J3", 3, 3, {1, 0.6, 0.3}, FullGraph(3, 3)},
      {"J4", 2, 4, {1, 0.5}, FullGraph(2, 4)},
      {"J5", 5, 5, five, FullGraph(5, 5)},
      {"J6", 3, 5, {0.7, 0.3}, FullGraph(3, 5)},
      {"J7", 3, 3, {1, 0.5}, {{0, 0}, {0, 1}, {1, 1}, {2, 2}}},
      {"J8",
       5,
       5,
       five,
       {{0, 0}, {0, 1}, {1, 1}, {1, 2}, {2, 2}, {3, 3}, {3, 4}, {4, 4}}},
  };
  return suite;
}

/// Exp(1) truncated to [0, 1]: the inverse of its distribution.
inline double TruncatedExponential(double u) {
  static const double mass = 1 - market::Exp(-1);
  return -market::Log(1 - u * mass);
}

/// Auction number `index` of a setting: values drawn on both sides.
inline Columns SuiteAuction(const JointSetting& setting, ValuePrior prior,
                            uint64_t index) {
  const market::Stream stream(20, 0, market::Purpose::kTest);
  uint32_t draws = 0;
  const auto value = [&] {
    const double u = stream.Uniform(index, 0, draws++);
    const double v =
        prior == ValuePrior::kUniform ? u : TruncatedExponential(u);
    return std::floor(v * kSuiteUnit) + 1;
  };
  Sides sides;
  for (size_t i = 0; i < setting.brands; ++i) sides.brand.push_back(value());
  for (size_t j = 0; j < setting.stores; ++j) sides.store.push_back(value());
  return JointAuction(sides, setting.relations, setting.slot_weight);
}

/// Expected payments of an outcome, in units.
inline double RevenueOf(const Columns& columns,
                        const market::Outcome& outcome) {
  double revenue = 0;
  for (const market::Award& award : outcome.awards()) {
    revenue +=
        market::ExpectedEvents(columns.view(), outcome, award) * award.price;
  }
  return revenue / kSuiteUnit;
}

/// Expected value of what is shown, in units.
inline double WelfareOf(const Columns& columns,
                        const market::Outcome& outcome) {
  double welfare = 0;
  for (const market::Award& award : outcome.awards()) {
    welfare += market::ExpectedEvents(columns.view(), outcome, award) *
               columns.bid[award.candidate];
  }
  return welfare / kSuiteUnit;
}

/// Mean and its standard error.
class Average {
 public:
  void Add(double x) {
    ++count_;
    sum_ += x;
    squares_ += x * x;
  }
  double mean() const { return sum_ / count_; }
  double error() const {
    const double variance = squares_ / count_ - mean() * mean();
    return std::sqrt(std::max(variance, 0.0) / count_);
  }

 private:
  double count_ = 0;
  double sum_ = 0;
  double squares_ = 0;
};

}  // namespace souk::test
