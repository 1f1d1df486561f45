// Trains jmono by evolution strategy: the mechanism that is deployed is tried
// with its curves disturbed, and the curves move where it earns more.
//
//   curve   6 knots from 0 to the side's highest value; parameters: its worth
//           at 0 and the logarithms of its 5 slopes
//   step    p pairs of theta +- sigma * noise, each on the same fresh profiles;
//           Adam with the mean of (earned+ - earned-) / (2 sigma) * noise
//   sigma   from 0.3 geometrically to 0.05; the result is the mean of theta
//           over the last quarter of the steps
//
// It starts as joint_vcg0. No gradient of the mechanism is needed, and no
// torch. Salimans et al., "Evolution Strategies as a Scalable Alternative to
// Reinforcement Learning", 2017.
#include <algorithm>
#include <cmath>

#include "agents/auctioneers/auctioneer.h"
#include "agents/learning/adam.h"
#include "agents/learning/joint_profiles.h"
#include "agents/learning/joint_report.h"
#include "agents/learning/setting_values.h"
#include "agents/learning/torch/networks.h"
#include "agents/learning/training.h"
#include "market/expected_events.h"
#include "market/family.h"

namespace souk::agents {
namespace {

using market::Result;
using market::TrainedModel;

constexpr uint32_t kKnots = 6;
constexpr double kFirstSigma = 0.3;
constexpr double kLastSigma = 0.05;
constexpr double kSteepest = 5;  // logarithm of a slope, at most

/// Worth at 0 and log slopes of brands, then of stores.
using Theta = std::vector<double>;

void AddCurve(const std::string& name, double high, const double* theta,
              TrainedModel& model) {
  market::Tensor bids = {name + ".bids", {kKnots}, {}};
  market::Tensor worths = {name + ".worths", {kKnots}, {}};
  const double step = high / (kKnots - 1);
  double worth = high * theta[0];
  for (uint32_t k = 0; k < kKnots; ++k) {
    bids.values.push_back(static_cast<float>(step * k));
    worths.values.push_back(static_cast<float>(worth));
    if (k + 1 == kKnots) break;
    worth += step * std::exp(std::clamp(theta[1 + k], -kSteepest, kSteepest));
  }
  model.tensors.push_back(std::move(bids));
  model.tensors.push_back(std::move(worths));
}

TrainedModel ModelOf(const TrainingTask& task, const Theta& theta) {
  TrainedModel model;
  model.member = "jmono";
  model.task = task.text;
  model.seed = task.seed;
  KeepSetting(task.setting, model);
  AddCurve("brand", task.setting.brand_law.high, theta.data(), model);
  AddCurve("store", task.setting.store_law.high, theta.data() + kKnots, model);
  return model;
}

std::shared_ptr<const market::Mechanism> MechanismOf(TrainedModel model) {
  const auto* const entry =
      market::FindMember("auctioneer", Auctioneers(), "jmono").value();
  return entry
      ->make(market::ParamSet::Make(entry->params, {}).value(),
             std::make_shared<const TrainedModel>(std::move(model)))
      .value();
}

class Evolution {
 public:
  explicit Evolution(const TrainingTask& task)
      : task_(task),
        profiles_(task.setting, task.seed),
        draws_(task.seed),
        steps_(task.params.integer("steps")),
        pairs_(task.params.integer("pairs")),
        batch_(task.params.integer("batch")),
        theta_(2 * kKnots, 0),
        mean_(theta_.size(), 0),
        adam_(theta_.size(), task.params.number("learning_rate")) {}

  Result<void> Run(const TrainingWatch& watch) {
    for (int64_t step = 0; step < steps_; ++step) {
      const double earned = Step(step);
      if (4 * (step + 1) > 3 * steps_) AddToMean();
      if (!watch({step + 1, steps_, {{"revenue", {earned}}}})) {
        return market::Error{"Training was stopped."};
      }
    }
    for (double& one : mean_) one /= static_cast<double>(averaged_);
    return {};
  }
  const Theta& mean() const { return mean_; }

