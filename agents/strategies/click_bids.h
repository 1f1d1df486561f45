// What strategies share that pay per click and offer a multiple of the value of
// a click, their target cost per click.
#pragma once

#include <string_view>

#include "agents/strategies/requirements.h"

namespace souk::agents {

/// Error unless the line pays per click, and its campaign says what a click is
/// worth and nothing about conversions.
inline market::Result<void> NeedClickTarget(std::string_view strategy,
                                            const LineFacts& facts) {
  if (facts.charge == market::Charge::kClick &&
      facts.value_per_click_micros > 0 &&
      facts.value_per_conversion_micros == 0) {
    return {};
  }
  return market::Error{market::Concat(
      strategy,
      ": offers a multiple of what a click is worth; its campaign must have "
      "charge CLICK, value_per_click_micros above 0 and no value per "
      "conversion")};
}

/// `coefficient` times the value of a click.
inline market::BidFunction ClickOffer(const LineFacts& facts,
                                      double coefficient) {
  market::BidFunction bid;
  bid.linear.constant = facts.value_per_click_micros;
  bid.linear.factor = coefficient;
  return bid;
}

/// What the planner gave the line of the daily `budget`; 1 if there is no
/// planner, or one that does not split.
inline double ShareOfBudget(const market::PlanInput& input, double budget) {
  if (!input.share || input.share->budget == market::kNoLimit) return 1;
  return budget > 0 ? static_cast<double>(input.share->budget.micros) / budget
                    : 0;
}

}  // namespace souk::agents
