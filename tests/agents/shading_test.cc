// Bandits that shade their bids: what they learn with, and what they earn.
#include <gtest/gtest.h>

#include <cmath>

#include "agents/learning/policy_objectives.h"
#include "market/random.h"
#include "market/vector_math.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using agents::LossGradient;
using agents::LossOf;
using agents::Objective;
using agents::Shade;
using agents::ShadedAuction;
using agents::ShadePolicy;
using agents::WinCurve;

constexpr WinCurve kCurve = {-3, 0, 6};

TEST(WinCurve, BidsTheOptimumOfTheWorkedExample) {
  const double shade = kCurve.BestShade(1);
  EXPECT_NEAR(shade, 0.575, 0.0025) << "found on a grid of that width";
  EXPECT_GE(kCurve(1, shade) * (1 - shade), 0.259522);
  EXPECT_NEAR(kCurve(1, shade) * (1 - shade), 0.259522, 3e-6);
  EXPECT_NEAR(kCurve(1, 0.575) * (1 - 0.575), 0.259522, 5e-7);
  for (double other = 0.1; other <= 1; other += 0.001) {
    EXPECT_LE(kCurve(1, other) * (1 - other),
              kCurve(1, shade) * (1 - shade) + 1e-12);
  }
}

TEST(WinCurve, BidsItsLeastWhereMoreDoesNotHelp) {
  EXPECT_NEAR(WinCurve({1, 0, -2}).BestShade(1), 0.1, 1e-9);
}

/// Auctions of random values and shades, won by a known curve.
std::vector<ShadedAuction> Auctions(const WinCurve& truth, uint32_t count) {
  const market::Stream stream(8, 0, market::Purpose::kTest);
  std::vector<ShadedAuction> auctions;
  for (uint32_t i = 0; i < count; ++i) {
    ShadedAuction auction;
    auction.x = 0.5 + stream.Uniform(i, 0, 0);
    auction.shade = stream.Uniform(i, 0, 1);
    auction.won = stream.Bernoulli(truth(auction.x, auction.shade), i, 0, 2);
    auction.utility = auction.won ? auction.x * (1 - auction.shade) : 0;
    auction.mean = 0.5;
    auction.sigma = 0.3;
    auctions.push_back(auction);
  }
  return auctions;
}

TEST(WinCurve, FindsTheCurveThatWon) {
  // Lost at a shade of 0 anyway, so that the added losses fit.
  const WinCurve truth = {-8, 2, 14};
  const WinCurve fitted = FitWinCurve(Auctions(truth, 20000));
  for (const double x : {0.6, 1.0, 1.4}) {
    for (const double shade : {0.1, 0.3, 0.5, 0.7, 0.9}) {
      EXPECT_NEAR(fitted(x, shade), truth(x, shade), 0.03);
    }
    EXPECT_NEAR(fitted.BestShade(x), truth.BestShade(x), 0.02);
  }
}

TEST(WinCurve, StaysFiniteWithoutALoserOrAWinner) {
  auto auctions = Auctions({0, 0, 0}, 200);
  for (const bool won : {true, false}) {
    for (auto& auction : auctions) auction.won = won;
    const WinCurve fitted = FitWinCurve(auctions);
    EXPECT_TRUE(std::isfinite(fitted.BestShade(1)));
  }
  EXPECT_TRUE(std::isfinite(agents::FitWinCurve({}).BestShade(1)));
}

TEST(ShadePolicy, StartsAroundWhatItIsTold) {
  const auto policy = ShadePolicy::Around({0.8, 0.05}, 0.5);
  for (const double x : {0.1, 1.0, 3.0}) {
    EXPECT_NEAR(policy.At(x).mean, 0.8, 1e-12);
    EXPECT_NEAR(policy.At(x).sigma, 0.05, 1e-12);
  }
}

TEST(ShadePolicy, ItsGradientIsTheSlope) {
  auto policy = ShadePolicy::Around({0.8, 0.05}, 0.5);
  for (size_t i = 0; i < ShadePolicy::kParameters; ++i) {
    policy.parameters[i] += 0.1 * static_cast<double>(i % 3);
  }
  const Shade by = {0.7, -0.3};
  ShadePolicy::Parameters gradient = {};
  policy.AddGradient(policy.PassAt(1.3), by, gradient);
  for (size_t i = 0; i < ShadePolicy::kParameters; ++i) {
    constexpr double kStep = 1e-6;
    auto up = policy;
    auto down = policy;
    up.parameters[i] += kStep;
    down.parameters[i] -= kStep;
    const double slope = (by.mean * (up.At(1.3).mean - down.At(1.3).mean) +
                          by.sigma * (up.At(1.3).sigma - down.At(1.3).sigma)) /
                         (2 * kStep);
    EXPECT_NEAR(gradient[i], slope, 1e-7) << "parameter " << i;
  }
}

