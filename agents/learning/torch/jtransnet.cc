// Trains jtransnet (agents/auctioneers/jtransnet.cc) from a warm start: both
// transformers add nothing yet, so that it starts as joint_vcg0, or as
// joint_reserve where slots may stay empty.
//
//   loss    -revenue + sum over sides s of (lambda_s n_s rgt_s
//           + rho / 2 (n_s rgt_s)^2), n_s: members of the side
//   rgt_s   mean over profiles of what one member of the side, drawn for each
//           profile, gains by the best of 20 lies: uniform (10 of them), value
//           times uniform and times .5 to 1.3, value + .05 normal
//   lambda  from first_multiplier; every 100 steps + rho rgt; rho from 1, + 5
//   every 5 % of
//           the steps. One per side, so that nobody's name counts.
//           Twice: with soft ranks, which teach the ranking not to reward
//           lies, and with the hard ones that are deployed, which teach prices;
//           soft ranks alone hide what a bid just above the critical one gains
//   tau     of NeuralSort, falls geometrically over the first 60 % of the steps
//
// Adam, gradients clipped at 1, learning rate falling to a tenth. Ten times in
// a training the deployed mechanism is tried (hard ranking, whole prices, dense
// regret); the best of those is kept: the most revenue with no member's regret
// above the target, or if there is none the one of least regret. The paper's
// steps, layers and losses are not known; a member per side and step instead of
// all is ours.
#include <array>
#include <cmath>
#include <optional>

#include "agents/auctioneers/auctioneer.h"
#include "agents/learning/joint_report.h"
#include "agents/learning/setting_values.h"
#include "agents/learning/torch/jtransnet_net.h"
#include "agents/learning/torch/value_batch.h"
#include "agents/learning/training.h"
#include "market/family.h"

namespace souk::agents {
namespace {

using market::Result;
using market::TrainedModel;

constexpr int64_t kLies = 20;

/// Some members of one side, one per profile, as [batch, members] of 0 and 1.
struct Liars {
  torch::Tensor mask;
  torch::Tensor value;    ///< [batch]
  torch::Tensor highest;  ///< [batch]
};

/// [lies, batch]
torch::Tensor LiesOf(const Liars& liars, TrainingDraws& draws) {
  const int64_t batch = liars.value.size(0);
  const torch::Tensor& value = liars.value;
  const torch::Tensor anywhere =
      draws.Uniforms({10, batch}) * liars.highest.unsqueeze(0);
  std::vector<torch::Tensor> near = {value * draws.Uniforms({batch})};
  for (const double factor : {0.5, 0.7, 0.8, 0.9, 0.95, 1.05, 1.1, 1.3}) {
    near.push_back(value * factor);
  }
  near.push_back((value + 0.05 * draws.Normals({batch})).clamp_min(0));
  return torch::cat({anywhere, torch::stack(near)});
}

class Training {
 public:
  Training(const TrainingTask& task, const JTransNetShape& shape)
      : task_(task),
        draws_(task.seed),
        net_(task.setting, shape, draws_),
        optimizer_(net_.parameters(),
                   torch::optim::AdamOptions(rate_at_start())),
        highest_(HighestValues(task.setting)) {
    multiplier_.fill(task.params.number("first_multiplier"));
  }

  Result<void> Run(const TrainingWatch& watch) {
    for (int64_t step = 0; step < steps(); ++step) {
      Step(step);
      if (step % 100 == 99) RaiseMultipliers(step);
      if ((step + 1) % std::max<int64_t>(1, steps() / 10) == 0) Validate();
      if (!watch({step + 1, steps(), Figures()})) {
        return market::Error{"Training was stopped."};
      }
    }
    if (!best_) Validate();
    return {};
  }
  TrainedModel Best() const { return *best_; }

  std::shared_ptr<const market::Mechanism> MechanismOf(
      const TrainedModel& model) const {
    const auto* const entry =
        market::FindMember("auctioneer", Auctioneers(), "jtransnet").value();
    return entry
        ->make(market::ParamSet::Make(entry->params, {}).value(),
               std::make_shared<const TrainedModel>(model))
        .value();
  }

