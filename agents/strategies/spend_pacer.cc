#include "agents/strategies/spend_pacer.h"

#include <algorithm>
#include <utility>

#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

using market::Money;

class SpendPacer final : public Strategy {
 public:
  SpendPacer(const SpendPacerBounds& bounds, market::LinearBid unit,
             SpendAnswer answer)
      : bounds_(bounds), unit_(unit), answer_(std::move(answer)) {
    state_.coefficient = bounds.start;
  }

  market::BidFunction Plan(const market::PlanInput& input) override {
    if (input.remaining_today != market::kNoLimit) Pace(input);
    market::BidFunction bid{unit_, nullptr};
    bid.linear.factor = state_.coefficient;
    return bid;
  }
  void Learn(const market::Feedback&) override {}
  void Signals(std::span<double> values) const override {
    values[0] = state_.coefficient;
  }
  void Save(market::ArchiveWriter& out) const override { out.Put(state_); }
  void Load(market::ArchiveReader& in) override { in.Get(state_); }

 private:
  void Pace(const market::PlanInput& input) {
    const Money last = state_.remaining - input.remaining_today;
    if (input.time.first_of_day()) {
      state_ = {.coefficient = bounds_.start};
    } else if (input.remaining_today > Money()) {
      Correct(static_cast<double>(last.micros) * TicksLeft(input.time) /
              static_cast<double>(input.remaining_today.micros));
    }
    state_.remaining = input.remaining_today;
  }
  void Correct(double ratio) {
    state_.coefficient *= answer_(ratio, state_);
    state_.coefficient =
        std::clamp(state_.coefficient, bounds_.min, bounds_.max);
  }
  static double TicksLeft(market::TickTime time) {
    return static_cast<double>(time.ticks_per_day - time.tick_of_day());
  }

  SpendPacerBounds bounds_;
  market::LinearBid unit_;
  SpendAnswer answer_;
  SpendPacerState state_;
};

}  // namespace

std::unique_ptr<Strategy> PaceBySpend(const SpendPacerBounds& bounds,
                                      market::LinearBid unit,
                                      SpendAnswer answer) {
  return std::make_unique<SpendPacer>(bounds, unit, std::move(answer));
}

std::vector<market::ParamSpec> ThresholdParams(
    const SpendThresholds& defaults) {
  return {
      NumberParam("low_ratio", defaults.low, {0, 1e6},
                  "Spending slower than this: raise"),
      NumberParam("high_ratio", defaults.high, {0, 1e6},
                  "Spending faster than this: lower"),
      NumberParam("up_factor", defaults.up, {1, 1e6},
                  "Factor when spending is slow, at least 1"),
      NumberParam("down_factor", defaults.down, {0, 1},
                  "Factor when spending is fast, at most 1"),
  };
}

market::Result<SpendAnswer> AnswerByThresholds(std::string_view strategy,
                                               const market::ParamSet& params) {
  const SpendThresholds rules{.low = params.number("low_ratio"),
                              .high = params.number("high_ratio"),
                              .up = params.number("up_factor"),
                              .down = params.number("down_factor")};
  if (rules.low > rules.high) {
    return market::Error{
        market::Concat(strategy, ": low_ratio = ", rules.low,
                       " must not be above high_ratio = ", rules.high)};
  }
  return SpendAnswer([rules](double ratio, SpendPacerState&) {
    if (ratio < rules.low) return rules.up;
    return ratio > rules.high ? rules.down : 1.0;
  });
}

}  // namespace souk::agents
