// Virtual values: by hand, by definition, and what they promise about revenue.
#include "market/mechanisms/priors.h"

#include <gtest/gtest.h>

#include "market/auction.h"
#include "market/mechanisms/sample_prior.h"
#include "market/random.h"
#include "tests/support/auctions.h"
#include "tests/support/mechanisms.h"

namespace souk::market {
namespace {

TEST(Priors, BiddersOfDifferentPriorsAreComparedByVirtualValue) {
  // U[0,1] bids 0.9, U[0,2] bids 1.2: the lower bid wins and pays 0.7.
  const UniformPrior first = {0, 1};
  const UniformPrior second = {0, 2};
  EXPECT_DOUBLE_EQ(first.Phi(0.9), 0.8);
  EXPECT_DOUBLE_EQ(second.Phi(1.2), 0.4);
  EXPECT_DOUBLE_EQ(first.Inverse(second.Phi(1.2)), 0.7);
}

TEST(Priors, TheLeastBidUndoesTheVirtualValue) {
  for (double bid = 0.7; bid < 2; bid += 0.1) {
    EXPECT_NEAR(UniformPrior(0.25, 1).Inverse(UniformPrior(0.25, 1).Phi(bid)),
                bid, 1e-12);
    EXPECT_NEAR(ExponentialPrior{0.5}.Inverse(ExponentialPrior{0.5}.Phi(bid)),
                bid, 1e-12);
    const TruncatedPrior truncated = {0.5, 1.5};
    EXPECT_NEAR(truncated.Inverse(truncated.Phi(bid)), bid, 1e-6);
  }
}

TEST(Priors, ASampleIsIronedByTheHullOfItsRevenueCurve) {
  // Revenue 7, 10, 15, 16 by numbers sold: the slope from 7 to 15 is 4.
  const EmpiricalPrior prior({5, 4, 7, 5});
  EXPECT_EQ(prior.low, 4);
  EXPECT_EQ(prior.Phi(7), 7);
  EXPECT_EQ(prior.Phi(6.9), 4);
  EXPECT_EQ(prior.Phi(5), 4);
  EXPECT_EQ(prior.Phi(4.5), 1);
  EXPECT_LT(prior.Phi(3.9), 0);
  EXPECT_EQ(prior.Phi(11), 11);
  EXPECT_EQ(prior.Inverse(0), 4);
  EXPECT_EQ(prior.Inverse(1.5), 5);
  EXPECT_EQ(prior.Inverse(4), 5);
  EXPECT_EQ(prior.Inverse(5), 7);
  EXPECT_EQ(prior.Inverse(9), 9);
}

TEST(Priors, TheReserveOfASampleSellsForMost) {
  // 3 x 4 < 2 x 9: 4 is not worth selling at.
  EXPECT_EQ(EmpiricalPrior({4, 9, 10}).Inverse(0), 9);
}

std::vector<double> RandomSample(uint32_t index) {
  const Stream stream(31, 0, Purpose::kTest);
  std::vector<double> sample(1 + stream.Integer(9, index, 0, 0));
  for (uint32_t i = 0; i < sample.size(); ++i) {
    // Two groups, so that much is ironed.
    const bool dear = stream.Bernoulli(0.3, index, i, 1);
    sample[i] = static_cast<double>(1 + stream.Integer(12, index, i, 2)) +
                (dear ? 40 : 0);
  }
  return sample;
}

/// The slope of the hull to the left of `sold`: the least of the steepest ways
/// on from a point before it.
double SlopeByDefinition(std::vector<double> sample, size_t sold) {
  std::ranges::sort(sample, std::ranges::greater{});
  const auto revenue = [&](size_t j) {
    return j == 0 ? 0 : static_cast<double>(j) * sample[j - 1];
  };
  double least = 1e300;
  for (size_t a = 0; a < sold; ++a) {
    double most = -1e300;
    for (size_t b = sold; b <= sample.size(); ++b) {
      most = std::max(most,
                      (revenue(b) - revenue(a)) / static_cast<double>(b - a));
    }
    least = std::min(least, most);
  }
  return least;
}

TEST(Priors, StepsAgreeWithTheDefinition) {
  for (uint32_t index = 0; index < 2000; ++index) {
    const std::vector<double> sample = RandomSample(index);
    const EmpiricalPrior prior(sample);
    std::vector<double> sorted = sample;
    std::ranges::sort(sorted, std::ranges::greater{});
    for (size_t j = 1; j <= sorted.size(); ++j) {
      ASSERT_NEAR(prior.Phi(sorted[j - 1]), SlopeByDefinition(sample, j), 1e-9);
    }
    ASSERT_TRUE(std::ranges::is_sorted(prior.steps(), {},
                                       &EmpiricalPrior::Step::value));
  }
}

/// Mean over all pairs of values from the sample.
template <class Earned>
double MeanOverPairs(const std::vector<double>& sample, const Earned& earned) {
  double sum = 0;
  for (double a : sample) {
    for (double b : sample) sum += earned(a, b);
  }
  return sum / static_cast<double>(sample.size() * sample.size());
}

double Revenue(const Mechanism& mechanism, double a, double b) {
  const test::Columns columns = {{a, b}, {1, 1}, {1}};
  Outcome outcome;
  mechanism.Clear(columns.view(), outcome);
  return outcome.size == 0 ? 0 : outcome.award[0].price;
}

TEST(Priors, OnItsOwnSampleMyersonEarnsTheVirtualValue) {
  for (uint32_t index = 0; index < 300; ++index) {
    const std::vector<double> sample = RandomSample(index);
    const EmpiricalPrior prior(sample);
    const auto optimal =
        test::MechanismNamed("myerson", {{"sample_micros", sample, ""}});
    const double earned = MeanOverPairs(
        sample, [&](double a, double b) { return Revenue(*optimal, a, b); });
    ASSERT_NEAR(
        earned,
        MeanOverPairs(sample,
                      [&](double a, double b) {
                        return std::max({0.0, prior.Phi(a), prior.Phi(b)});
                      }),
        1e-9);
    for (double reserve : sample) {
      const auto rival =
          test::MechanismNamed("vcg", {{"reserve_micros", {reserve}, ""}});
      ASSERT_LE(MeanOverPairs(
                    sample,
                    [&](double a, double b) { return Revenue(*rival, a, b); }),
                earned + 1e-9);
    }
  }
}

TEST(PriorsDeathTest, NoSampleStops) {
  EXPECT_DEATH(EmpiricalPrior({}), "a sample of 0 values");
}

}  // namespace
}  // namespace souk::market
