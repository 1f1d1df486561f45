#include "agents/learning/torch/regret_training.h"

#include <algorithm>
#include <cmath>

namespace souk::agents {
namespace {

using market::Result;

constexpr int64_t kStepsPerWord = 20;  // between calls of the watch

struct StepFigures {
  double loss = 0, revenue = 0, regret = 0;
};

class RegretTrainer {
 public:
  RegretTrainer(LotteryNet& net, const ValueSource& source,
                const RegretPlan& plan, TrainingDraws& draws)
      : net_(net),
        source_(source),
        plan_(plan),
        draws_(draws),
        liars_(net, Interest::kRole, source.highest.size(0)),
        optimizer_(net.parameters(), plan.learning_rate),
        multiplier_(plan.multiplier) {}

  StepFigures Step(int64_t step) {
    SetRate(step);
    const torch::Tensor values = source_.draw(plan_.batch, draws_);
    const torch::Tensor lies = Lies(values);
    const LotteryOutcome honest = net_.Run(values);
    const torch::Tensor gain =
        liars_.UtilityOf(values, lies) - liars_.Utility(values, honest);
    const torch::Tensor regret = torch::relu(gain).sum(1).mean();
    const torch::Tensor revenue = honest.payment.sum(1).mean();
    const torch::Tensor loss = multiplier_ * regret - revenue;
    optimizer_.zero_grad();
    loss.backward();
    ClippedStep(optimizer_, 1);
    const StepFigures figures = {loss.item<double>(), revenue.item<double>(),
                                 regret.item<double>()};
    Reprice(figures, step);
    return figures;
  }
  double multiplier() const { return multiplier_; }

 private:
  double Part(int64_t step) const {
    return static_cast<double>(step) / static_cast<double>(plan_.steps);
  }

  void SetRate(int64_t step) {
    const double left = std::min(1.0, 2 - 2 * Part(step));
    for (auto& group : optimizer_.param_groups()) {
      static_cast<torch::optim::AdamOptions&>(group.options())
          .lr(plan_.learning_rate * std::max(0.01, left));
    }
  }

  torch::Tensor Lies(const torch::Tensor& values) {
    const torch::Tensor best = liars_.Best(
        values, DrawnLies(values, source_.highest, plan_.lies, draws_));
    return liars_.Climb(
        values, best, {plan_.ascent_steps, plan_.ascent_size, source_.highest});
  }

  /// The regret's price rises while there is more of it than wanted.
  void Reprice(const StepFigures& figures, int64_t step) {
    const double fallen = std::min(1.0, 2 * Part(step));
    const double target =
        plan_.first_target *
        std::pow(plan_.last_target / plan_.first_target, fallen);
    const double share =
        std::max(figures.regret, 1e-8) / std::max(figures.revenue, 1e-8);
    multiplier_ = std::max(
        0.0, multiplier_ + plan_.multiplier_rate * std::log(share / target));
  }

  LotteryNet& net_;
  const ValueSource& source_;
  const RegretPlan& plan_;
  TrainingDraws& draws_;
  Liars liars_;
  torch::optim::Adam optimizer_;
  double multiplier_;
};

}  // namespace

Result<void> TrainByRegret(LotteryNet& net, const ValueSource& source,
                           const RegretPlan& plan, const TrainingRun& run) {
  torch::set_num_threads(1);
  RegretTrainer trainer(net, source, plan, run.draws);
  for (int64_t step = 1; step <= plan.steps; ++step) {
    const StepFigures now = trainer.Step(step);
    if (step % kStepsPerWord != 0 && step != plan.steps) continue;
    const bool goes_on = run.watch({step,
                                    plan.steps,
                                    {{"loss", {now.loss}},
                                     {"revenue", {now.revenue}},
                                     {"soft regret", {now.regret}},
                                     {"multiplier", {trainer.multiplier()}}}});
    if (!goes_on) {
      return market::Error{market::Concat("Training was stopped at step ", step,
                                          " of ", plan.steps, ".")};
    }
  }
  return {};
}

}  // namespace souk::agents
