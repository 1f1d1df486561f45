#include "agents/auctioneers/auctioneer.h"
#include "agents/learning/joint_profiles.h"
#include "agents/learning/joint_report.h"
#include "agents/learning/setting_values.h"
#include "agents/learning/torch/slot_lottery.h"
#include "agents/learning/torch/value_batch.h"
#include "market/family.h"

namespace souk::agents {
namespace {

using market::ParamShape;
using market::ParamSpec;
using market::Result;
using market::TrainedModel;

constexpr int64_t kTestProfiles = 1000;
constexpr int64_t kTestBatch = 50;
constexpr int64_t kEvenLies = 101;

ParamSpec Whole(std::string name, double usual, std::string help) {
  return {.name = std::move(name),
          .shape = ParamShape::kInteger,
          .default_value = {usual},
          .min = 1,
          .max = 1e9,
          .help = std::move(help)};
}

ParamSpec Number(std::string name, double usual, std::string help) {
  return {.name = std::move(name),
          .default_value = {usual},
          .min = 1e-9,
          .max = 1e6,
          .help = std::move(help)};
}

RegretPlan PlanOf(const market::ParamSet& params) {
  RegretPlan plan;
  plan.steps = params.integer("steps");
  plan.batch = params.integer("batch");
  plan.learning_rate = params.number("learning_rate");
  plan.multiplier_rate = params.number("multiplier_rate");
  plan.first_target = params.number("first_target");
  plan.last_target = params.number("last_target");
  plan.lies = params.integer("lies");
  plan.ascent_steps = params.integer("ascent_steps");
  plan.ascent_size = params.number("ascent_size");
  return plan;
}

ValueSource SourceOf(const JointSetting& setting) {
  return {[&setting](int64_t profiles, TrainingDraws& draws) {
            return DrawValues(setting, profiles, draws).unsqueeze(-1);
          },
          HighestValues(setting).unsqueeze(-1)};
}

/// Values of test profiles [kTestProfiles, members, 1], in units.
torch::Tensor TestValues(const JointSetting& setting, uint64_t seed) {
  const JointProfiles profiles(setting, seed);
  std::vector<double> bid(setting.members());
  torch::Tensor values = torch::empty(
      {kTestProfiles, static_cast<int64_t>(bid.size()), 1}, torch::kFloat);
  float* out = values.data_ptr<float>();
  for (uint64_t i = 0; i < kTestProfiles; ++i) {
    profiles.Draw(i, bid);
    for (const double one : bid) {
      *out++ = static_cast<float>(one / setting.value_unit_micros);
    }
  }
  return values;
}

/// Mean, p95 and max.
std::vector<double> MeanAndTail(const torch::Tensor& regret) {
  const torch::Tensor sorted = std::get<0>(regret.flatten().sort());
  const int64_t p95 = (sorted.size(0) * 95 + 99) / 100 - 1;
  return {sorted.mean().item<double>(), sorted[p95].item<double>(),
          sorted[-1].item<double>()};
}

/// The lottery with truthful bids and, for regret, with many lies.
void MeasureLottery(SlotLottery& net, const TrainingTask& task,
                    TrainedModel& model) {
  const torch::NoGradGuard none;
  const torch::Tensor values = TestValues(task.setting, task.seed);
  const torch::Tensor highest = HighestValues(task.setting).unsqueeze(-1);
  const Liars liars(net, Interest::kMember, values.size(1));
  double revenue = 0;
  std::vector<torch::Tensor> gains;
  for (const torch::Tensor& some : values.split(kTestBatch)) {
    const LotteryOutcome honest = net.Run(some);
    revenue += honest.payment.sum().item<double>();
    const torch::Tensor best =
        liars.Best(some, EvenLies(some, highest, kEvenLies));
    gains.push_back(
        torch::relu(liars.UtilityOf(some, best) - liars.Utility(some, honest)));
  }
  model.figures.push_back({"lottery revenue", {revenue / kTestProfiles}});
  model.figures.push_back({"lottery regret", MeanAndTail(torch::cat(gains))});
}

/// What serves the model, with the same profiles.
void MeasureDeployed(const TrainingTask& task, TrainedModel& model) {
  const auto entry =
      market::FindMember("auctioneer", Auctioneers(), model.member);
  const auto mechanism =
      (*entry)->make(market::ParamSet::Make((*entry)->params, {}).value(),
                     std::make_shared<const TrainedModel>(model));
  const JointReport report = FinalReport(**mechanism, task.setting, task.seed);
  for (market::NamedValues& figure : FiguresOf(report)) {
    model.figures.push_back(std::move(figure));
  }
}

}  // namespace

std::vector<ParamSpec> LotteryParams() {
  return {
      Whole("steps", 6000, "Gradient steps."),
      Whole("batch", 64, "Profiles per step."),
      Whole("width", 64, "Units of a hidden layer."),
      Whole("layers", 2, "Hidden layers of each network."),
      Number("learning_rate", 3e-3, "Of Adam, at the start."),
      Number("multiplier_rate", 0.02, "Of the price of regret, per step."),
      Number("first_target", 0.01, "Regret over revenue, at the start."),
      Number("last_target", 0.001, "Regret over revenue, from the middle on."),
      Whole("lies", 3, "Drawn per member and profile."),
      Whole("ascent_steps", 1, "Gradient steps of the best lie."),
      Number("ascent_size", 0.1, "Of such a step, in units of value."),
  };
}

Result<TrainedModel> TrainLottery(const TrainingTask& task,
                                  const TrainingWatch& watch,
                                  const LotteryFamily& family) {
  TrainingDraws draws(task.seed);
  const LotteryLayers layers = {task.params.integer("width"),
                                task.params.integer("layers")};
  const std::shared_ptr<SlotLottery> net =
      family.make(task.setting, layers, draws);
  const Result<void> trained = TrainByRegret(
      *net, SourceOf(task.setting), PlanOf(task.params), {draws, watch});
  if (!trained) return trained.error();
  TrainedModel model;
  model.member = family.name;
  model.task = task.text;
  model.seed = task.seed;
  KeepSetting(task.setting, model);
  net->ExportTo(model);
  MeasureLottery(*net, task, model);
  MeasureDeployed(task, model);
  return model;
}

}  // namespace souk::agents
