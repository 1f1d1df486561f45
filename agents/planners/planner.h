// Planners: split the daily budget of a campaign over its lines, once a day.
//
// A strategy owns one line; a planner sees all lines of its campaign, but only
// what they reported: sums per day and line. It is a pure function of them, so
// it has no state, and whoever keeps the sums (planners_desk.h) can be saved
// and moved. To add one: copy the nearest .cc in this folder, change it, add
// its two lines to registry.cc.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "market/observation.h"
#include "market/param.h"
#include "market/trained_model.h"
#include "market/types.h"

namespace souk::agents {

/// Days that a planner looks back.
inline constexpr size_t kPlannerDays = 7;

/// What a planner knows about its campaign from the start.
struct CampaignFacts {
  /// Of its advertiser or its own; kNoLimit without a budget.
  market::Money daily_budget = market::kNoLimit;
  double value_per_click_micros = 0;
  uint32_t ticks_per_day = 48;
  std::vector<uint32_t> channels;  ///< of its lines, ascending, two or more
  /// Names of its draws: Stream(seed, run, Purpose::kPlanning), entity
  /// `campaign`.
  uint64_t seed = 1;
  uint32_t run = 0;
  uint32_t campaign = 0;
  /// Of trained planners, else null.
  std::shared_ptr<const market::TrainedModel> model = nullptr;
};

/// A day of one line.
struct LineDay {
  market::LineTally tally;
  double share = 0;  ///< of the campaign's budget that it was given
};

struct PlannerInput {
  uint32_t day = 0;
  market::Money budget;  ///< of today
  /// The last days, oldest first, at most kPlannerDays; each by line.
  std::span<const std::vector<LineDay>> past;
};

class Planner {
 public:
  virtual ~Planner() = default;
  /// One share per line, each in [0, 1], of at most 1 in sum; empty: the budget
  /// is not split, whoever comes first spends it.
  virtual std::vector<double> Split(const PlannerInput& input) const = 0;
};

struct PlannerEntry {
  std::string name;
  std::string help;  ///< one line
  std::vector<market::ParamSpec> params;
  /// An Error says which parameters do not fit together or to the facts, or
  /// what the model lacks.
  std::function<market::Result<std::unique_ptr<Planner>>(
      const market::ParamSet&, const CampaignFacts&)>
      make;
  bool trained = false;  ///< needs a model
};

/// All planners, ascending by name.
std::span<const PlannerEntry> Planners();

/// Error unless the campaign has a daily budget.
market::Result<void> NeedBudgetToSplit(std::string_view planner,
                                       const CampaignFacts& facts);

/// `lines` equal shares that add up to at most 1.
std::vector<double> EqualShares(size_t lines);

}  // namespace souk::agents
