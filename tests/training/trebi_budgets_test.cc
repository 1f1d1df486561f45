// The claim of TREBI: one model keeps to any budget that it hears of at run
// time, also to one that changes, and a larger one brings more.
//
// Budgets here are soft: shares of what the account holds, of which nothing
// else keeps a line from spending all.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "agents/learning/training.h"
#include "market/family.h"
#include "tests/support/played_days.h"

namespace souk::tests {
namespace {

using agents::LineFacts;
using market::ParamValue;

constexpr uint32_t kTicks = 12;
constexpr uint32_t kDays = 25;

std::shared_ptr<const agents::PolicyNetwork> TrainedNetwork() {
  const auto& trainer =
      **market::FindMember("trainer", std::span(agents::Trainers()), "trebi");
  agents::TrainingTask task;
  task.params = *market::ParamSet::Make(
      trainer.params,
      std::vector<ParamValue>{{"steps", {800}, ""}, {"horizon", {8}, ""}});
  task.trajectories = PlayedDays(200, kTicks);
  const auto model =
      trainer.train(task, [](const agents::TrainingProgress&) { return true; });
  const auto& entry =
      **market::FindMember("strategy", agents::Strategies(), "trebi");
  return *entry.network(*model);
}

/// Days played within one budget.
struct Played {
  double violations = 0;  ///< share of days
  double cost = 0;        ///< mean share of what the account held
  double gain = 0;        ///< mean

  /// Half the width of the Wilson interval of 95 %, and its centre.
  std::pair<double, double> Interval() const {
    constexpr double z2 = 1.96 * 1.96;
    const double n = kDays;
    const double half =
        std::sqrt(z2 * (violations * (1 - violations) / n + z2 / (4 * n * n)));
    return {(violations + z2 / (2 * n) - half) / (1 + z2 / n),
            (violations + z2 / (2 * n) + half) / (1 + z2 / n)};
  }
};

class Budgets {
 public:
  Budgets() : network_(TrainedNetwork()) {}

  Played Play(const std::vector<ParamValue>& given, double budget) const {
    const auto& entry =
        **market::FindMember("strategy", agents::Strategies(), "trebi");
    const PlayedWorld world{kTicks, 77};
    LineFacts facts = world.facts();
    facts.network = network_;
    auto strategy =
        entry.make(*market::ParamSet::Make(entry.params, given), facts);
    Played played;
    for (uint32_t day = 0; day < kDays; ++day) {
      const market::LineTally got = PlayDay(
          world, day,
          [&](const market::PlanInput& input) {
            (*strategy)->Plan(input);
            double coefficient[2];
            (*strategy)->Signals(coefficient);
            return coefficient[0];
          },
          [&](const market::Feedback& feedback) {
            (*strategy)->Learn(feedback);
          });
      const double cost =
          static_cast<double>(got.spend.micros) / PlayedWorld::kBudget;
      played.violations += (cost > budget ? 1.0 : 0.0) / kDays;
      played.cost += cost / kDays;
      played.gain += got.expected_conversions / kDays;
    }
    return played;
  }

 private:
  std::shared_ptr<const agents::PolicyNetwork> network_;
};

void Print(const char* what, double budget, const Played& played) {
  const auto [low, high] = played.Interval();
  std::printf("%-9s %4.2f violated %.2f [%.2f, %.2f] cost %.3f gain %5.2f\n",
              what, budget, played.violations, low, high, played.cost,
              played.gain);
}

TEST(SlowTrebi, KeepsToBudgetsThatItHearsOfAtRunTime) {
  const Budgets budgets;
  double before = 0;
  for (const double share : {0.25, 0.5, 0.75, 1.0}) {
    const Played held =
        budgets.Play({{"soft_budget_share", {share}, ""}}, share);
    const Played free = budgets.Play(
        {{"soft_budget_share", {share}, ""}, {"cost_weight", {0}, ""}}, share);
    Print("held", share, held);
    Print("free", share, free);
    EXPECT_LE(held.violations, 0.1) << share;
    EXPECT_LE(held.violations, free.violations) << share;
    EXPECT_GT(held.gain, before) << share;
    EXPECT_GT(held.cost, 0.5 * share);
    before = held.gain;
  }
  for (const double factor : {0.7, 1.3}) {
    const Played held = budgets.Play({{"soft_budget_share", {0.5}, ""},
                                      {"change_tick", {kTicks / 2}, ""},
                                      {"change_factor", {factor}, ""}},
                                     0.5 * factor);
    Print("changed", 0.5 * factor, held);
    EXPECT_LE(held.violations, 0.1) << factor;
  }
}

}  // namespace
}  // namespace souk::tests
