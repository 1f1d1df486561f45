// Worked numbers of section 2.6 of the auto-bidding specification.
#include "agents/learning/torch/offline_formulas.h"

#include <gtest/gtest.h>

#include <cmath>

namespace souk::agents {
namespace {

torch::Tensor Row(std::vector<double> values) {
  return torch::tensor(values, torch::kDouble);
}

void ExpectValues(const torch::Tensor& given, std::vector<double> values,
                  double error = 1e-6) {
  ASSERT_EQ(given.numel(), static_cast<int64_t>(values.size()));
  for (size_t i = 0; i < values.size(); ++i) {
    EXPECT_NEAR(given.flatten()[static_cast<int64_t>(i)].item<double>(),
                values[i], error)
        << i;
  }
}

TEST(ExpectileLoss, WeighsPositiveErrorsByTau) {
  ExpectValues(ExpectileLoss(Row({2, -2, 0}), 0.7), {2.8, 1.2, 0});
}

/// Where the derivative of the loss vanishes, by bisection.
double Expectile(const torch::Tensor& values, double tau) {
  double low = 0, high = 10;
  for (int i = 0; i < 60; ++i) {
    const torch::Tensor middle =
        torch::full({1}, (low + high) / 2, torch::kDouble).requires_grad_();
    ExpectileLoss(values - middle, tau).sum().backward();
    (middle.grad().item<double>() > 0 ? high : low) = (low + high) / 2;
  }
  return low;
}

TEST(ExpectileLoss, IsLeastAtTheExpectile) {
  EXPECT_NEAR(Expectile(Row({0, 1, 2, 10}), 0.7), 4.9375, 1e-6);
  EXPECT_NEAR(Expectile(Row({0, 1, 2, 10}), 0.9), 7.75, 1e-6);
}

TEST(AdvantageWeights, AreThoseOfThePaper) {
  ExpectValues(AdvantageWeights(Row({-1, 0, 0.5, 2}), 3),
               {0.049787, 1, 4.481689, 100});
}

TEST(Symlog, IsUndoneBySymexp) {
  ExpectValues(Symlog(Row({0, std::exp(1) - 1, 1 - std::exp(2)})), {0, 1, -2});
  ExpectValues(Symexp(Symlog(Row({-20, -0.1, 0, 3, 150}))),
               {-20, -0.1, 0, 3, 150});
}

TEST(SymlogBins, SplitAValueOverTheTwoPointsBesideIt) {
  const SymlogBins bins;  // 101 on [0, 5]: every 0.05
  const torch::Tensor weights =
      bins.TwoHot(Row({std::exp(0.0625) - 1, 1e9, -1}).to(torch::kFloat));
  ExpectValues(weights.sum(1), {1, 1, 1});
  EXPECT_NEAR(weights[0][1].item<double>(), 0.75, 1e-5);
  EXPECT_NEAR(weights[0][2].item<double>(), 0.25, 1e-5);
  EXPECT_EQ(weights[1][100].item<double>(), 1) << "cut at the last point";
  EXPECT_EQ(weights[2][0].item<double>(), 1) << "and at the first";
}

TEST(SymlogBins, MeanOfTwoHotIsTheValue) {
  const SymlogBins bins{101, -3, 5};
  const torch::Tensor values = Row({-15, -0.5, 0, 7, 100}).to(torch::kFloat);
  const torch::Tensor logits = torch::log(bins.TwoHot(values) + 1e-30);
  ExpectValues(bins.Mean(logits), {-15, -0.5, 0, 7, 100}, 1e-3);
}

TEST(SymlogBins, LossIsTheEntropyWhereTheyAgree) {
  const SymlogBins bins{3, 0, 2};
  const torch::Tensor values =
      Row({std::exp(0.5) - 1}).to(torch::kFloat);  // half, half
  const torch::Tensor logits =
      torch::log(torch::tensor({{0.5, 0.5, 1e-30}})).to(torch::kFloat);
  ExpectValues(bins.Loss(logits, values), {std::log(2)});
}

TEST(SoftMaximum, IsTheConservativeTermOfHand) {
  // One uniform action on [-1, 1], density 1/2; another drawn with density 2.
  const torch::Tensor q = Row({1, 3}).view({1, 2});
  const torch::Tensor density = Row({std::log(0.5), std::log(2)}).view({1, 2});
  ExpectValues(SoftMaximum(q, density),
               {std::log((2 * std::exp(1) + std::exp(3) / 2) / 2)});
}

TEST(SoftMaximum, OfUniformActionsIsTheIntegral) {
  // log of the integral of exp(a) over [-1, 1]: log(e - 1/e).
  const torch::Tensor actions =
      (torch::arange(20000, torch::kDouble) + 0.5) / 10000 - 1;
  const torch::Tensor density =
      torch::full({1, 20000}, std::log(0.5), torch::kDouble);
  ExpectValues(SoftMaximum(actions.view({1, -1}), density),
               {std::log(std::exp(1) - std::exp(-1))});
}

TEST(NormalLogDensity, IsThatOfTheNormal) {
  ExpectValues(
      NormalLogDensity(Row({0, 1}), Row({0, 3}), Row({0, std::log(2)})),
      {-0.918938533, -0.918938533 - std::log(2) - 0.5});
}

TEST(SoftClippedMinimum, MixesMinimumAndMaximum) {
  ExpectValues(SoftClippedMinimum(Row({1, 4}), Row({3, 2}), 0.75), {1.5, 2.5});
}

}  // namespace
}  // namespace souk::agents
