// Trained bidders: what they share, whatever their networks look like.
//
// A TrainedLine sees the day of its line (agents/learning/market_view.h), bids
// a coefficient (agents/learning/aim.h) and counts how often its network asked
// for one outside [0, most]. A TrainedPolicy asks a network for that
// coefficient, given the features that the model was trained with.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "agents/learning/market_view.h"
#include "agents/learning/network.h"
#include "agents/learning/policy_input.h"
#include "agents/strategies/network_strategy.h"
#include "market/random.h"

namespace souk::agents {

class TrainedLine {
 public:
  struct Rules {
    double most_coefficient = 1;
    double watch_share = 0;
  };
  TrainedLine(const LineFacts& facts, const Aim& aim, const Rules& rules)
      : view_(facts, aim), rules_(rules) {}

  const MarketView& view() const { return view_; }
  /// The coefficient of the tick planned last.
  double coefficient() const { return coefficient_; }

  /// Of the coming tick; what is not in [0, most] is clipped and counted.
  market::BidFunction Bid(double coefficient);
  void Learn(const market::Feedback& feedback) {
    view_.Learn(feedback, coefficient_);
  }
  /// Those of kTrainedSignals.
  void Signals(std::span<double> values) const;
  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  MarketView view_;
  Rules rules_;
  double coefficient_ = 0;
  uint64_t clipped_ = 0;  // ticks
};

/// coefficient, and the ticks so far in which it was clipped.
inline std::vector<std::string> TrainedSignals() {
  return {"coefficient", "clipped"};
}
/// watch_share.
std::vector<market::ParamSpec> TrainedParams();
/// The line of a strategy with TrainedParams. Error: it has neither values nor
/// a target.
market::Result<TrainedLine> TrainedLineOf(std::string_view strategy,
                                          const market::ParamSet& params,
                                          const LineFacts& facts,
                                          double most_coefficient);
/// `facts.network` as the kind of network that the strategy has made. Error:
/// there is none.
template <class Network>
market::Result<std::shared_ptr<const Network>> TrainedNetwork(
    std::string_view strategy, const LineFacts& facts) {
  auto network = std::dynamic_pointer_cast<const Network>(facts.network);
  if (network) return network;
  return market::Error{market::Concat(strategy, ": needs a trained model")};
}

/// A network whose questions are the features of its input, raw, then chances()
/// draws of a standard normal; its answer is the coefficient.
class CoefficientNetwork : public PolicyNetwork {
 public:
  explicit CoefficientNetwork(PolicyInput input) : input_(std::move(input)) {}

  const PolicyInput& input() const { return input_; }
  virtual size_t chances() const = 0;
  size_t inputs() const final { return input_.size() + chances(); }
  size_t outputs() const final { return 1; }

 private:
  PolicyInput input_;
};

/// The network "policy", ReLU between its layers and `last` after them, whose
/// first output is the coefficient's. Error: what the model lacks.
market::Result<std::shared_ptr<const PolicyNetwork>> MlpPolicy(
    const market::TrainedModel& model, Activation last);

/// Bids the coefficient that a CoefficientNetwork says; chances are drawn from
/// Purpose::kPolicy by line and tick.
market::Result<std::unique_ptr<Strategy>> BidByCoefficientNetwork(
    std::string_view strategy, const market::ParamSet& params,
    const LineFacts& facts);

}  // namespace souk::agents
