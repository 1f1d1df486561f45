// Plays a day with a policy that is being trained, and notes what it saw, did
// and got: the strategy that trainers of uscb and cal put into replays.
#pragma once

#include <functional>
#include <vector>

#include "agents/learning/market_view.h"
#include "agents/learning/steering.h"

namespace souk::agents {

struct SteeredStep {
  std::vector<float> state;  ///< before the tick
  double action = 0;         ///< in [-1, 1]
  double coefficient = 0;    ///< bid in the tick
  market::LineTally tally;   ///< of the tick
};

class SteeredDay final : public Strategy {
 public:
  struct Rules {
    SteeredCoefficient::Rules coefficient;
    Steering steering = Steering::kShare;
    double reach = 0.2;  ///< change of an action of 1
    double watch_share = 0.01;
  };
  /// The action, in [-1, 1], in a state.
  using Choose = std::function<double(std::span<const float> state)>;

  SteeredDay(const LineFacts& facts, const Aim& aim, const Rules& rules)
      : view_(facts, aim), rules_(rules), coefficient_(rules.coefficient) {}

  /// Must be called before the first tick.
  void Follow(const FeatureSet& features, Choose choose) {
    features_ = features;
    choose_ = std::move(choose);
  }
  market::BidFunction Plan(const market::PlanInput& input) override;
  void Learn(const market::Feedback& feedback) override;
  void Signals(std::span<double>) const override {}
  /// It lives for a day.
  void Save(market::ArchiveWriter&) const override {}
  void Load(market::ArchiveReader&) override {}

  const std::vector<SteeredStep>& steps() const { return steps_; }

 private:
  MarketView view_;
  Rules rules_;
  SteeredCoefficient coefficient_;
  FeatureSet features_;
  Choose choose_;
  std::vector<SteeredStep> steps_;
};

/// Bids given coefficients, the last one to the end of the day.
class HeldCoefficients final : public Strategy {
 public:
  /// At least one.
  HeldCoefficients(const Aim& aim, std::vector<double> coefficients)
      : aim_(aim), coefficients_(std::move(coefficients)) {}

  market::BidFunction Plan(const market::PlanInput& input) override;
  void Learn(const market::Feedback&) override {}
  void Signals(std::span<double>) const override {}
  void Save(market::ArchiveWriter&) const override {}
  void Load(market::ArchiveReader&) override {}

 private:
  Aim aim_;
  std::vector<double> coefficients_;
};

}  // namespace souk::agents
