// The rules of HiBid around its networks: actions, rewards, the choice of
// lambda, the guard of the cost per click, the mask of the budget.
//
// Reference: Wang et al., "HiBid: a cross-channel constrained bidding system
// with budget allocation by hierarchical offline deep reinforcement learning",
// IEEE Transactions on Computers 2023, and its published code. There the guard
// has the names of cost and click swapped; here it is cost over clicks.
//
// Clicks and costs are in any units that fit together; lambda is in clicks per
// unit of cost.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace souk::agents {

/// Actions of executors and of planners.
inline constexpr size_t kHibidActions = 20;
/// Values of lambda that an executor chooses from.
inline constexpr size_t kHibidLambdas = 10;

/// Of an executor's action: .5, .55, ..., 1.45.
constexpr double HibidCoefficient(size_t action) {
  return static_cast<double>(10 + action) / 20;
}
/// Of a planner's action: 0, .05, ..., .95 of the budget.
constexpr double HibidShare(size_t action) {
  return static_cast<double>(action) / kHibidActions;
}
constexpr double HibidReward(double click, double cost, double lambda) {
  return click - lambda * cost;
}

/// What is known about actions under one lambda, each by action.
struct ActionValues {
  std::span<const float> value;   ///< Q
  std::span<const float> clicks;  ///< Q_click
  std::span<const float> cost;    ///< Q_cost
};

/// The best action that is allowed, the lowest of equals; `allowed` has one.
size_t BestAction(std::span<const float> value,
                  const std::vector<bool>& allowed);

/// The lambda, as an index, under which the best action costs what is closest
/// to `budget`, the smallest of equals. costs[i]: of the best action under
/// lambda i.
size_t ChooseLambda(std::span<const double> costs, double budget);

/// What the whole campaign got and paid so far, and what a click may cost.
struct CampaignCourse {
  double clicks = 0;
  double cost = 0;
  double target = 1;
};

/// Cost per click of the campaign if an action goes as it promises:
///   (cost + action's cost) / (clicks + action's clicks + 1e-3)
double PromisedCost(const CampaignCourse& course, double clicks, double cost);

/// Of the allowed actions with a promised cost below the target the one of the
/// highest value; if there is none, the allowed one that promises the lowest.
/// The lowest of equals.
size_t GuardedAction(const ActionValues& values, const CampaignCourse& course,
                     const std::vector<bool>& allowed);

/// Those with exp(logit) at least `threshold` of the most likely one.
std::vector<bool> LikelyActions(std::span<const float> logits,
                                double threshold);

/// Those of a planner that leave nothing negative of `left`, a part of the
/// budget: action / 20 <= left.
std::vector<bool> AffordableActions(double left);

}  // namespace souk::agents