 private:
  double rate_at_start() const { return task_.params.number("learning_rate"); }
  int64_t steps() const { return task_.params.integer("steps"); }
  double Part(int64_t step) const {
    return static_cast<double>(step) / static_cast<double>(steps());
  }
  double Temperature(int64_t step) const {
    const double first = task_.params.number("first_tau");
    const double last = task_.params.number("last_tau");
    return first * std::pow(last / first, std::min(1.0, Part(step) / 0.6));
  }
  double Rho(int64_t step) const { return 1 + 5 * std::floor(20 * Part(step)); }
  int64_t Side(size_t side) const {
    return side == 0 ? task_.setting.brands : task_.setting.stores;
  }

  void Step(int64_t step) {
    const double tau = Temperature(step);
    const torch::Tensor values =
        DrawValues(task_.setting, task_.params.integer("batch"), draws_);
    const JTransNetNet::Sale honest = net_.Run(values, tau);
    const JTransNetNet::Sale shown = net_.Run(values, 0);
    const torch::Tensor revenue = honest.payment.sum(1).mean();
    torch::Tensor loss = -revenue;
    for (size_t side = 0; side < 2; ++side) {
      const torch::Tensor gain = Gain(values, honest, tau, side).mean() +
                                 Gain(values, shown, 0, side).mean();
      regret_[side] = gain.item<double>();
      const torch::Tensor all = gain * Side(side);
      loss = loss + multiplier_[side] * all + Rho(step) / 2 * all * all;
    }
    for (auto& group : optimizer_.param_groups()) {
      static_cast<torch::optim::AdamOptions&>(group.options())
          .lr(rate_at_start() * (1 - 0.9 * Part(step)));
    }
    optimizer_.zero_grad();
    loss.backward();
    ClippedStep(optimizer_, 1);
    loss_ = loss.item<double>();
    revenue_ = revenue.item<double>();
  }

  /// [batch]: of one member of the side in every profile.
  torch::Tensor Gain(const torch::Tensor& values,
                     const JTransNetNet::Sale& honest, double tau,
                     size_t side) {
    const Liars liars = DrawLiars(values, side);
    const torch::Tensor best = BestLie(values, liars, tau);
    const torch::Tensor lied =
        Utility(net_.Run(Told(values, liars, best), tau), liars);
    return torch::relu(lied - Utility(honest, liars));
  }

  Liars DrawLiars(const torch::Tensor& values, size_t side) {
    const int64_t first = side == 0 ? 0 : Side(0);
    const torch::Tensor who =
        first +
        draws_.Integers(values.size(0), static_cast<uint64_t>(Side(side)));
    const torch::Tensor mask =
        torch::one_hot(who, values.size(1)).to(torch::kFloat);
    return {mask, (values * mask).sum(1), highest_.index_select(0, who)};
  }

  static torch::Tensor Told(const torch::Tensor& values, const Liars& liars,
                            const torch::Tensor& lie) {
    return values + liars.mask * (lie - liars.value).unsqueeze(-1);
  }

  static torch::Tensor Utility(const JTransNetNet::Sale& sale,
                               const Liars& liars) {
    return ((sale.share * liars.mask).sum(1) * liars.value) -
           (sale.payment * liars.mask).sum(1);
  }

  torch::Tensor BestLie(const torch::Tensor& values, const Liars& liars,
                        double tau) {
    const torch::NoGradGuard none;
    const torch::Tensor lies = LiesOf(liars, draws_);
    const auto many = [&](const torch::Tensor& one) {
      std::vector<int64_t> sizes(static_cast<size_t>(one.dim()), 1);
      sizes[0] = kLies;
      return one.repeat(sizes);
    };
    const Liars all = {many(liars.mask), many(liars.value),
                       many(liars.highest)};
    const torch::Tensor utility =
        Utility(net_.Run(Told(many(values), all, lies.flatten()), tau), all);
    const torch::Tensor best = utility.view_as(lies).argmax(0, true);
    return lies.gather(0, best).squeeze(0);
  }

  void RaiseMultipliers(int64_t step) {
    for (size_t side = 0; side < 2; ++side) {
      multiplier_[side] += Rho(step) * regret_[side];
    }
  }

  TrainedModel ModelNow() const {
    TrainedModel model;
    model.member = "jtransnet";
    model.task = task_.text;
    model.seed = task_.seed;
    KeepSetting(task_.setting, model);
    net_.ExportTo(model);
    return model;
  }