TEST(PolicyObjectives, TheirGradientsAreTheSlopes) {
  const ShadedAuction auction{.x = 1.2,
                              .shade = 0.6,
                              .won = true,
                              .utility = 0.4,
                              .mean = 0.7,
                              .sigma = 0.1};
  const Shade policy = {0.66, 0.12};
  for (uint8_t i = 0; i <= 4; ++i) {
    const auto objective = static_cast<Objective>(i);
    const auto loss = [&](double mean, double sigma) {
      return LossOf(objective, auction, {mean, sigma}, kCurve);
    };
    const Shade slope = LossGradient(objective, auction, policy, kCurve);
    constexpr double kStep = 1e-6;
    EXPECT_NEAR(
        slope.mean,
        (loss(0.66 + kStep, 0.12) - loss(0.66 - kStep, 0.12)) / (2 * kStep),
        1e-6)
        << "objective " << int{i};
    EXPECT_NEAR(
        slope.sigma,
        (loss(0.66, 0.12 + kStep) - loss(0.66, 0.12 - kStep)) / (2 * kStep),
        1e-6)
        << "objective " << int{i};
  }
}

TEST(PolicyObjectives, AClippedRatioTeachesNothingMore) {
  ShadedAuction auction{.x = 1,
                        .shade = 0.2,
                        .won = true,
                        .utility = 1,
                        .mean = 0.9,
                        .sigma = 0.1};
  const Shade there = {0.2, 0.05};
  const Shade slope = LossGradient(Objective::kClipped, auction, there, kCurve);
  EXPECT_EQ(slope.mean, 0);
  EXPECT_EQ(slope.sigma, 0);
  auction.utility = -1;
  EXPECT_NE(LossGradient(Objective::kClipped, auction, there, kCurve).sigma, 0);
}

TEST(PolicyObjectives, TrainingFindsABetterShade) {
  const auto batch = Auctions(kCurve, 1000);
  for (const auto objective : {Objective::kOffPolicy, Objective::kTrustRegion,
                               Objective::kClipped, Objective::kDoublyRobust}) {
    const auto start = ShadePolicy::Around({0.9, 0.1}, 0.5);
    const auto trained = Trained(
        start, batch, {.objective = objective, .rate = 0.015, .epochs = 200});
    EXPECT_NEAR(trained.At(1).mean, 0.575, 0.12)
        << "objective " << static_cast<int>(objective);
  }
}

// --- a market of two bidders on one slot

struct Earned {
  double welfare = 0;
  double revenue = 0;
  double surplus = 0;
};

enum class Price { kFirst, kSecond };

constexpr double kMicros = 1e6;

/// Rounds of a market as AuctionGym's: two bidders of a kind meet on a page
/// view; click rates are drawn, one a click is worth a unit.
class TwoBidders {
 public:
  TwoBidders(const std::string& name, const Params& params, Price price)
      : price_(price) {
    for (uint32_t line = 0; line < 2; ++line) {
      agents::LineFacts facts = ViewFacts();
      facts.value_per_click_micros = kMicros;
      facts.line = line;
      bidders_.push_back(NewStrategy(name, params, facts));
    }
  }

  /// A tick of so many rounds, learnt from at its end.
  Earned Play(uint32_t rounds) {
    Earned earned;
    std::vector<market::BidFunction> bids;
    for (auto& bidder : bidders_) {
      bids.push_back(bidder->Plan({{tick_, 1000}, market::kNoLimit}));
    }
    std::vector<market::AuctionSeen> seen[2];
    for (uint32_t round = 0; round < rounds; ++round) {
      market::AuctionSeen auctions[2] = {Bid(bids[0], round, 0),
                                         Bid(bids[1], round, 1)};
      Clear(round, auctions, earned);
      for (int i = 0; i < 2; ++i) seen[i].push_back(auctions[i]);
    }
    for (int i = 0; i < 2; ++i) {
      bidders_[i]->Learn({{tick_, 1000}, {}, market::kNoLimit, seen[i]});
    }
    ++tick_;
    return {earned.welfare / rounds, earned.revenue / rounds,
            earned.surplus / rounds};
  }

