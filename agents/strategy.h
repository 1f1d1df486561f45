// Bidding strategies: plan a bid function for a tick, learn from its outcome.
//
// A strategy owns one line (a campaign on one channel). It sees PlanInput and
// Feedback and nothing else. It is deterministic: the same inputs give the
// same bid functions, on any machine. To add one: copy the nearest .cc in
// agents/strategies/, change it, add its two lines to registry.cc.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "agents/learning/policy_network.h"
#include "market/archive.h"
#include "market/bid_function.h"
#include "market/observation.h"
#include "market/param.h"
#include "market/trained_model.h"
#include "market/types.h"

namespace souk::agents {

/// What a strategy knows about its own line from the start.
struct LineFacts {
  market::Charge charge = market::Charge::kClick;
  double value_per_click_micros = 0;
  double value_per_conversion_micros = 0;
  /// Of the advertiser; kNoLimit without a budget.
  market::Money daily_budget = market::kNoLimit;
  uint32_t ticks_per_day = 48;
  /// Most that a conversion should cost; 0: no target.
  double target_cpa_micros = 0;
  /// Names of its draws: Stream(seed, run, Purpose::kStrategy), entity `line`.
  uint64_t seed = 1;
  uint32_t run = 0;
  uint32_t line = 0;
  uint32_t channel = 0;
  /// Of trained strategies (StrategyEntry::network), shared by all lines with
  /// the same model; else null.
  std::shared_ptr<const PolicyNetwork> network = nullptr;
};

class NetworkStrategy;  // agents/strategies/network_strategy.h

class Strategy {
 public:
  virtual ~Strategy() = default;
  /// This, if it plans by one forward pass of a network that others share.
  virtual NetworkStrategy* as_network() { return nullptr; }
  /// The bid function for the coming tick.
  virtual market::BidFunction Plan(const market::PlanInput& input) = 0;
  /// The outcome of the tick that was planned last.
  virtual void Learn(const market::Feedback& feedback) = 0;
  /// Numbers for the trace, one per name in StrategyEntry::signals; they
  /// describe the tick that was planned last, after Learn.
  virtual void Signals(std::span<double> values) const = 0;
  /// State between ticks; what the constructor knows need not be saved.
  virtual void Save(market::ArchiveWriter& out) const = 0;
  virtual void Load(market::ArchiveReader& in) = 0;
};

struct StrategyEntry {
  std::string name;
  std::string help;  ///< one line
  std::vector<market::ParamSpec> params;
  std::vector<std::string> signals;  ///< names of reported numbers
  /// An Error says which parameters do not fit together or to the facts.
  std::function<market::Result<std::unique_ptr<Strategy>>(
      const market::ParamSet&, const LineFacts&)>
      make;
  /// Of trained strategies: builds LineFacts::network from the weights that
  /// `souk train` made. Error: what the model lacks.
  std::function<market::Result<std::shared_ptr<const PolicyNetwork>>(
      const market::TrainedModel&)>
      network = nullptr;

  bool trained() const { return network != nullptr; }
};

/// All strategies, ascending by name.
std::span<const StrategyEntry> Strategies();

}  // namespace souk::agents
