// drlb: learns by trial, day after day, how to correct the coefficient of its
// bids (deep Q learning within the run; no model is needed).
//
//   bid    = k * unit                              agents/learning/aim.h
//   k      = k / (1 + beta), before every tick (agents/learning/steering.h);
//            beta one of -8, -3, -1, 0, 1, 3, 8 %
//
// Seven numbers make a state: time left, budget left, spend of the last tick
// over an even share of what was left, cost over worth of the last tick and of
// the day so far, win rate, and worth of the last tick over an even share of
// the budget; each cut at 5. The return of a day is what it gained (expected
// conversions, or clicks) in worth over the budget; with a target it is scaled
// by (C / CPA)^2 where the cost of an expected conversion is above the target
// (market/cpa_score.h). At a day's end `updates` batches of the memory are
// learnt from (agents/learning/move_learner.h).
//
// It tries a random beta with probability epsilon in the first `explore_days`,
//   epsilon = max(0.05, 0.9 (1 - day / explore_days)), at least 0.5 where Q
// has more than one peak over the ordered betas; later never.
//
// Reference: Wu et al., "Budget constrained bidding by model-free reinforcement
// learning in display advertising", CIKM 2018: bid = v / lambda, lambda = 1/k.
// Ours: the number of adjustments left is that of the ticks left, so the
// state tells the cost of the day so far instead; the target in the return; and
// values are discounted: with a discount of 1, as published, it learnt much
// less in 60 days.
//
// Parameters: start, least, most, carry, explore_days, updates, batch, hidden,
// memory, discount, learning_rate. Signals: coefficient, epsilon (of the tick
// planned last), loss (of the last batch).
#include <algorithm>
#include <array>
#include <cmath>

#include "agents/learning/aim.h"
#include "agents/learning/move_learner.h"
#include "agents/learning/steering.h"
#include "agents/strategies/requirements.h"
#include "market/cpa_score.h"

namespace souk::agents {
namespace {

using market::ParamSet;
using market::ParamShape;
using market::ParamSpec;

constexpr std::array<double, 7> kMoves = {-.08, -.03, -.01, 0, .01, .03, .08};

struct Rules {
  SteeredCoefficient::Rules steering;
  double explore_days = 0;
  uint32_t updates = 0;
  DayMemory::Sizes memory;
  MoveLearner::Rules learner;
};

/// Sums of a tick or a day.
struct Sums {
  double spent = 0;  ///< micro-units
  double worth = 0;  ///< micro-units
  double wins = 0;
  double auctions = 0;
};

class Drlb final : public Strategy {
 public:
  Drlb(const Rules& rules, const LineFacts& facts, const Aim& aim)
      : rules_(rules),
        facts_(facts),
        aim_(aim),
        stream_(facts.seed, facts.run, market::Purpose::kStrategy),
        memory_(rules.memory),
        learner_(rules.learner, stream_, facts.line),
        k_(rules.steering) {}

  market::BidFunction Plan(const market::PlanInput& input) override {
    if (input.time.first_of_day()) {
      k_.StartDay();
      last_ = day_ = {};
    }
    Move move;
    move.state = StateAt(input);
    move.action = Choose(move.state);
    move.last = input.time.tick_of_day() + 1 == facts_.ticks_per_day ? 1 : 0;
    move.cell = memory_.CellOf(input.time.tick_of_day(),
                               BudgetLeft(input.remaining_today), move.action);
    memory_.Add(move);
    ++moves_;
    k_.Change(Steering::kShare, 1 / (1 + kMoves[move.action]) - 1);
    left_ = Micros(input.remaining_today);
    return {CoefficientBid(aim_, k_.value()), nullptr};
  }
  void Learn(const market::Feedback& feedback) override {
    const market::LineTally& tally = feedback.tally;
    last_ = {.spent = Micros(tally.spend),
             .worth = aim_.worth_micros * aim_.Expected(tally),
             .wins = static_cast<double>(tally.impressions),
             .auctions = static_cast<double>(tally.auctions)};
    day_.spent += last_.spent;
    day_.worth += last_.worth;
    k_.Spend(last_.spent);
    if (feedback.time.tick_of_day() + 1 == facts_.ticks_per_day) EndDay();
  }
  void Signals(std::span<double> values) const override {
    values[0] = k_.value();
    values[1] = epsilon_;
    values[2] = learner_.loss();
  }
  void Save(market::ArchiveWriter& out) const override {
    memory_.Save(out);
    learner_.Save(out);
    for (const auto& sums : {last_, day_}) out.Put(sums);
    k_.Save(out);
    out.Put(left_);
    out.Put(epsilon_);
    out.Put(moves_);
    out.Put(updates_);
  }
  void Load(market::ArchiveReader& in) override {
    memory_.Load(in);
    learner_.Load(in);
    for (Sums* sums : {&last_, &day_}) in.Get(*sums);
    k_.Load(in);
    in.Get(left_);
    in.Get(epsilon_);
    in.Get(moves_);
    in.Get(updates_);
  }

 private:
  static double Micros(market::Money money) {
    return static_cast<double>(money.micros);
  }
  static double Ratio(double a, double b) { return b > 0 ? a / b : 0; }

  double BudgetLeft(market::Money remaining) const {
    return Ratio(Micros(remaining), Micros(facts_.daily_budget));
  }

