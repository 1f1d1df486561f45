// What the lotteries (regretnet, jregnet, bundlenet) share at work.
//
// On paper they draw the page: row c, a bundle or a single candidate, is shown
// in slot k with probability
//
//   s_ck = min(r_ck, q_ck)
//   r_c  = softmax over the slots and "nowhere", of every row
//   q_k  = softmax over the rows that can win and "nobody", of every slot
//
// A mechanism here has no chance. It shows the likeliest page: the assignment
// of rows to slots with the greatest sum of s_ck, where a slot that stays empty
// counts for what is left of it, d_k = 1 - sum_c s_ck. It is found exactly;
// among equals slot 0 gets the lowest row, then slot 1, and so on. Prices per
// charged event are those of the lottery: a ratio in [0, 1] of the bid, rounded
// to the nearest micro-unit and never above the bid.
//
// Rounding changes the mechanism: its revenue and its regret are not those of
// the lottery. Trainers measure both.
//
// Seats. The networks are made for so many brands and stores, with numbered
// seats. The brands of a page that are in bundles, ascending, take the seats of
// brands from the first on, its stores those of stores. Where a page lacks
// somebody the last seats stay empty and count as bids of 0; who finds no seat,
// and bundles that the training did not know, take no part. A page of fewer
// slots uses the first ones; slots beyond those of the training stay empty.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "agents/learning/joint_setting.h"
#include "agents/learning/network.h"
#include "market/auction.h"
#include "market/result.h"
#include "market/trained_model.h"

namespace souk::agents {

inline constexpr uint32_t kNobody = UINT32_MAX;
inline constexpr size_t kNoRow = SIZE_MAX;

/// A page view by seat.
struct SeatedPage {
  std::vector<uint32_t> candidate;  ///< by seat; kNobody: empty
  /// By seat: bid * rate / value unit, 0 where nobody sits or bids.
  std::vector<float> worth;
  std::vector<bool> open;  ///< by row: whether it can win
};

/// Rows are the bundles of the setting.
SeatedPage SeatBundles(const JointSetting& setting,
                       const market::Auction& auction);
/// Rows are the seats, taken by all candidates in order.
SeatedPage SeatCandidates(const JointSetting& setting,
                          const market::Auction& auction);

/// Inputs of a network, one row: for every number of `worth` its multiples by
/// the slot weights.
void Spread(std::span<const float> worth, const JointSetting& setting,
            Matrix& inputs);

/// For every bundle the worth of its brand, then of its store.
std::vector<float> PairedWorths(const JointSetting& setting,
                                std::span<const float> worth);

/// Number of scores of a lottery: those of r, rows x (slots + 1), then those
/// of q, (rows + 1) x slots.
inline size_t LotteryScores(size_t rows, size_t slots) {
  return rows * (slots + 1) + (rows + 1) * slots;
}

/// s [rows, slots] of the scores; rows that are not open have 0.
Matrix Marginals(std::span<const float> scores, const std::vector<bool>& open,
                 size_t slots);

/// By slot, the first `slots` of them: the row that it shows, or kNoRow.
std::vector<size_t> LikeliestPage(const Matrix& marginals, size_t slots);

/// `slot` for `candidate` at that ratio of its bid.
market::Award PricedAt(const market::Auction& auction, uint32_t slot,
                       uint32_t candidate, float ratio);

/// What a model of a lottery must be: a setting and networks of these sizes.
struct LotterySizes {
  size_t allocation_inputs, payment_inputs;
  size_t rows, payments;
};
struct LotteryNetworks {
  Mlp allocation, payment;
};
/// Reads "allocation" and "payment" (tanh between, a sigmoid behind payments).
/// Error: missing, or of other sizes.
market::Result<LotteryNetworks> ReadNetworks(const market::TrainedModel& model,
                                             const JointSetting& setting,
                                             const LotterySizes& sizes);

/// Whether a channel whose fullest page is `fullest` has the seats, bundles and
/// slots of the training; the Error says how they differ.
market::Result<void> FitsBundles(const market::TrainedModel& model,
                                 const market::Auction& fullest);
market::Result<void> FitsCandidates(const market::TrainedModel& model,
                                    const market::Auction& fullest);

}  // namespace souk::agents
