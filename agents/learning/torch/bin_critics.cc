#include "agents/learning/torch/bin_critics.h"

namespace souk::agents {
namespace {

MlpNet NewCritic(int64_t features, int64_t hidden, TrainingDraws& draws) {
  return MlpNet(
      MlpNetImpl::Shape{{features + 1, hidden, hidden, kReturnBins.bins}},
      draws);
}

torch::Tensor Both(const torch::Tensor& state, const torch::Tensor& action) {
  return torch::cat({state, action}, 1);
}

}  // namespace

BinCritics::Pair::Pair(int64_t features, int64_t hidden, TrainingDraws& draws)
    : one(register_module("one", NewCritic(features, hidden, draws))),
      other(register_module("other", NewCritic(features, hidden, draws))) {}

BinCritics::BinCritics(int64_t features, int64_t hidden, TrainingDraws& draws)
    : pair_(std::make_shared<Pair>(features, hidden, draws)),
      slow_(std::make_shared<Pair>(features, hidden, draws)) {
  Follow(1);
}

torch::Tensor BinCritics::First(const torch::Tensor& state,
                                const torch::Tensor& action) {
  return kReturnBins.Mean(pair_->one(Both(state, action)));
}

torch::Tensor BinCritics::SlowMinimum(const torch::Tensor& state,
                                      const torch::Tensor& action,
                                      double share) {
  const torch::NoGradGuard none;
  const torch::Tensor both = Both(state, action);
  return SoftClippedMinimum(kReturnBins.Mean(slow_->one(both)),
                            kReturnBins.Mean(slow_->other(both)), share);
}

torch::Tensor BinCritics::Loss(const torch::Tensor& state,
                               const torch::Tensor& action,
                               const torch::Tensor& target) {
  const torch::Tensor both = Both(state, action);
  return (kReturnBins.Loss(pair_->one(both), target) +
          kReturnBins.Loss(pair_->other(both), target))
      .mean();
}

}  // namespace souk::agents
