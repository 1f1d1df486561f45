#include "agents/strategies/learnt_policy.h"

#include <algorithm>

#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

/// Breaks the symmetry of the two hidden units.
constexpr double kTilt = 0.5;
constexpr double kFirstSigma = 0.05;

class LearntPolicy final : public ShadeLearner {
 public:
  explicit LearntPolicy(const Training& training) : training_(training) {}

  Shade At(double x) const override {
    return taught_ != 0 ? policy_.At(x) : kFirstShade;
  }
  std::shared_ptr<const ShadeLearner> Taught(
      std::span<const ShadedAuction> batch) const override {
    auto taught = std::make_shared<LearntPolicy>(training_);
    taught->policy_ =
        Trained(taught_ != 0 ? policy_ : Imitating(batch), batch, training_);
    taught->taught_ = 1;
    return taught;
  }
  void Save(market::ArchiveWriter& out) const override {
    out.Put(policy_.parameters);
    out.Put(taught_);
  }
  std::shared_ptr<const ShadeLearner> Loaded(
      market::ArchiveReader& in) const override {
    auto loaded = std::make_shared<LearntPolicy>(training_);
    in.Get(loaded->policy_.parameters);
    in.Get(loaded->taught_);
    return loaded;
  }

 private:
  static ShadePolicy Imitating(std::span<const ShadedAuction> batch) {
    double sum = 0;
    for (const ShadedAuction& auction : batch) sum += auction.shade;
    const double mean = sum / static_cast<double>(batch.size());
    return ShadePolicy::Around({std::max(mean, 0.01), kFirstSigma}, kTilt);
  }

  Training training_;
  ShadePolicy policy_;
  uint8_t taught_ = 0;
};

}  // namespace

std::vector<market::ParamSpec> LearntPolicyParams(double learning_rate) {
  std::vector<market::ParamSpec> params = ShadingParams();
  market::ParamSpec epochs = NumberParam("epochs", 200, {1, 1e5},
                                         "Steps on the whole batch per lesson");
  epochs.shape = market::ParamShape::kInteger;
  params.push_back(epochs);
  params.push_back(NumberParam("learning_rate", learning_rate, {0, 1},
                               "Size of a step of Adam"));
  return params;
}

market::Result<std::unique_ptr<Strategy>> BidByLearntPolicy(
    std::string_view strategy, Objective objective,
    const market::ParamSet& params, const LineFacts& facts) {
  const Training training{.objective = objective,
                          .rate = params.number("learning_rate"),
                          .epochs = static_cast<int>(params.integer("epochs"))};
  return BidByShading(strategy, std::make_shared<LearntPolicy>(training),
                      params, facts);
}

}  // namespace souk::agents
