// Randomised auctions that gradients go through, and what lying gains in them.
#pragma once

#include <vector>

#include "agents/learning/torch/networks.h"

namespace souk::agents {

/// What an auction gives on average, for every row of bids.
struct LotteryOutcome {
  torch::Tensor share;    ///< [rows, roles, goods]: how much of a good
  torch::Tensor payment;  ///< [rows, roles]
};

/// A member may have several roles, each with its own share and payment.
class LotteryNet : public torch::nn::Module {
 public:
  /// `bids`: [rows, members, goods], for all of a good.
  virtual LotteryOutcome Run(const torch::Tensor& bids) = 0;
  /// [roles], int64.
  const torch::Tensor& member_of() const { return member_of_; }

 protected:
  explicit LotteryNet(const std::vector<int64_t>& member_of)
      : member_of_(torch::tensor(member_of, torch::kLong)) {}

 private:
  torch::Tensor member_of_;
};

/// `count` lies of every member: [profiles, members, count, goods]. Half of
/// them anywhere in [0, highest], the others between 0.5 and 1.1 of the truth.
torch::Tensor DrawnLies(const torch::Tensor& values,
                        const torch::Tensor& highest, int64_t count,
                        TrainingDraws& draws);
/// Of members with a single good: `points` even steps from 0 to the highest
/// value, and 1 -+ 1e-3 of the truth.
torch::Tensor EvenLies(const torch::Tensor& values,
                       const torch::Tensor& highest, int64_t points);

/// Who lies for whose good: every role for itself, or every member for all its
/// roles together.
enum class Interest : uint8_t { kRole, kMember };

/// Everybody who may lie, each alone while the others tell the truth. Liars are
/// the roles or the members; `values` are [profiles, members, goods].
class Liars {
 public:
  /// The net must outlive this.
  Liars(LotteryNet& net, Interest interest, int64_t members);

  /// [profiles, liars] of an outcome of truthful bids.
  torch::Tensor Utility(const torch::Tensor& values,
                        const LotteryOutcome& outcome) const;
  /// [profiles, liars], each bidding its row of `lies` [profiles, liars,
  /// goods] alone.
  torch::Tensor UtilityOf(const torch::Tensor& values,
                          const torch::Tensor& lies) const;
  /// The best of lies [profiles, members, count, goods]: [profiles, liars,
  /// goods]. Without gradients.
  torch::Tensor Best(const torch::Tensor& values,
                     const torch::Tensor& lies) const;
  /// `lies` improved by steps along the gradient, within [0, highest].
  struct Ascent {
    int64_t steps = 1;
    double size = 0.1;
    torch::Tensor highest;  ///< [members, goods]
  };
  torch::Tensor Climb(const torch::Tensor& values, torch::Tensor lies,
                      const Ascent& ascent) const;

 private:
  /// [profiles, count, liars]: liar j in row r if the bids are those of r.
  torch::Tensor RoleUtility(const torch::Tensor& values,
                            const LotteryOutcome& outcome) const;

  LotteryNet& net_;
  torch::Tensor member_of_;  // [liars]
  torch::Tensor roles_of_;   // [roles, liars], 0 or 1
};

}  // namespace souk::agents