 private:
  double Step(int64_t step) {
    const double done = static_cast<double>(step) / static_cast<double>(steps_);
    const double sigma = kFirstSigma * std::pow(kLastSigma / kFirstSigma, done);
    Draw(step);
    Theta gradient(theta_.size(), 0);
    Theta noise(theta_.size());
    double earned = 0;
    for (int64_t pair = 0; pair < pairs_; ++pair) {
      for (double& one : noise) one = draws_.Normal();
      const double more = Earned(Moved(noise, sigma));
      const double less = Earned(Moved(noise, -sigma));
      earned += (more + less) / 2;
      for (size_t i = 0; i < noise.size(); ++i) {
        gradient[i] -= (more - less) / (2 * sigma) * noise[i];
      }
    }
    adam_.Step(gradient, theta_);
    return earned / static_cast<double>(pairs_);
  }

  Theta Moved(const Theta& noise, double sigma) const {
    Theta moved = theta_;
    for (size_t i = 0; i < moved.size(); ++i) moved[i] += sigma * noise[i];
    return moved;
  }

  /// Fresh profiles; the first ones are kept for tests.
  void Draw(int64_t step) {
    constexpr uint64_t kTraining = uint64_t{1} << 40;
    const auto first =
        kTraining + static_cast<uint64_t>(step) * static_cast<uint64_t>(batch_);
    bids_.resize(static_cast<size_t>(batch_));
    for (size_t n = 0; n < bids_.size(); ++n) {
      bids_[n].resize(task_.setting.members());
      profiles_.Draw(first + n, bids_[n]);
    }
  }

  /// In units per profile.
  double Earned(const Theta& theta) {
    const auto mechanism = MechanismOf(ModelOf(task_, theta));
    double sum = 0;
    for (const std::vector<double>& bid : bids_) {
      const market::Auction auction = profiles_.PageView(bid);
      mechanism->Clear(auction, outcome_);
      sum += market::ExpectedRevenue(auction, outcome_);
    }
    return sum / task_.setting.value_unit_micros / static_cast<double>(batch_);
  }

  void AddToMean() {
    for (size_t i = 0; i < mean_.size(); ++i) mean_[i] += theta_[i];
    ++averaged_;
  }

  const TrainingTask& task_;
  JointProfiles profiles_;
  TrainingDraws draws_;
  int64_t steps_, pairs_, batch_;
  Theta theta_, mean_;
  int64_t averaged_ = 0;
  Adam adam_;
  std::vector<std::vector<double>> bids_;
  market::Outcome outcome_;
};

Result<TrainedModel> Train(const TrainingTask& task,
                           const TrainingWatch& watch) {
  Evolution evolution(task);
  const Result<void> run = evolution.Run(watch);
  if (!run) return run.error();
  TrainedModel model = ModelOf(task, evolution.mean());
  model.figures =
      FiguresOf(FinalReport(*MechanismOf(model), task.setting, task.seed));
  return model;
}

market::ParamSpec Count(std::string name, double usual, std::string help) {
  return {.name = std::move(name),
          .shape = market::ParamShape::kInteger,
          .default_value = {usual},
          .min = 1,
          .max = 1e6,
          .help = std::move(help)};
}

}  // namespace

TrainerEntry JMonoTrainer() {
  return {.name = "jmono",
          .help = "Learned worths of bids, by evolution strategy",
          .needs = TrainingNeeds::kJointSetting,
          .params = {Count("steps", 250, "Steps of the evolution."),
                     Count("pairs", 10, "Pairs of disturbed curves per step."),
                     Count("batch", 600, "Profiles per step."),
                     {.name = "learning_rate",
                      .default_value = {0.05},
                      .min = 1e-6,
                      .max = 1,
                      .help = "Of Adam."}},
          .train = Train};
}

}  // namespace souk::agents
