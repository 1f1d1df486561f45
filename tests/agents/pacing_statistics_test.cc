// How well pacing spends a budget on many random auctions.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "market/random.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

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
std::vector<Auction> Auctions() {
  const market::Stream stream(1, 0, market::Purpose::kTest);
  std::vector<Auction> auctions(kAuctions);
  for (uint32_t i = 0; i < kAuctions; ++i) {
    auctions[i] = {stream.Uniform(i, 0, 0), stream.Uniform(i, 0, 1)};
  }
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
  agents::LineFacts facts;
  facts.charge = market::Charge::kConversion;
  facts.value_per_conversion_micros = kUnit;
  facts.daily_budget = Money(static_cast<int64_t>(kRho * kAuctions * kUnit));
  facts.ticks_per_day = kAuctions;
  const double step = kRho / std::sqrt(kAuctions);
  const auto pacing = NewStrategy(name, {{"step", {step}, ""}}, facts);
  Result result;
  double left = kRho * kAuctions;
  const auto auctions = Auctions();
  for (uint32_t tick = 0; tick < kAuctions; ++tick) {
    const Auction& auction = auctions[tick];
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