  DayState StateAt(const market::PlanInput& input) const {
    const double ticks = facts_.ticks_per_day;
    const double share = TickShare(facts_);
    const std::array<double, DayState::kSize> told = {
        1 - input.time.tick_of_day() / ticks,
        BudgetLeft(input.remaining_today),
        Ratio(last_.spent, left_) * (ticks - input.time.tick_of_day() + 1),
        Ratio(last_.spent, last_.worth),
        Ratio(day_.spent, day_.worth),
        Ratio(last_.wins, last_.auctions),
        Ratio(last_.worth, share)};
    DayState state;
    for (size_t i = 0; i < told.size(); ++i) {
      state.values[i] = static_cast<float>(std::clamp(told[i], 0.0, 5.0));
    }
    return state;
  }

  uint16_t Choose(const DayState& state) {
    const auto values = learner_.ValuesAt(state);
    const auto best = std::ranges::max_element(values) - values.begin();
    epsilon_ = EpsilonFor(values);
    const auto draw = static_cast<uint32_t>(moves_);
    if (!stream_.Bernoulli(epsilon_, facts_.line, draw, 0)) {
      return static_cast<uint16_t>(best);
    }
    const uint64_t any =
        stream_.Integer(kMoves.size(), facts_.line, draw, kWhich);
    return static_cast<uint16_t>(any);
  }

  double EpsilonFor(const std::vector<double>& values) const {
    const double day =
        std::floor(static_cast<double>(moves_) / facts_.ticks_per_day);
    if (day >= rules_.explore_days) return 0;
    const double epsilon =
        std::max(0.05, 0.9 * (1 - day / rules_.explore_days));
    return SinglePeak(values) ? epsilon : std::max(epsilon, 0.5);
  }

  void EndDay() {
    const double gain = Ratio(day_.worth, Micros(facts_.daily_budget));
    memory_.EndDay(gain * Compliance());
    for (uint32_t i = 0; i < rules_.updates; ++i) {
      learner_.Step(memory_, {stream_, facts_.line, updates_++});
    }
  }

  /// Score of a conversion: 1 unless there is a target and it is missed.
  double Compliance() const {
    if (facts_.target_cpa_micros <= 0 || day_.worth <= 0) return 1;
    return market::CpaScore(
        {.conversions = 1, .cost = Ratio(day_.spent, day_.worth), .target = 1});
  }

  static constexpr uint32_t kWhich = UINT32_MAX;  // index of a draw

  Rules rules_;
  LineFacts facts_;
  Aim aim_;
  market::Stream stream_;
  DayMemory memory_;
  MoveLearner learner_;
  SteeredCoefficient k_;
  Sums last_;        // of the last tick of this day
  Sums day_;         // of the day so far
  double left_ = 0;  // of the budget, when last_ was planned
  double epsilon_ = 0;
  uint64_t moves_ = 0;
  uint32_t updates_ = 0;
};

Rules RulesOf(const ParamSet& params, const LineFacts& facts,
              const SteeredCoefficient::Rules& steering) {
  const auto size = [&params](const char* name) {
    return static_cast<size_t>(params.integer(name));
  };
  return {
      .steering = steering,
      .explore_days = params.number("explore_days"),
      .updates = static_cast<uint32_t>(size("updates")),
      .memory = {.rows = std::max<size_t>(size("memory"), facts.ticks_per_day),
                 .ticks_per_day = facts.ticks_per_day,
                 .actions = kMoves.size()},
      .learner = {.hidden = size("hidden"),
                  .actions = kMoves.size(),
                  .batch = size("batch"),
                  .rate = params.number("learning_rate"),
                  .discount = params.number("discount")}};
}

market::Result<std::unique_ptr<Strategy>> Make(const ParamSet& params,
                                               const LineFacts& facts) {
  const auto aim = AimOf("drlb", facts);
  if (!aim) return aim.error();
  if (auto budget = NeedDailyBudget("drlb", facts); !budget) {
    return budget.error();
  }
  const auto steering = SteeringRulesOf("drlb", params);
  if (!steering) return steering.error();
  return std::unique_ptr<Strategy>(
      std::make_unique<Drlb>(RulesOf(params, facts, *steering), facts, *aim));
}

ParamSpec Whole(const char* name, double value, Range range, const char* help) {
  ParamSpec spec = NumberParam(name, value, range, help);
  spec.shape = ParamShape::kInteger;
  return spec;
}

std::vector<ParamSpec> Params() {
  std::vector<ParamSpec> params = SteeringParams();
  const std::vector<ParamSpec> own = {
      NumberParam("explore_days", 20, {0, 1e6}, "Days with random moves"),
      Whole("updates", 96, {0, 1e6}, "Batches learnt from at a day's end"),
      Whole("batch", 32, {1, 4096}, "Moves in a batch"),
      Whole("hidden", 24, {1, 256}, "Width of the networks' hidden layers"),
      Whole("memory", 4800, {1, 1e5},
            "Moves that are remembered, at least those of a day"),
      NumberParam("discount", 0.5, {0, 1}, "Of values, per tick"),
      NumberParam("learning_rate", 1e-3, {0, 1}, "Size of a step of Adam"),
  };
  params.insert(params.end(), own.begin(), own.end());
  return params;
}

}  // namespace

StrategyEntry DrlbStrategy() {
  return {.name = "drlb",
          .help =
              "Learns day by day how to correct its coefficient, by deep Q "
              "learning (needs a budget)",
          .params = Params(),
          .signals = {"coefficient", "epsilon", "loss"},
          .make = Make};
}

}  // namespace souk::agents