 private:
  market::AuctionSeen Bid(const market::BidFunction& bid, uint32_t round,
                          uint32_t line) const {
    market::AuctionSeen auction;
    auction.click_rate =
        market::Sigmoid(stream_.Normal(round, tick_, 2 * line));
    auction.bid =
        std::ceil(bid({.click_rate = auction.click_rate,
                       .chance = stream_.Uniform(round, tick_, 2 * line + 1)}));
    return auction;
  }
  void Clear(uint32_t round, market::AuctionSeen (&auctions)[2],
             Earned& earned) const {
    const int winner = auctions[1].bid > auctions[0].bid ? 1 : 0;
    market::AuctionSeen& won = auctions[winner];
    const double other = auctions[1 - winner].bid;
    auctions[0].price_to_beat = auctions[1].bid;
    auctions[1].price_to_beat = auctions[0].bid;
    won.slot = 0;
    won.price = price_ == Price::kFirst ? won.bid : other;
    won.examined = 1;
    won.clicked = stream_.Bernoulli(won.click_rate, round, tick_, 9) ? 1 : 0;
    earned.welfare += won.click_rate;
    earned.revenue += won.price / kMicros;
    earned.surplus += won.click_rate - won.price / kMicros;
  }

  Price price_;
  market::Stream stream_{4, 0, market::Purpose::kTest};
  std::vector<std::unique_ptr<agents::Strategy>> bidders_;
  uint32_t tick_ = 0;
};

/// Means over the ticks after the first `skip`.
Earned Earn(const std::string& name, const Params& params, Price price,
            int ticks, int skip) {
  TwoBidders market(name, params, price);
  Earned sum;
  for (int tick = 0; tick < ticks; ++tick) {
    const Earned earned = market.Play(1000);
    if (tick < skip) continue;
    sum.welfare += earned.welfare / (ticks - skip);
    sum.revenue += earned.revenue / (ticks - skip);
    sum.surplus += earned.surplus / (ticks - skip);
  }
  return sum;
}

TEST(Shading, WelfareMinusRevenueIsSurplusWhereBidsAreTrue) {
  const Earned earned = Earn("truthful", {}, Price::kSecond, 5, 0);
  EXPECT_NEAR(earned.welfare - earned.revenue, earned.surplus, 1e-9);
  EXPECT_NEAR(earned.welfare, 0.616, 0.01) << "the larger of two rates";
  EXPECT_GT(earned.surplus, 0.2);
}

TEST(Shading, ACommonShareSplitsTheWelfareOfAFirstPrice) {
  const Earned earned =
      Earn("truthful", {{"shade", {0.6}, ""}}, Price::kFirst, 5, 0);
  EXPECT_NEAR(earned.revenue, 0.6 * earned.welfare, 1e-5);
  EXPECT_NEAR(earned.surplus, 0.4 * earned.welfare, 1e-5);
}

Params Batches(const Params& more = {}) {
  Params params = {{"batch", {1000}, ""}};
  params.insert(params.end(), more.begin(), more.end());
  return params;
}

TEST(Shading, EmpiricalShadingLeavesTheTruth) {
  const Earned earned =
      Earn("empirical_shading", Batches(), Price::kFirst, 40, 30);
  EXPECT_GT(earned.surplus, 0.03);
}

TEST(Shading, DoublyRobustEarnsMoreThanPropensityScoring) {
  const Params steps = {{"epochs", {60}, ""}, {"learning_rate", {0.01}, ""}};
  const Earned robust =
      Earn("doubly_robust", Batches(steps), Price::kFirst, 16, 8);
  const Earned scoring =
      Earn("policy_learning", Batches(steps), Price::kFirst, 16, 8);
  const Earned direct = Earn("value_learning", Batches(), Price::kFirst, 16, 8);
  EXPECT_GT(robust.surplus, scoring.surplus);
  EXPECT_GT(direct.surplus, scoring.surplus);
  EXPECT_GT(robust.surplus, 0.1);
}

}  // namespace
}  // namespace souk::tests
