#include "agents/learning/hibid_rules.h"

#include <algorithm>
#include <cmath>

#include "market/result.h"
#include "market/vector_math.h"

namespace souk::agents {
namespace {

/// Sums of shares are off by rounding.
constexpr double kSlack = 1e-9;

}  // namespace

size_t BestAction(std::span<const float> value,
                  const std::vector<bool>& allowed) {
  size_t best = value.size();
  for (size_t a = 0; a < value.size(); ++a) {
    if (!allowed[a]) continue;
    if (best == value.size() || value[a] > value[best]) best = a;
  }
  SOUK_CHECK(best < value.size(), "no action is allowed");
  return best;
}

size_t ChooseLambda(std::span<const double> costs, double budget) {
  size_t best = 0;
  for (size_t i = 1; i < costs.size(); ++i) {
    if (std::abs(costs[i] - budget) < std::abs(costs[best] - budget)) best = i;
  }
  return best;
}

double PromisedCost(const CampaignCourse& course, double clicks, double cost) {
  return (course.cost + cost) / (course.clicks + clicks + 1e-3);
}

size_t GuardedAction(const ActionValues& values, const CampaignCourse& course,
                     const std::vector<bool>& allowed) {
  const size_t actions = values.value.size();
  std::vector<double> promised(actions);
  std::vector<bool> kept(actions);
  for (size_t a = 0; a < actions; ++a) {
    // Networks may promise a little less than nothing.
    promised[a] = PromisedCost(course, std::max(0.0F, values.clicks[a]),
                               std::max(0.0F, values.cost[a]));
    kept[a] = allowed[a] && promised[a] < course.target;
  }
  if (std::ranges::find(kept, true) != kept.end()) {
    return BestAction(values.value, kept);
  }
  size_t least = actions;
  for (size_t a = 0; a < actions; ++a) {
    if (!allowed[a]) continue;
    if (least == actions || promised[a] < promised[least]) least = a;
  }
  SOUK_CHECK(least < actions, "no action is allowed");
  return least;
}

std::vector<bool> LikelyActions(std::span<const float> logits,
                                double threshold) {
  const double most = *std::ranges::max_element(logits);
  std::vector<bool> likely(logits.size());
  for (size_t a = 0; a < logits.size(); ++a) {
    likely[a] = logits[a] >= most || market::Exp(logits[a] - most) >= threshold;
  }
  return likely;
}

std::vector<bool> AffordableActions(double left) {
  std::vector<bool> affordable(kHibidActions);
  for (size_t a = 0; a < kHibidActions; ++a) {
    affordable[a] = HibidShare(a) <= left + kSlack;
  }
  return affordable;
}

}  // namespace souk::agents
