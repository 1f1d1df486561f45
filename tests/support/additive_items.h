// RegretNet's auction of items of separate values, for tests of its trainer.
#pragma once

#include <vector>

#include "agents/learning/torch/regret_training.h"

namespace souk::agents {

/// Items that are worth what they are worth alone: every item goes to a bidder
/// or to nobody, and a bidder pays a share of what it bid for what it gets.
class AdditiveItems final : public LotteryNet {
 public:
  AdditiveItems(int64_t bidders, int64_t items, TrainingDraws& draws)
      : LotteryNet(Everybody(bidders)), bidders_(bidders), items_(items) {
    constexpr int64_t kWidth = 64;
    const int64_t bids = bidders * items;
    allocation_ = register_module(
        "allocation",
        MlpNet(MlpNetImpl::Shape{{bids, kWidth, kWidth, bids + items},
                                 Activation::kTanh,
                                 Activation::kNone},
               draws));
    payment_ = register_module(
        "payment", MlpNet(MlpNetImpl::Shape{{bids, kWidth, kWidth, bidders},
                                            Activation::kTanh,
                                            Activation::kSigmoid},
                          draws));
  }

  LotteryOutcome Run(const torch::Tensor& bids) override {
    const torch::Tensor inputs = bids.flatten(1);
    const torch::Tensor share =
        torch::softmax(allocation_(inputs).view({-1, bidders_ + 1, items_}), 1)
            .narrow(1, 0, bidders_);
    return {share, payment_(inputs) * (share * bids).sum(-1)};
  }

 private:
  static std::vector<int64_t> Everybody(int64_t bidders) {
    std::vector<int64_t> all;
    for (int64_t i = 0; i < bidders; ++i) all.push_back(i);
    return all;
  }

  int64_t bidders_, items_;
  MlpNet allocation_{nullptr}, payment_{nullptr};
};

}  // namespace souk::agents
