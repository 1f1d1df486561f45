// trebi: plans the next ticks, again in every tick, within a budget that is
// only known at run time.
//
//   x         `plans` plans: (action, state) of the coming `horizon` ticks; the
//             state of the first is known and put back after every change
//   k = K..1  twice:  w = ExcessWeight(cost_weight, J_c(x, k), b)
//                     x += scale var_k (dJ_r/dx - w dJ_c/dx)   (not at k < 2)
//             x = mean given x and x_0(x, k) + deviation * chance
//   choice    ChoosePlan by J_r and J_c at the end (budget_guidance.h)
//   bid       first action of the plan * unit of the line (aim.h)
//
// J_r is the return to come of a plan, J_c its cost to come. The budget b is
// soft, below what the account holds (which cannot be overspent): (1 - reserve)
// soft_budget_share of what the account held when the day began, times
// change_factor from tick change_tick of the day on, less what was spent since.
// Nothing is bid when b is used up. cost_weight 0 is the diffuser without a
// budget. With several lines of an advertiser each takes what others spend for
// never held. Trainer and reference: agents/learning/torch/trebi.cc.
//
// Parameters: watch_share, soft_budget_share, change_tick, change_factor,
// cost_weight, scale, reserve. Signals: coefficient; clipped, the ticks so far
// in which it said less than 0 or more than the most.
#include <algorithm>
#include <cmath>

#include "agents/learning/budget_guidance.h"
#include "agents/learning/noise_schedule.h"
#include "agents/learning/temporal_net.h"
#include "agents/learning/value_network.h"
#include "agents/strategies/requirements.h"
#include "agents/strategies/sequence_policy.h"

namespace souk::agents {
namespace {

using market::Result;
using market::TrainedModel;

constexpr int kGuides = 2;
/// Steps of noise below this are not guided.
constexpr size_t kStopGuiding = 2;
/// Wishes.
constexpr size_t kBudget = 0;
constexpr size_t kCostWeight = 1;
constexpr size_t kScale = 2;

struct Layers {
  NoiseSchedule schedule;
  TemporalNet plan;
  ValueNetwork returns, costs;
  size_t horizon = 1;
  size_t plans = 1;

  size_t columns() const { return plan.columns(); }
  size_t numbers() const { return plans * horizon * columns(); }
  static Result<Layers> From(const TrainedModel& model, size_t features);
};

/// Horizon and plans. Error: missing.
Result<std::vector<size_t>> PlanSizes(const TrainedModel& model) {
  const auto* const sizes = model.FindSetting("plans");
  const auto sane = [](double n) { return n >= 1 && n <= 1000; };
  if (sizes == nullptr || sizes->size() != 2 ||
      !std::ranges::all_of(*sizes, sane)) {
    return market::Error{market::Concat(
        "model of '", model.member,
        "': the setting 'plans' must be two numbers from 1 to 1000")};
  }
  return std::vector<size_t>(sizes->begin(), sizes->end());
}

Result<Layers> Layers::From(const TrainedModel& model, size_t features) {
  auto schedule = NoiseSchedule::From(model);
  if (!schedule) return schedule.error();
  auto plan = TemporalNet::From(model, "plan");
  if (!plan) return plan.error();
  auto returns = ValueNetwork::From(model, "returns");
  if (!returns) return returns.error();
  auto costs = ValueNetwork::From(model, "costs");
  if (!costs) return costs.error();
  const auto sizes = PlanSizes(model);
  if (!sizes) return sizes.error();
  Layers made{std::move(schedule).value(),
              std::move(plan).value(),
              std::move(returns).value(),
              std::move(costs).value(),
              (*sizes)[0],
              (*sizes)[1]};
  const size_t steps = made.schedule.steps();
  const size_t seen = made.horizon * made.columns() + steps;
  if (made.columns() == features + 1 && made.plan.context() == steps &&
      made.returns.inputs() == seen && made.costs.inputs() == seen) {
    return made;
  }
  return market::Error{
      market::Concat("model of '", model.member, "': its networks do not fit ",
                     features, " features and ", steps, " steps of noise")};
}

class Planner final : public SequenceNetwork {
 public:
  Planner(Parts parts, Layers layers)
      : SequenceNetwork(std::move(parts), /*wishes=*/3,
                        {layers.schedule.steps() * layers.numbers()}),
        layers_(std::move(layers)) {}

