#include "actors/benchmarks/learners.h"

#include <cmath>
#include <string>
#include <vector>

#include "agents/learning/policy_input.h"
#include "agents/strategy.h"
#include "market/family.h"
#include "market/random.h"

namespace souk::actors {
namespace {

constexpr const char* kStrategy = "iql";
constexpr uint32_t kWidths[] = {16, 128, 64, 1};

market::Tensor RandomWeight(const market::Stream& stream, uint32_t layer) {
  const uint32_t inputs = kWidths[layer];
  const uint32_t outputs = kWidths[layer + 1];
  market::Tensor weight{
      market::Concat("policy.", layer, ".weight"), {outputs, inputs}, {}};
  const double deviation = std::sqrt(2.0 / inputs);
  for (uint32_t at = 0; at < inputs * outputs; ++at) {
    weight.values.push_back(
        static_cast<float>(deviation * stream.Normal(layer, at, 0)));
  }
  return weight;
}

}  // namespace

std::shared_ptr<const market::TrainedModel> RandomPolicy(uint64_t seed) {
  const market::Stream stream(seed, 0, market::Purpose::kTest);
  auto model = std::make_shared<market::TrainedModel>();
  model->member = kStrategy;
  for (uint32_t layer = 0; layer + 1 < std::size(kWidths); ++layer) {
    const uint32_t outputs = kWidths[layer + 1];
    model->tensors.push_back(RandomWeight(stream, layer));
    model->tensors.push_back({market::Concat("policy.", layer, ".bias"),
                              {outputs},
                              std::vector<float>(outputs)});
  }
  const auto features = agents::FindFeatures("auctionnet").value();
  SOUK_CHECK(features.size() == kWidths[0], features.size(), " features");
  const std::vector<double> zeros(features.size());
  const std::vector<double> ones(features.size(), 1);
  model->settings = {
      {agents::kFeaturesSetting,
       {features.indices.begin(), features.indices.end()}},
      {agents::kShiftSetting, zeros},
      {agents::kScaleSetting, ones},
      {agents::kCoefficientSetting, {1, 0.01, 2}},  // around 1, within 2
  };
  return model;
}

void MakeLearners(std::shared_ptr<const market::TrainedModel> model,
                  market::MarketSpec& spec) {
  const auto entry =
      market::FindMember("strategy", agents::Strategies(), kStrategy).value();
  const auto params = market::ParamSet::Make(entry->params, {}).value();
  for (market::CampaignSpec& campaign : spec.campaigns) {
    campaign.strategy = {kStrategy, params, model};
  }
}

}  // namespace souk::actors
