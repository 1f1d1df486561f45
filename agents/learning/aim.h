// What a line wants, and bids in units of it: the coefficient, by which learned
// strategies bid and traces are compared.
//
//   coefficient 1 bids the worth of a charged event
//
//   a target cost per conversion C   C * expected conversions
//   else values of conversions       value_per_conversion * expected
//   and of clicks                    conversions + value_per_click * expected
//                                    clicks
//
// where expected events are those of one charged event (a view, a click, or a
// conversion). A line wants conversions, or clicks if they are all it values.
#pragma once

#include <string_view>

#include "agents/strategy.h"

namespace souk::agents {

enum class Goal : uint8_t { kConversions = 0, kClicks = 1 };

struct Aim {
  Goal goal = Goal::kConversions;
  double worth_micros = 0;  ///< of what it wants: target or value, above 0
  market::LinearBid unit;   ///< the worth of a charged event

  /// What it wants, expected of one charged event; for charge VIEW, the p of
  /// AuctionNet.
  double Rate(double click_rate, double conversion_rate) const {
    return unit(click_rate, conversion_rate) / worth_micros;
  }
  /// What it got, and what its views promised: for clicks, its impressions.
  double Gained(const market::LineTally& tally) const;
  double Expected(const market::LineTally& tally) const;
};

/// Error: the line has neither values nor a target, or values clicks while it
/// pays for conversions. `strategy` begins the sentence.
market::Result<Aim> AimOf(std::string_view strategy, const LineFacts& facts);

/// coefficient * unit.
market::LinearBid CoefficientBid(const Aim& aim, double coefficient);

/// What bids amounted to: their sum over the sum of units; 0 if that is 0.
double CoefficientOf(const Aim& aim, std::span<const market::AuctionSeen> seen);
/// The same of what `planned` says on these page views, if it is linear: then
/// what a lease has cut off does not count. 0 for a line that could not bid.
double CoefficientOf(const Aim& aim, const market::BidFunction& planned,
                     std::span<const market::AuctionSeen> seen);

}  // namespace souk::agents
