#include "agents/slot_oracle.h"

#include <algorithm>

namespace souk::agents {
namespace {

/// Takes steps in order until the budget is gone; the prefix of the best score.
OracleOutcome BestPrefix(std::span<const SlotStep> steps,
                         const OracleTask& task) {
  OracleOutcome now{.conversions = task.converted, .cost = task.spent};
  now.score = CpaScore(now.conversions, now.cost, task.target);
  OracleOutcome best = now;
  for (const SlotStep& step : steps) {
    now.cost += step.cost;
    if (now.cost > task.budget) break;
    now.conversions += step.conversions;
    now.alpha = std::max(now.alpha, step.alpha);
    now.score = CpaScore(now.conversions, now.cost, task.target);
    if (now.score > best.score) best = now;
  }
  return best;
}

/// Steps from the last slot upwards, none better than the one below it: a
/// better one is merged into it.
std::vector<SlotStep> Concave(const std::vector<SlotStep>& by_slot) {
  std::vector<SlotStep> up;
  for (auto step = by_slot.rbegin(); step != by_slot.rend(); ++step) {
    SlotStep merged = *step;
    while (!up.empty() && merged.efficiency() > up.back().efficiency()) {
      merged.conversions += up.back().conversions;
      merged.cost += up.back().cost;
      up.pop_back();
    }
    up.push_back(merged);
  }
  return up;
}

}  // namespace

std::vector<SlotStep> StepsOf(const PastPage& page,
                              std::span<const double> exposure) {
  std::vector<SlotStep> steps;
  for (size_t d = 0; d < page.price.size(); ++d) {
    const bool last = d + 1 == page.price.size();
    const double below = last ? 0 : exposure[d + 1];
    const double cost_below = last ? 0 : page.price[d + 1] * exposure[d + 1];
    steps.push_back({.alpha = page.price[d] / page.p,
                     .conversions = page.p * (exposure[d] - below),
                     .cost = page.price[d] * exposure[d] - cost_below});
  }
  return steps;
}

double CpaScore(double conversions, double cost, double target) {
  if (conversions <= 0) return 0;
  const double cpa = cost / conversions;
  if (cpa <= target) return conversions;
  return conversions * (target / cpa) * (target / cpa);
}

OracleOutcome BestCoefficient(std::span<const PastPage> pages,
                              const OracleTask& task) {
  std::vector<SlotStep> steps;
  for (const PastPage& page : pages) {
    if (page.p <= 0) continue;
    const auto own = StepsOf(page, task.exposure);
    steps.insert(steps.end(), own.rbegin(), own.rend());
  }
  std::ranges::stable_sort(steps, {}, &SlotStep::alpha);
  return BestPrefix(steps, task);
}

OracleOutcome BestSlots(std::span<const PastPage> pages,
                        const OracleTask& task) {
  std::vector<SlotStep> steps;
  for (const PastPage& page : pages) {
    if (page.p <= 0) continue;
    const auto own = Concave(StepsOf(page, task.exposure));
    steps.insert(steps.end(), own.begin(), own.end());
  }
  std::ranges::stable_sort(steps, [](const SlotStep& a, const SlotStep& b) {
    return a.conversions * b.cost > b.conversions * a.cost;
  });
  return BestPrefix(steps, task);
}

}  // namespace souk::agents
