#include "agents/learning/torch/slot_lottery.h"

#include <numeric>

namespace souk::agents {

torch::Tensor SlotLottery::WeightsOf(const JointSetting& setting) {
  return torch::tensor(setting.slot_weight, torch::kDouble).to(torch::kFloat);
}

void SlotLottery::MakeNetworks(const Sizes& sizes, const LotteryLayers& layers,
                               TrainingDraws& draws) {
  rows_ = sizes.rows;
  const int64_t scores = rows_ * (slots() + 1) + (rows_ + 1) * slots();
  const auto widths = [&](int64_t inputs, int64_t outputs) {
    std::vector<int64_t> all(static_cast<size_t>(layers.count) + 2,
                             layers.width);
    all.front() = inputs;
    all.back() = outputs;
    return all;
  };
  allocation_ = register_module(
      "allocation",
      MlpNet(MlpNetImpl::Shape{widths(sizes.allocation_inputs, scores),
                               Activation::kTanh, Activation::kNone},
             draws));
  payment_ = register_module(
      "payment",
      MlpNet(MlpNetImpl::Shape{widths(sizes.payment_inputs, sizes.payments),
                               Activation::kTanh, Activation::kSigmoid},
             draws));
}

torch::Tensor SlotLottery::Spread(const torch::Tensor& worth) const {
  return (worth.unsqueeze(-1) * slot_weight_).flatten(1);
}

torch::Tensor SlotLottery::SharesOf(const torch::Tensor& inputs) {
  const torch::Tensor scores = allocation_(inputs);
  const int64_t first = rows_ * (slots() + 1);
  const torch::Tensor by_row =
      torch::softmax(scores.narrow(1, 0, first).view({-1, rows_, slots() + 1}),
                     2)
          .narrow(2, 0, slots());
  const torch::Tensor by_slot =
      torch::softmax(scores.narrow(1, first, (rows_ + 1) * slots())
                         .view({-1, rows_ + 1, slots()}),
                     1)
          .narrow(1, 0, rows_);
  return torch::matmul(torch::minimum(by_row, by_slot), slot_weight_);
}

void SlotLottery::ExportTo(market::TrainedModel& model) const {
  Export(*allocation_, "allocation", model);
  Export(*payment_, "payment", model);
}

std::vector<int64_t> EveryMember(const JointSetting& setting) {
  std::vector<int64_t> members(setting.members());
  std::iota(members.begin(), members.end(), 0);
  return members;
}

std::vector<int64_t> PairedMembers(const JointSetting& setting) {
  std::vector<int64_t> members;
  for (const market::Bundle& one : setting.bundles) {
    members.push_back(one.brand);
    members.push_back(one.store);
  }
  return members;
}

}  // namespace souk::agents
