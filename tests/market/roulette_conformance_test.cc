// The promises of every roulette in the registry, on many matrices.
#include <gtest/gtest.h>

#include <cmath>

#include "market/check.h"
#include "market/contracts/roulette.h"
#include "market/random.h"
#include "tests/support/roulettes.h"

namespace souk::tests {
namespace {

using market::kNone;
using market::Purpose;
using market::RouletteEntry;
using market::Stream;

constexpr double kClose = 1e-8;

/// Random shares, some of them 0, `fill` the size that rows and columns are cut
/// down to where they sum to more.
Shares Random(uint64_t number, size_t contracts, size_t slots, double fill) {
  const Stream stream(3, 0, Purpose::kTest);
  Shares shares{contracts, slots, std::vector<double>(contracts * slots)};
  for (uint32_t i = 0; i < shares.x.size(); ++i) {
    if (stream.Bernoulli(0.3, number, 0, i)) continue;
    shares.x[i] = stream.Uniform(number, 1, i);
  }
  const auto cut = [&](size_t first, size_t step, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; ++i) sum += shares.x[first + i * step];
    const double factor = sum > fill ? fill / sum : 1;
    for (size_t i = 0; i < count; ++i) shares.x[first + i * step] *= factor;
  };
  for (size_t k = 0; k < slots; ++k) cut(k, slots, contracts);
  for (size_t j = 0; j < contracts; ++j) cut(j * slots, 1, slots);
  return shares;
}

/// Every contract as often in every slot as any other, pages full.
Shares Full(size_t size) {
  return {size, size,
          std::vector<double>(size * size, 1 / static_cast<double>(size))};
}

std::vector<Shares> Matrices() {
  std::vector<Shares> all = {
      {0, 0, {}},
      {0, 3, {}},
      {2, 0, {}},
      {2, 2, {0, 0, 0, 0}},
      {1, 1, {1}},
      {1, 3, {0.2, 0.3, 0.5}},
      {3, 1, {0.2, 0.3, 0.5}},
      {2, 2, {1, 0, 0, 1}},
      {2, 2, {0.5, 0.5, 0.5, 0.5}},
      {2, 2, {0.5 + 1e-9, 0.5, 0.5, 0.5 + 1e-9}},
      {3, 3, {0.2, 0.3, 0.5 + 1e-9, 0.5, 0.2, 0.3, 0.3, 0.5, 0.2}},
      {2, 3, {1e-12, 0.1, 1e-300, 1e-15, 0, 1 - 1e-12}},
      Full(3)};
  for (uint64_t n = 0; n < 40; ++n) {
    all.push_back(
        Random(n, 1 + n % 5, 1 + n / 5 % 3, n % 2 == 0 ? 1 : 1 + 1e-9));
  }
  return all;
}

std::string Text(const Shares& shares) {
  std::string text = market::Concat(shares.contracts, " x ", shares.slots, ":");
  for (const double x : shares.x) text += market::Concat(" ", x);
  return text;
}

double RowSum(const Shares& shares, size_t j) {
  double sum = 0;
  for (size_t k = 0; k < shares.slots; ++k)
    sum += shares.x[j * shares.slots + k];
  return sum;
}

/// The largest distance of a slot marginal from what was wanted.
double SlotError(const Shares& shares, const SlateOdds& odds) {
  double worst = 0;
  for (uint32_t j = 0; j < shares.contracts; ++j) {
    for (size_t k = 0; k < shares.slots; ++k) {
      worst = std::max(worst, std::abs(SlotOdds(odds, k, j) -
                                       shares.x[j * shares.slots + k]));
    }
  }
  return worst;
}

double TotalError(const Shares& shares, const SlateOdds& odds) {
  double worst = 0;
  for (uint32_t j = 0; j < shares.contracts; ++j) {
    worst = std::max(worst, std::abs(PageOdds(odds, j) - RowSum(shares, j)));
  }
  return worst;
}

class RouletteConformance : public testing::TestWithParam<RouletteEntry> {
 protected:
  const std::string& name() const { return GetParam().name; }
  /// The worst of `error` over all matrices.
  template <class ErrorOf>
  double Worst(ErrorOf error) const {
    double worst = 0;
    for (const Shares& shares : Matrices()) {
      worst = std::max(worst, error(shares, OddsOf(name(), shares)));
    }
    return worst;
  }
};

TEST_P(RouletteConformance, SlotMarginalsAreExactOrNot) {
  const double worst = Worst(SlotError);
  if (GetParam().traits.exact_slots) {
    EXPECT_LT(worst, kClose);
  } else {
    EXPECT_GT(worst, 0.01) << "exact, but does not say so";
  }
}

TEST_P(RouletteConformance, TotalsAreExactOrNot) {
  const double worst = Worst(TotalError);
  if (GetParam().traits.exact_totals) {
    EXPECT_LT(worst, kClose);
  } else {
    EXPECT_GT(worst, 0.01) << "exact, but does not say so";
  }
}

TEST_P(RouletteConformance, ShowsNobodyTwiceOrDoes) {
  const double worst =
      Worst([](const Shares&, const SlateOdds& odds) { return Repeats(odds); });
  if (GetParam().traits.one_per_page) {
    EXPECT_EQ(worst, 0);
  } else {
    EXPECT_GT(worst, 0.01) << "never twice, but does not say so";
  }
}

TEST_P(RouletteConformance, DrawsOnlyWhoHasAShare) {
  for (const Shares& shares : Matrices()) {
    double sum = 0;
    for (const auto& [slate, p] : OddsOf(name(), shares)) {
      ASSERT_EQ(slate.size(), shares.slots);
      sum += p;
      for (const uint32_t j : slate) {
        ASSERT_TRUE(j == kNone || j < shares.contracts) << Text(shares);
        EXPECT_TRUE(j == kNone || RowSum(shares, j) > 0) << Text(shares);
      }
    }
    EXPECT_NEAR(sum, 1, 1e-12) << Text(shares);
  }
}

/// Pearson's statistic of what every slot showed in `pages` spins.
double ChiSquare(const RouletteEntry& entry, const Shares& shares,
                 uint32_t pages) {
  const SlateOdds odds = OddsOf(entry.name, shares);
  const auto ready = Ready(entry.name, shares);
  const Stream stream(4, 0, Purpose::kTest);
  std::map<Slate, double> seen;
  std::vector<double> chance(shares.slots);
  for (uint32_t page = 0; page < pages; ++page) {
    for (uint32_t k = 0; k < shares.slots; ++k) {
      chance[k] = stream.Uniform(page, 0, k);
    }
    Slate slate(shares.slots);
    ready->Spin(chance, slate);
    ++seen[slate];
  }
  double sum = 0;
  for (const auto& [slate, p] : odds) {
    const double expected = p * pages;
    sum += (seen[slate] - expected) * (seen[slate] - expected) / expected;
  }
  EXPECT_EQ(seen.size(), odds.size());
  return (sum - static_cast<double>(odds.size() - 1)) /
         std::sqrt(2 * static_cast<double>(odds.size() - 1));
}

TEST_P(RouletteConformance, DrawsAsOftenAsTheOddsSay) {
  const Shares shares = {3, 2, {0.3, 0.2, 0.25, 0.3, 0.2, 0.1}};
  EXPECT_LT(std::abs(ChiSquare(GetParam(), shares, 100000)), 4);
}

TEST_P(RouletteConformance, ReadyOnesAreDeterministic) {
  for (const Shares& shares : Matrices()) {
    EXPECT_EQ(OddsOf(name(), shares), OddsOf(name(), shares)) << Text(shares);
  }
}

TEST_P(RouletteConformance, TakesManyContracts) {
  const Shares shares = Random(7, 300, 4, 1);
  const auto ready = Ready(name(), shares);
  const Stream stream(6, 0, Purpose::kTest);
  size_t shown = 0;
  for (uint32_t page = 0; page < 1000; ++page) {
    std::vector<double> chance(shares.slots);
    for (uint32_t k = 0; k < 4; ++k) chance[k] = stream.Uniform(page, 0, k);
    Slate slate(shares.slots);
    ready->Spin(chance, slate);
    for (const uint32_t j : slate) shown += j != kNone ? 1 : 0;
    EXPECT_FALSE(GetParam().traits.one_per_page && ShowsOneTwice(slate));
  }
  double wanted = 0;
  for (const double x : shares.x) wanted += x;
  EXPECT_NEAR(static_cast<double>(shown) / 1000, wanted, 0.1);
}

INSTANTIATE_TEST_SUITE_P(Every, RouletteConformance,
                         testing::ValuesIn(market::Roulettes()),
                         [](const auto& member) { return member.param.name; });

}  // namespace
}  // namespace souk::tests
