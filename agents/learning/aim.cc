#include "agents/learning/aim.h"

#include "agents/strategies/requirements.h"

namespace souk::agents {

using market::AuctionSeen;
using market::LinearBid;
using market::Result;

namespace {

double Ratio(double sum, double units) { return units > 0 ? sum / units : 0; }

double Units(const Aim& aim, std::span<const AuctionSeen> seen) {
  double sum = 0;
  for (const AuctionSeen& auction : seen) {
    sum += aim.unit(auction.click_rate, auction.conversion_rate);
  }
  return sum;
}

}  // namespace

double Aim::Gained(const market::LineTally& tally) const {
  return static_cast<double>(goal == Goal::kClicks ? tally.clicks
                                                   : tally.conversions);
}

double Aim::Expected(const market::LineTally& tally) const {
  return goal == Goal::kClicks ? tally.predicted_clicks
                               : tally.expected_conversions;
}

Result<Aim> AimOf(std::string_view strategy, const LineFacts& facts) {
  Aim aim;
  if (facts.target_cpa_micros > 0) {
    aim.worth_micros = facts.target_cpa_micros;
    aim.unit = ConversionBid(facts);
    aim.unit.factor = aim.worth_micros;
    return aim;
  }
  const auto unit = TruthfulBid(strategy, facts);
  if (!unit) return unit.error();
  aim.unit = *unit;
  aim.worth_micros = facts.value_per_conversion_micros;
  if (aim.worth_micros > 0) return aim;
  aim.goal = Goal::kClicks;
  aim.worth_micros = facts.value_per_click_micros;
  if (aim.worth_micros > 0) return aim;
  return market::Error{market::Concat(
      strategy,
      ": needs a value or a target, but its campaign has none; give it "
      "target_cpa_micros, value_per_conversion_micros or "
      "value_per_click_micros")};
}

LinearBid CoefficientBid(const Aim& aim, double coefficient) {
  LinearBid bid = aim.unit;
  bid.factor *= coefficient;
  return bid;
}

double CoefficientOf(const Aim& aim, std::span<const AuctionSeen> seen) {
  double sum = 0;
  for (const AuctionSeen& auction : seen) sum += auction.bid;
  return Ratio(sum, Units(aim, seen));
}

double CoefficientOf(const Aim& aim, const market::BidFunction& planned,
                     std::span<const AuctionSeen> seen) {
  const double bid = CoefficientOf(aim, seen);
  if (planned.curve != nullptr || bid == 0) return bid;
  double sum = 0;
  for (const AuctionSeen& auction : seen) {
    sum += planned.linear(auction.click_rate, auction.conversion_rate);
  }
  return Ratio(sum, Units(aim, seen));
}

}  // namespace souk::agents
