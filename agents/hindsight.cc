#include "agents/hindsight.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "agents/linear_program.h"

namespace souk::agents {
namespace {

/// Positions of offers, most `gain` per cost first.
template <class Gain>
std::vector<size_t> ByGainPerCost(std::span<const Offer> offers, Gain gain) {
  std::vector<size_t> order(offers.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, [&](size_t a, size_t b) {
    return gain(offers[a]) * offers[b].cost > gain(offers[b]) * offers[a].cost;
  });
  return order;
}

void Take(const Offer& offer, double share, double& bought, Purchase& into) {
  bought = share;
  into.value += share * offer.value;
  into.cost += share * offer.cost;
  into.count += share * offer.count;
}

}  // namespace

Purchase BestWithinBudget(std::span<const Offer> offers, double budget) {
  Purchase best;
  best.share.assign(offers.size(), 0);
  for (const size_t i :
       ByGainPerCost(offers, [](const Offer& o) { return o.value; })) {
    const double left = budget - best.cost;
    if (offers[i].value <= 0) break;
    const double share = std::clamp(left / offers[i].cost, 0.0, 1.0);
    Take(offers[i], share, best.share[i], best);
    if (share == 1) continue;
    best.budget_price = offers[i].value / offers[i].cost;
    break;
  }
  return best;
}

Purchase BestCounts(std::span<const Offer> offers, const Limits& limits) {
  Purchase best;
  best.share.assign(offers.size(), 0);
  for (const size_t i :
       ByGainPerCost(offers, [](const Offer& o) { return o.count; })) {
    const Offer& offer = offers[i];
    if (offer.count <= 0) break;
    const double by_budget = (limits.budget - best.cost) / offer.cost;
    const double slack = limits.limit * best.count - best.cost;
    const double excess = offer.cost - limits.limit * offer.count;
    const double by_limit = excess > 0 ? slack / excess : 1;
    const double share = std::clamp(std::min(by_budget, by_limit), 0.0, 1.0);
    Take(offer, share, best.share[i], best);
    if (share == 1) continue;
    if (by_budget <= by_limit) {
      best.budget_price = offer.count / offer.cost;
    } else {
      best.limit_price = offer.count / excess;
    }
    break;
  }
  return best;
}

market::Result<Purchase> BestWithinLimits(std::span<const Offer> offers,
                                          const Limits& limits) {
  LinearProgram program;
  program.weight.resize(2);
  program.limit = {limits.budget, 0};
  for (const Offer& offer : offers) {
    program.gain.push_back(offer.value);
    program.most.push_back(1);
    program.weight[0].push_back(offer.cost);
    program.weight[1].push_back(offer.cost - limits.limit * offer.count);
  }
  const auto optimum = Maximise(program);
  if (!optimum) return optimum.error();
  Purchase best;
  best.share.assign(offers.size(), 0);
  for (size_t i = 0; i < offers.size(); ++i) {
    Take(offers[i], optimum->x[i], best.share[i], best);
  }
  best.budget_price = optimum->price[0];
  best.limit_price = optimum->price[1];
  return best;
}

}  // namespace souk::agents