 protected:
  double Coefficient(const SequenceView& day) const override {
    const bool free = day.wish(kCostWeight) <= 0;
    const auto budget = static_cast<double>(day.wish(kBudget));
    if (!free && budget <= 0) return 0;
    const Matrix x = Plan(day);
    const Matrix told = Told(x, 0);
    std::vector<double> returns, costs;
    layers_.returns.Evaluate(told, returns);
    layers_.costs.Evaluate(told, costs);
    if (free) std::ranges::fill(costs, budget);
    const size_t chosen = ChoosePlan(returns, costs, budget);
    return input().Coefficient(
        std::clamp(x.row(chosen * layers_.horizon)[0], -1.0F, 1.0F));
  }

 private:
  Matrix Plan(const SequenceView& day) const {
    std::vector<float> now(input().size());
    input().Normalise(day.features(day.count() - 1), now);
    Matrix x;
    x.Resize(layers_.plans * layers_.horizon, layers_.columns());
    std::span<const float> chances = day.chances();
    std::ranges::copy(chances.first(x.values.size()), x.values.begin());
    PutBack(now, x);
    for (size_t k = layers_.schedule.steps(); k-- > 0;) {
      chances = chances.subspan(x.values.size());
      for (int i = 0; i < kGuides && k >= kStopGuiding; ++i) {
        Guide(day, k, x);
        PutBack(now, x);
      }
      Denoise(k, x);
      if (k > 0) AddChance(k, chances, x);
      PutBack(now, x);
    }
    return x;
  }
  /// The current state, into the first row of each plan.
  void PutBack(const std::vector<float>& now, Matrix& x) const {
    for (size_t row = 0; row < x.rows; row += layers_.horizon) {
      std::ranges::copy(now, x.row(row).begin() + 1);
    }
  }
  /// A row per plan: all of its numbers, and k.
  Matrix Told(const Matrix& x, size_t k) const {
    Matrix told;
    const size_t numbers = layers_.horizon * layers_.columns();
    told.Resize(layers_.plans, numbers + layers_.schedule.steps());
    std::ranges::fill(told.values, 0.0F);
    for (size_t plan = 0; plan < told.rows; ++plan) {
      std::copy_n(
          x.values.begin() + static_cast<std::ptrdiff_t>(plan * numbers),
          numbers, told.row(plan).begin());
      told.row(plan)[numbers + k] = 1;
    }
    return told;
  }
  void Guide(const SequenceView& day, size_t k, Matrix& x) const {
    const Matrix told = Told(x, k);
    std::vector<double> returns, costs;
    Matrix more_return, more_cost;
    layers_.returns.Evaluate(told, returns, more_return);
    layers_.costs.Evaluate(told, costs, more_cost);
    const double step =
        static_cast<double>(day.wish(kScale)) * layers_.schedule.variance(k);
    const size_t numbers = layers_.horizon * layers_.columns();
    for (size_t plan = 0; plan < told.rows; ++plan) {
      const auto weight = static_cast<float>(
          ExcessWeight(static_cast<double>(day.wish(kCostWeight)), costs[plan],
                       static_cast<double>(day.wish(kBudget))));
      for (size_t i = 0; i < numbers; ++i) {
        x.values[plan * numbers + i] +=
            static_cast<float>(step) *
            (more_return.row(plan)[i] - weight * more_cost.row(plan)[i]);
      }
    }
  }
  /// x becomes the mean of the step before.
  void Denoise(size_t k, Matrix& x) const {
    Matrix context, clean;
    context.Resize(layers_.plans, layers_.schedule.steps());
    std::ranges::fill(context.values, 0.0F);
    for (size_t plan = 0; plan < context.rows; ++plan) context.row(plan)[k] = 1;
    layers_.plan.Forward(x, context, clean);
    const auto own = static_cast<float>(layers_.schedule.own(k));
    const auto share = static_cast<float>(layers_.schedule.clean(k));
    constexpr auto kMost = static_cast<float>(kMostFeature);
    for (size_t i = 0; i < x.values.size(); ++i) {
      x.values[i] = own * x.values[i] +
                    share * std::clamp(clean.values[i], -kMost, kMost);
    }
  }
  void AddChance(size_t k, std::span<const float> chances, Matrix& x) const {
    const auto scale =
        static_cast<float>(std::sqrt(layers_.schedule.variance(k)));
    for (size_t i = 0; i < x.values.size(); ++i) {
      x.values[i] += scale * chances[i];
    }
  }

