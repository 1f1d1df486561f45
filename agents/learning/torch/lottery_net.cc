#include "agents/learning/torch/lottery_net.h"

namespace souk::agents {
namespace {

/// [profiles, liars, members, goods]: in row j all are true, but for what
/// member_of[j] says, which is lies[.., j, ..].
torch::Tensor WithLies(const torch::Tensor& values, const torch::Tensor& lies,
                       const torch::Tensor& member_of) {
  const torch::Tensor lying =
      torch::one_hot(member_of, values.size(1)).to(torch::kBool).unsqueeze(-1);
  return torch::where(lying, lies.unsqueeze(2), values.unsqueeze(1));
}

/// Runs over bids with more than one leading dimension.
LotteryOutcome RunAll(LotteryNet& net, const torch::Tensor& bids) {
  return net.Run(bids.reshape({-1, bids.size(-2), bids.size(-1)}));
}

}  // namespace

torch::Tensor DrawnLies(const torch::Tensor& values,
                        const torch::Tensor& highest, int64_t count,
                        TrainingDraws& draws) {
  const int64_t half = (count + 1) / 2;
  const int64_t profiles = values.size(0);
  const int64_t members = values.size(1);
  const int64_t goods = values.size(2);
  const torch::Tensor most = highest.unsqueeze(1);
  const torch::Tensor anywhere =
      draws.Uniforms({profiles, members, half, goods}) * most;
  const torch::Tensor near =
      values.unsqueeze(2) *
      (0.5 + 0.6 * draws.Uniforms({profiles, members, count - half, goods}));
  return torch::cat({anywhere, torch::minimum(near, most)}, 2);
}

torch::Tensor EvenLies(const torch::Tensor& values,
                       const torch::Tensor& highest, int64_t points) {
  const torch::Tensor even =
      (torch::linspace(0, 1, points).view({-1, 1}) * highest.unsqueeze(1))
          .unsqueeze(0)
          .expand({values.size(0), -1, -1, -1});
  const torch::Tensor truth = values.unsqueeze(2);
  return torch::cat({even, truth * (1 - 1e-3), truth * (1 + 1e-3)}, 2);
}

Liars::Liars(LotteryNet& net, Interest interest, int64_t members) : net_(net) {
  const torch::Tensor of_role = net.member_of();
  if (interest == Interest::kRole) {
    member_of_ = of_role;
    roles_of_ = torch::eye(of_role.size(0));
  } else {
    member_of_ = torch::arange(members, torch::kLong);
    roles_of_ = torch::one_hot(of_role, members).to(torch::kFloat);
  }
}

torch::Tensor Liars::Utility(const torch::Tensor& values,
                             const LotteryOutcome& outcome) const {
  const torch::Tensor worth =
      (values.index_select(1, net_.member_of()) * outcome.share).sum(-1);
  return torch::matmul(worth - outcome.payment, roles_of_);
}

torch::Tensor Liars::UtilityOf(const torch::Tensor& values,
                               const torch::Tensor& lies) const {
  const int64_t profiles = values.size(0);
  const int64_t liars = member_of_.size(0);
  const LotteryOutcome outcome =
      RunAll(net_, WithLies(values, lies, member_of_));
  const torch::Tensor all =
      Utility(values.repeat_interleave(liars, 0), outcome);
  return all.view({profiles, liars, liars}).diagonal(0, 1, 2);
}

torch::Tensor Liars::Best(const torch::Tensor& values,
                          const torch::Tensor& lies) const {
  const torch::NoGradGuard none;
  const int64_t profiles = values.size(0);
  const int64_t members = values.size(1);
  const int64_t count = lies.size(2);
  const int64_t liars = member_of_.size(0);
  const torch::Tensor lying =
      torch::arange(members, torch::kLong).repeat_interleave(count);
  const torch::Tensor flat =
      lies.reshape({profiles, members * count, lies.size(3)});
  const LotteryOutcome outcome = RunAll(net_, WithLies(values, flat, lying));
  const torch::Tensor all =
      Utility(values.repeat_interleave(members * count, 0), outcome)
          .view({profiles, members, count, liars});
  const torch::Tensor own =
      all.permute({1, 3, 0, 2})
          .index({member_of_, torch::arange(liars, torch::kLong)});
  const torch::Tensor best = own.argmax(-1).view({liars, profiles, 1, 1});
  return lies.transpose(0, 1)
      .index_select(0, member_of_)
      .gather(2, best.expand({-1, -1, 1, lies.size(3)}))
      .squeeze(2)
      .transpose(0, 1);
}

torch::Tensor Liars::Climb(const torch::Tensor& values, torch::Tensor lies,
                           const Ascent& ascent) const {
  const torch::Tensor most = ascent.highest.index_select(0, member_of_);
  for (int64_t i = 0; i < ascent.steps; ++i) {
    lies = lies.detach().requires_grad_(true);
    const torch::Tensor gain = UtilityOf(values, lies).sum();
    const torch::Tensor slope = torch::autograd::grad({gain}, {lies})[0];
    lies = torch::minimum((lies.detach() + ascent.size * slope).clamp_min(0),
                          most);
  }
  return lies.detach();
}

}  // namespace souk::agents
