#include "agents/learning/steered_day.h"

#include <algorithm>

namespace souk::agents {

market::BidFunction SteeredDay::Plan(const market::PlanInput& input) {
  if (input.time.first_of_day()) coefficient_.StartDay();
  SteeredStep step;
  step.state.resize(features_.size());
  view_.Describe(input, features_, step.state);
  step.action = choose_(step.state);
  coefficient_.Change(rules_.steering, rules_.reach * step.action);
  step.coefficient = coefficient_.value();
  steps_.push_back(std::move(step));
  market::BidFunction bid{CoefficientBid(view_.aim(), coefficient_.value()),
                          nullptr};
  bid.watch_share = rules_.watch_share;
  return bid;
}

void SteeredDay::Learn(const market::Feedback& feedback) {
  steps_.back().tally = feedback.tally;
  coefficient_.Spend(static_cast<double>(feedback.tally.spend.micros));
  view_.Learn(feedback, coefficient_.value());
}

market::BidFunction HeldCoefficients::Plan(const market::PlanInput& input) {
  const size_t last = coefficients_.size() - 1;
  const size_t tick = std::min<size_t>(input.time.tick_of_day(), last);
  return {CoefficientBid(aim_, coefficients_[tick]), nullptr};
}

}  // namespace souk::agents