  Layers layers_;
};

Result<std::shared_ptr<const PolicyNetwork>> Network(
    const TrainedModel& model) {
  auto parts = SequenceNetwork::PartsOf(model);
  if (!parts) return parts.error();
  auto layers = Layers::From(model, parts->input.size());
  if (!layers) return layers.error();
  return std::shared_ptr<const PolicyNetwork>(std::make_shared<Planner>(
      std::move(parts).value(), std::move(layers).value()));
}

/// Its soft budget, as shares of the daily budget of its account.
struct SoftBudget {
  double share = 1;
  uint32_t change_tick = 0;
  double change_factor = 1;
  double daily_micros = 1;

  double Left(const market::PlanInput& input, double spent_micros) const {
    const double held =
        static_cast<double>(input.remaining_today.micros) + spent_micros;
    const bool changed = input.time.tick_of_day() >= change_tick;
    const double budget = share * held * (changed ? change_factor : 1);
    return (budget - spent_micros) / daily_micros;
  }
};

Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                       const LineFacts& facts) {
  if (auto has = NeedDailyBudget("trebi", facts); !has) return has.error();
  const SoftBudget budget{
      params.number("soft_budget_share") * (1 - params.number("reserve")),
      static_cast<uint32_t>(params.integer("change_tick")),
      params.number("change_factor"),
      std::max(static_cast<double>(facts.daily_budget.micros), 1.0)};
  const auto weight = static_cast<float>(params.number("cost_weight"));
  const auto scale = static_cast<float>(params.number("scale"));
  return BidBySequenceNetwork(
      "trebi", params, facts,
      [=](const market::PlanInput& input, const MarketView& view,
          std::span<float> wish) {
        const bool first = input.time.first_of_day();
        const double spent = first ? 0 : view.spent_micros();
        wish[kBudget] = static_cast<float>(budget.Left(input, spent));
        wish[kCostWeight] = weight;
        wish[kScale] = scale;
      });
}

std::vector<market::ParamSpec> Params() {
  std::vector<market::ParamSpec> params = TrainedParams();
  params.push_back(NumberParam("soft_budget_share", 1, {0, 10},
                               "Of what the account holds, to be kept to"));
  market::ParamSpec tick =
      NumberParam("change_tick", 0, {0, 1e6}, "Tick of the day of the change");
  tick.shape = market::ParamShape::kInteger;
  params.push_back(std::move(tick));
  params.push_back(NumberParam("change_factor", 1, {0, 10},
                               "The soft budget changes by this factor"));
  params.push_back(NumberParam("cost_weight", 2, {0, 1000},
                               "Of costs beyond the budget; 0: no budget"));
  params.push_back(
      NumberParam("scale", 1, {0, 1000}, "Of steps along the gradients"));
  params.push_back(NumberParam("reserve", 0.05, {0, 1},
                               "Share of the soft budget left unplanned"));
  return params;
}

}  // namespace

StrategyEntry TrebiStrategy() {
  return {.name = "trebi",
          .help = "Plans within a budget known at run time, by diffusion",
          .params = Params(),
          .signals = TrainedSignals(),
          .make = Make,
          .network = Network};
}

}  // namespace souk::agents
