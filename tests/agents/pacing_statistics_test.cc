// How well pacing spends a budget on many random auctions.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "agents/hindsight.h"
#include "market/random.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using agents::LineFacts;
using market::Money;
using market::TickTime;

constexpr uint32_t kAuctions = 20000;
constexpr double kRho = 0.1;
constexpr double kUnit = 1e6;

struct Auction {
  double value = 0;
  double rival = 0;
};

/// Values and rivals uniform in (0, 1), second price.
std::vector<Auction> Drawn() {
  const market::Stream stream(1, 0, market::Purpose::kTest);
  std::vector<Auction> auctions(kAuctions);
  for (uint32_t i = 0; i < kAuctions; ++i) {
    auctions[i] = {stream.Uniform(i, 0, 0), stream.Uniform(i, 0, 1)};
  }
  return auctions;
}

const std::vector<Auction>& Auctions() {
  static const std::vector<Auction> auctions = Drawn();
  return auctions;
}

/// The most value that the budget buys, item by item.
double HindsightValue(std::vector<Auction> auctions) {
  std::ranges::sort(auctions, [](const Auction& a, const Auction& b) {
    return a.value * b.rival > b.value * a.rival;
  });
  double left = kRho * kAuctions;
  double value = 0;
  for (const Auction& auction : auctions) {
    if (auction.rival > left) continue;
    left -= auction.rival;
    value += auction.value;
  }
  return value;
}

struct Result {
  double value = 0;
  double spend = 0;
  double mean_multiplier = 0;  ///< over the last half
};

/// One auction a tick, one day.
Result Play(const std::string& name) {
  LineFacts facts;
  facts.charge = market::Charge::kConversion;
  facts.value_per_conversion_micros = kUnit;
  facts.daily_budget = Money(static_cast<int64_t>(kRho * kAuctions * kUnit));
  facts.ticks_per_day = kAuctions;
  const double step = kRho / std::sqrt(kAuctions);
  const auto pacing = NewStrategy(name, {{"step", {step}, ""}}, facts);
  Result result;
  double left = kRho * kAuctions;
  for (uint32_t tick = 0; tick < kAuctions; ++tick) {
    const Auction& auction = Auctions()[tick];
    const TickTime time{tick, kAuctions};
    const auto bid =
        pacing->Plan({time, Money(static_cast<int64_t>(left * kUnit))});
    double multiplier = 0;
    pacing->Signals({&multiplier, 1});
    if (tick >= kAuctions / 2) result.mean_multiplier += multiplier;
    // The bid is linear in the value of a conversion.
    const double offer = std::min(bid({}) / kUnit * auction.value, left);
    market::LineTally tally;
    if (offer >= auction.rival) {
      left -= auction.rival;
      result.value += auction.value;
      tally.spend = Money(static_cast<int64_t>(auction.rival * kUnit));
    }
    pacing->Learn({time, tally, Money()});
  }
  result.spend = kRho * kAuctions - left;
  result.mean_multiplier /= kAuctions / 2;
  return result;
}

/// As Play, for rules that hold a budget of rho per auction and a target.
struct Goals {
  double rho = 0;
  double target = 0;  ///< most that a unit of value may cost
};

struct Kept {
  double value = 0;
  double spend = 0;
  double best = 0;    ///< value in hindsight
  double excess = 0;  ///< spend beyond target * value, per auction
};

