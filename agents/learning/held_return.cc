#include "agents/learning/held_return.h"

#include <algorithm>

#include "agents/strategies/requirements.h"
#include "agents/strategies/steady.h"
#include "market/vector_math.h"

namespace souk::agents {
namespace {

constexpr int kGridPoints = 60;
constexpr double kLowest = 0.05;
constexpr double kHighest = 20;

double GridCoefficient(int point) {
  const double part = static_cast<double>(point) / (kGridPoints - 1);
  return kLowest * market::Exp(part * market::Log(kHighest / kLowest));
}

}  // namespace

double KeyFigurePenalty(double figure, double limit) {
  const double excess = std::max(0.0, figure / limit - 1);
  return market::Exp(excess * market::Log(kPenaltyBase)) - 1;
}

double HeldReturn(double gain_share, double penalties) {
  return std::min(gain_share, 1.0) - penalties;
}

market::Result<ReplayGame> ReplayGame::Make(std::string_view trainer,
                                            const ReplayDay& day) {
  const auto aim = AimOf(trainer, day.facts);
  if (!aim) return aim.error();
  if (auto budget = NeedDailyBudget(trainer, day.facts); !budget) {
    return budget.error();
  }
  ReplayGame game(day, *aim);
  game.FindBest();
  return game;
}

void ReplayGame::FindBest() {
  for (int point = 0; point < kGridPoints; ++point) {
    const double coefficient = GridCoefficient(point);
    const auto held = Steady(CoefficientBid(aim_, coefficient));
    const market::LineTally tally = Play(*held);
    const double gain = aim_.Expected(tally);
    const bool kept = facts_.target_cpa_micros <= 0 || CostLevel(tally) <= 1;
    if (!kept || gain <= best_gain_) continue;
    best_gain_ = gain;
    best_coefficient_ = coefficient;
  }
}

double ReplayGame::CostLevel(const market::LineTally& day) const {
  const double worth = aim_.worth_micros * aim_.Expected(day);
  return worth > 0 ? static_cast<double>(day.spend.micros) / worth : 0;
}

double ReplayGame::Return(const market::LineTally& day) const {
  const double gain = aim_.Expected(day);
  const double penalties =
      facts_.target_cpa_micros > 0 ? KeyFigurePenalty(CostLevel(day), 1) : 0;
  return HeldReturn(best_gain_ > 0 ? gain / best_gain_ : 0, penalties);
}

}  // namespace souk::agents