  /// On profiles of its own.
  void Validate() {
    TrainedModel model = ModelNow();
    const JointReport report =
        Report(*MechanismOf(model), task_.setting,
               {.seed = ~task_.seed,
                .profiles = task_.params.integer("validation_profiles"),
                .regret_profiles = 40,
                .probe = {.estimator = market::RegretEstimator::kDense,
                          .points = 51}});
    const double target = task_.params.number("target_regret");
    const double over = std::max(report.worst_regret(), target);
    checked_ = {report.revenue.mean, report.worst_regret()};
    if (best_ &&
        (over > best_over_ ||
         (over == best_over_ && report.revenue.mean <= best_revenue_))) {
      return;
    }
    best_ = std::move(model);
    best_over_ = over;
    best_revenue_ = report.revenue.mean;
  }

  std::vector<market::NamedValues> Figures() const {
    return {{"loss", {loss_}},
            {"revenue", {revenue_}},
            {"soft regret", {regret_[0], regret_[1]}},
            {"hard revenue", {checked_[0]}},
            {"hard regret", {checked_[1]}}};
  }

  const TrainingTask& task_;
  TrainingDraws draws_;
  JTransNetNet net_;
  torch::optim::Adam optimizer_;
  torch::Tensor highest_;  // [members]
  std::array<double, 2> multiplier_;
  std::array<double, 2> regret_ = {0, 0};
  double loss_ = 0, revenue_ = 0;
  std::array<double, 2> checked_ = {0, 0};
  std::optional<TrainedModel> best_;
  double best_over_ = 0, best_revenue_ = 0;
};

Result<TrainedModel> Train(const TrainingTask& task,
                           const TrainingWatch& watch) {
  torch::set_num_threads(1);
  const JTransNetShape shape = {
      .width = task.params.integer("width"),
      .layers = task.params.integer("layers"),
      .heads = task.params.integer("heads"),
      .empty_slots = task.params.integer("empty_slots") == 1};
  if (shape.width % shape.heads != 0) {
    return market::Error{
        market::Concat("jtransnet's heads must divide its "
                       "width; found ",
                       shape.heads, " heads and width ", shape.width, ".")};
  }
  Training training(task, shape);
  const Result<void> run = training.Run(watch);
  if (!run) return run.error();
  TrainedModel model = training.Best();
  model.figures = FiguresOf(
      FinalReport(*training.MechanismOf(model), task.setting, task.seed));
  return model;
}

market::ParamSpec Whole(std::string name, std::array<double, 3> usual_min_max,
                        std::string help) {
  return {.name = std::move(name),
          .shape = market::ParamShape::kInteger,
          .default_value = {usual_min_max[0]},
          .min = usual_min_max[1],
          .max = usual_min_max[2],
          .help = std::move(help)};
}

market::ParamSpec Number(std::string name, double usual, std::string help) {
  return {.name = std::move(name),
          .default_value = {usual},
          .min = 1e-9,
          .max = 1e6,
          .help = std::move(help)};
}

}  // namespace

TrainerEntry JTransNetTrainer() {
  return {.name = "jtransnet",
          .help = "JTransNet: a transformer ranks, another one prices",
          .needs = TrainingNeeds::kJointSetting,
          .params = {Whole("steps", {600, 1, 1e7}, "Gradient steps."),
                     Whole("batch", {64, 1, 1e5}, "Profiles per step."),
                     Whole("width", {32, 1, 1024}, "Of both transformers."),
                     Whole("layers", {1, 1, 16}, "Of both transformers."),
                     Whole("heads", {2, 1, 64}, "Of both transformers."),
                     Whole("empty_slots", {1, 0, 1},
                           "1: slots may stay empty; 0: all are filled."),
                     Number("learning_rate", 1e-3, "Of Adam, at the start."),
                     Number("first_tau", 0.02, "Softness of ranks, at first."),
                     Number("last_tau", 0.02, "... and in the end."),
                     Number("first_multiplier", 20,
                            "What regret costs at first, in revenue."),
                     Number("target_regret", 0.001,
                            "Most of a member, on the deployed mechanism."),
                     Whole("validation_profiles", {2000, 2, 1e7},
                           "For the revenue of every trial.")},
          .train = Train};
}

}  // namespace souk::agents