Kept Hold(const std::string& name, const Params& params, const Goals& goals) {
  LineFacts facts;
  facts.charge = market::Charge::kConversion;
  facts.target_cpa_micros = goals.target * kUnit;
  facts.daily_budget =
      Money(static_cast<int64_t>(goals.rho * kAuctions * kUnit));
  facts.ticks_per_day = kAuctions;
  const auto pacing = NewStrategy(name, params, facts);
  Kept kept;
  std::vector<agents::Offer> offers;
  for (uint32_t tick = 0; tick < kAuctions; ++tick) {
    const Auction auction = Auctions()[tick];
    offers.push_back({auction.value, auction.rival, auction.value});
    const TickTime time{tick, kAuctions};
    const double left = goals.rho * kAuctions - kept.spend;
    const double bid = pacing->Plan({time, Money()})({}) / kUnit;
    market::LineTally tally;
    if (std::min(bid * auction.value, left) >= auction.rival) {
      kept.spend += auction.rival;
      kept.value += auction.value;
      tally.spend = Money(static_cast<int64_t>(auction.rival * kUnit));
      tally.expected_conversions = auction.value;
    }
    pacing->Learn({time, tally, Money()});
  }
  kept.best = BestCounts(offers, {.budget = goals.rho * kAuctions,
                                  .limit = goals.target})
                  .value;
  kept.excess = (kept.spend - goals.target * kept.value) / kAuctions;
  return kept;
}

// Beyond some bid everything is won at a mean price of .5 for a mean value of
// .5, so with a target of .8 the return on spend binds first if there is money.
constexpr Goals kBudgetBinds = {.rho = 0.1, .target = 0.8};
constexpr Goals kTargetBinds = {.rho = 0.45, .target = 0.8};

TEST(PacingStatistics, RosPacingIsNearTheBestInHindsight) {
  for (const std::string name : {"dual_optimal", "min_pacing"}) {
    for (const Goals& goals : {kBudgetBinds, kTargetBinds}) {
      const double step = goals.rho / std::sqrt(kAuctions);
      const Kept kept = Hold(
          name, {{"ros_step", {step}, ""}, {"budget_step", {step}, ""}}, goals);
      EXPECT_GE(kept.value / kept.best, 0.95) << name << " " << goals.rho;
      EXPECT_LE(kept.spend, goals.rho * kAuctions);
      EXPECT_LE(kept.excess, 2 / std::sqrt(kAuctions))
          << name << " " << goals.rho;
    }
  }
}

TEST(PacingStatistics, SequentialPacingMissesWhatTheOthersHold) {
  const double step = kTargetBinds.rho / std::sqrt(kAuctions);
  const Params steps = {{"ros_step", {step}, ""}, {"budget_step", {step}, ""}};
  const Kept sequential = Hold("sequential_pacing", steps, kTargetBinds);
  const Kept joint = Hold("dual_optimal", steps, kTargetBinds);
  EXPECT_GT(std::abs(sequential.excess), 2 * std::abs(joint.excess));
}

TEST(PacingStatistics, BroiNeverBreaksAConstraint) {
  for (const Goals& goals : {kBudgetBinds, kTargetBinds}) {
    for (const double eta : {0.01, 0.1, 1.0}) {
      const Kept kept = Hold("broi",
                             {{"gamma", {1}, ""},
                              {"start_budget", {1 / goals.rho - 1}, ""},
                              {"roi_step", {eta * goals.rho}, ""},
                              {"budget_step", {eta * goals.rho}, ""}},
                             goals);
      EXPECT_LE(kept.spend, goals.rho * kAuctions);
      EXPECT_LE(kept.excess, 0) << "eta " << eta;
      EXPECT_GT(kept.value / kept.best, 0.5) << "eta " << eta;
    }
  }
}

TEST(PacingStatistics, AdaptivePacingFindsTheFluidOptimum) {
  const Result result = Play("adaptive_pacing");
  EXPECT_GE(result.value / HindsightValue(Auctions()), 0.975);
  EXPECT_NEAR(result.mean_multiplier, 0.290994, 0.02);
  EXPECT_GE(result.spend / (kRho * kAuctions), 0.99);
}

TEST(PacingStatistics, DualPacingFindsTheFluidOptimum) {
  const Result result = Play("dual_pacing");
  EXPECT_GE(result.value / HindsightValue(Auctions()), 0.975);
  EXPECT_NEAR(result.mean_multiplier, 1.290994, 0.02);
  EXPECT_GE(result.spend / (kRho * kAuctions), 0.97);
}

}  // namespace
}  // namespace souk::tests
