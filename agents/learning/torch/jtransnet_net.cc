#include "agents/learning/torch/jtransnet_net.h"

#include <algorithm>

#include "agents/auctioneers/joint_tokens.h"

namespace souk::agents {
namespace {

constexpr double kTiny = 1e-6;
constexpr double kFar = 1e9;

torch::Tensor NumbersOf(const std::vector<double>& values) {
  return torch::tensor(values, torch::kDouble).to(torch::kFloat);
}

torch::Tensor HoldsOf(const JointSetting& setting) {
  const auto bundles = static_cast<int64_t>(setting.bundles.size());
  torch::Tensor holds = torch::zeros({bundles, int64_t{setting.members()}});
  for (int64_t c = 0; c < bundles; ++c) {
    const market::Bundle& one = setting.bundles[static_cast<size_t>(c)];
    holds[c][one.brand] = 1;
    holds[c][one.store] = 1;
  }
  return holds;
}

torch::Tensor PlacesOf(const JointSetting& setting,
                       uint32_t market::Bundle::*member) {
  std::vector<int64_t> places;
  for (const market::Bundle& one : setting.bundles) {
    places.push_back(one.*member);
  }
  return torch::tensor(places, torch::kLong);
}

/// A quarter of the greatest sum of two values: where y_0 starts.
double FirstLeast(const JointSetting& setting) {
  return (setting.brand_law.high + setting.store_law.high) / 4;
}

}  // namespace

torch::Tensor NeuralSort(const torch::Tensor& scores, int64_t rows,
                         double temperature) {
  const int64_t n = scores.size(-1);
  const torch::Tensor apart =
      (scores.unsqueeze(-1) - scores.unsqueeze(-2)).abs().sum(-1);
  const torch::Tensor pull =
      (n + 1 - 2 * torch::arange(1, rows + 1)).to(torch::kFloat);
  const torch::Tensor pulled = scores.unsqueeze(-2) * pull.unsqueeze(-1);
  return torch::softmax((pulled - apart.unsqueeze(-2)) / temperature, -1);
}

torch::Tensor JTransNetNet::Scorer::Of(const torch::Tensor& tokens) {
  return head(encoder(embed(tokens))).squeeze(-1);
}

JTransNetNet::Scorer JTransNetNet::NewScorer(const std::string& name,
                                             int64_t inputs,
                                             TrainingDraws& draws) {
  const int64_t width = shape_.width;
  Scorer made;
  made.embed = register_module(name + "_embed", NewDense(inputs, width, draws));
  EncoderNetImpl::Shape shape;
  shape.width = width;
  shape.layers = shape_.layers;
  shape.feed_forward = 2 * width;
  shape.shape.heads = static_cast<size_t>(shape_.heads);
  made.encoder = register_module(name + "_encoder", EncoderNet(shape, draws));
  made.head = register_module(name + "_head", NewDense(width, 1, draws));
  const torch::NoGradGuard none;
  made.head->weight.zero_();
  return made;
}

JTransNetNet::JTransNetNet(const JointSetting& setting,
                           const JTransNetShape& shape, TrainingDraws& draws)
    : shape_(shape),
      filled_(static_cast<int64_t>(
          std::min(setting.slot_weight.size(), setting.bundles.size()))),
      slot_weight_(NumbersOf(setting.slot_weight)),
      brand_(PlacesOf(setting, &market::Bundle::brand)),
      store_(PlacesOf(setting, &market::Bundle::store)),
      holds_(HoldsOf(setting)),
      side_(
          (torch::arange(int64_t{setting.members()}) >= int64_t{setting.brands})
              .to(torch::kFloat)) {
  bundles_ = NewScorer("bundles",
                       int64_t{kBundleNumbers} + slot_weight_.size(0), draws);
  members_ = NewScorer("members", int64_t{kMemberNumbers}, draws);
  if (shape.empty_slots) {
    empty_ = register_parameter("empty", torch::full({1}, FirstLeast(setting)));
  }
}

torch::Tensor JTransNetNet::Scores(const torch::Tensor& brand,
                                   const torch::Tensor& store) {
  const torch::Tensor sum = brand + store;
  const torch::Tensor numbers =
      torch::stack({brand, store, sum, sum - sum.mean(1, true)}, -1);
  const torch::Tensor weights =
      slot_weight_.expand({sum.size(0), sum.size(1), slot_weight_.size(0)});
  const torch::Tensor scores =
      sum + bundles_.Of(torch::cat({numbers, weights}, -1));
  return shape_.empty_slots ? scores - empty_ : scores;
}

torch::Tensor JTransNetNet::SoftShares(const torch::Tensor& scores,
                                       double temperature) {
  if (temperature <= 0) return HardShares(scores);
  const int64_t slots = slot_weight_.size(0);
  const torch::Tensor all =
      shape_.empty_slots
          ? torch::cat({scores, torch::zeros({scores.size(0), slots})}, 1)
          : scores;
  const int64_t rows = shape_.empty_slots ? slots : filled_;
  return torch::matmul(slot_weight_.slice(0, 0, rows),
                       NeuralSort(all, rows, temperature))
      .slice(-1, 0, scores.size(1));
}

torch::Tensor JTransNetNet::Welfare(const torch::Tensor& scores) const {
  const torch::Tensor best = std::get<0>(scores.topk(filled_, -1));
  const torch::Tensor kept = shape_.empty_slots ? torch::relu(best) : best;
  return torch::matmul(kept, slot_weight_.slice(0, 0, filled_));
}

torch::Tensor JTransNetNet::HardShares(const torch::Tensor& scores) const {
  const torch::NoGradGuard none;
  const auto [best, place] = scores.topk(filled_, -1);
  torch::Tensor weights =
      slot_weight_.slice(0, 0, filled_).expand(best.sizes()).clone();
  if (shape_.empty_slots) weights *= (best >= 0).to(torch::kFloat);
  return torch::zeros_like(scores).scatter_(-1, place, weights);
}

torch::Tensor JTransNetNet::Ratios(const torch::Tensor& bids,
                                   const torch::Tensor& scores) {
  // [batch, members, bundles]: the scores if the member bid 0.
  const torch::Tensor without =
      scores.unsqueeze(1) -
      bids.unsqueeze(-1) * holds_.transpose(0, 1).unsqueeze(0);
  const torch::Tensor events = torch::matmul(HardShares(scores), holds_);
  const torch::Tensor harm =
      Welfare(without) - (Welfare(scores).unsqueeze(1) - bids * events);
  const torch::Tensor ratio = harm / (events * bids).clamp_min(kTiny);
  const torch::Tensor most = torch::full_like(ratio, 1 - kLeastRatio);
  return torch::where(events > 0, ratio, most)
      .clamp(kLeastRatio, 1 - kLeastRatio);
}

JTransNetNet::Sale JTransNetNet::Run(const torch::Tensor& bids,
                                     double temperature) {
  const torch::Tensor brand = bids.index_select(1, brand_);
  const torch::Tensor store = bids.index_select(1, store_);
  const torch::Tensor scores = Scores(brand, store);
  const torch::Tensor shares = SoftShares(scores, temperature);
  const torch::Tensor share = torch::matmul(shares, holds_);
  const torch::Tensor ratio = Ratios(bids, scores);
  const torch::Tensor sum = brand + store;
  const torch::Tensor partner =
      (torch::matmul(shares * sum, holds_) - share * bids) /
      share.clamp_min(kTiny);
  const torch::Tensor away = holds_.transpose(0, 1).unsqueeze(0);
  const torch::Tensor wide = sum.unsqueeze(1);
  const torch::Tensor best =
      torch::relu(std::get<0>((wide - kFar * (1 - away)).max(-1)));
  const torch::Tensor rival =
      torch::relu(std::get<0>((wide - kFar * away).max(-1)));
  const torch::Tensor tokens =
      torch::stack({bids, share, side_.expand_as(bids), partner, rival, best,
                    best - rival, ratio},
                   -1);
  const torch::Tensor paid =
      torch::sigmoid(torch::log(ratio / (1 - ratio)) + members_.Of(tokens));
  return {share, paid * bids * share};
}

void JTransNetNet::ExportTo(market::TrainedModel& model) const {
  model.settings.push_back({"heads", {static_cast<double>(shape_.heads)}});
  model.settings.push_back({"empty_slots", {shape_.empty_slots ? 1.0 : 0.0}});
  const auto scorer = [&](const Scorer& one, const std::string& name) {
    Export(*one.embed, name + ".embed", model);
    Export(*one.encoder, name + ".encoder", model);
    Export(*one.head, name + ".head", model);
  };
  scorer(bundles_, "bundles");
  scorer(members_, "members");
  if (!shape_.empty_slots) return;
  model.tensors.push_back({"empty.score", {1}, {empty_.item<float>()}});
}

}  // namespace souk::agents
