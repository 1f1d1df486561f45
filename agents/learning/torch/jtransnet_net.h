// jtransnet's networks in training, with a soft ranking in place of the hard
// one; agents/auctioneers/jtransnet.cc has the formulas.
//
//   shares x_c   sum_k alpha_k P_kc, P = NeuralSort of the scores, and of K
//                times y_0 where slots may stay empty
//   payment_a    share of the bid * bid_a * x_a
//   crit_a       of the hard ranking; its gradient counts
//
// NeuralSort: row k of P is the softmax of ((N + 1 - 2k) s - A 1) / tau, where
// A_ij = |s_i - s_j| (Grover et al., "Stochastic Optimization of Sorting
// Networks via Continuous Relaxations", ICLR 2019).
#pragma once

#include "agents/learning/joint_setting.h"
#include "agents/learning/torch/networks.h"

namespace souk::agents {

/// [batch, n] -> [batch, rows, n]: the first rows of the soft permutation.
torch::Tensor NeuralSort(const torch::Tensor& scores, int64_t rows,
                         double temperature);

struct JTransNetShape {
  int64_t width = 32;
  int64_t layers = 1;
  int64_t heads = 2;
  bool empty_slots = true;
};

class JTransNetNet : public torch::nn::Module {
 public:
  struct Sale {
    torch::Tensor share;    ///< [batch, members]: x_a
    torch::Tensor payment;  ///< [batch, members], in units
  };

  JTransNetNet(const JointSetting& setting, const JTransNetShape& shape,
               TrainingDraws& draws);
  /// `bids`: [batch, members], in units.
  Sale Run(const torch::Tensor& bids, double temperature);
  /// Appends tensors, and the settings "heads" and "empty_slots".
  void ExportTo(market::TrainedModel& model) const;

 private:
  struct Scorer {
    torch::nn::Linear embed{nullptr}, head{nullptr};
    EncoderNet encoder{nullptr};
    torch::Tensor Of(const torch::Tensor& tokens);
  };
  Scorer NewScorer(const std::string& name, int64_t inputs,
                   TrainingDraws& draws);
  /// [batch, bundles], and y_0 taken off where slots may stay empty.
  torch::Tensor Scores(const torch::Tensor& brand, const torch::Tensor& store);
  torch::Tensor SoftShares(const torch::Tensor& scores, double temperature);
  /// Greatest sum of weighted scores, [batch, ...] of [batch, ..., bundles].
  torch::Tensor Welfare(const torch::Tensor& scores) const;
  /// [batch, members]: critical bids over bids.
  torch::Tensor Ratios(const torch::Tensor& bids, const torch::Tensor& scores);
  torch::Tensor HardShares(const torch::Tensor& scores) const;

  JTransNetShape shape_;
  int64_t filled_;               // slots that there are bundles for
  torch::Tensor slot_weight_;    // all of them
  torch::Tensor brand_, store_;  // [bundles]
  torch::Tensor holds_;          // [bundles, members]: 1 or 0
  torch::Tensor side_;           // [members]: 1: store
  torch::Tensor empty_;          // y_0
  Scorer bundles_, members_;
};

}  // namespace souk::agents
