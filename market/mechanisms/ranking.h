// Ranking candidates by score: what the position auctions have in common.
//
// A candidate is eligible if its bid is positive and at least the reserve, its
// rate is positive and its score is at least the score reserve. score = bid *
// weight, weight = rate^quality_exponent (0: by bid alone, 1: by expected
// payment). Higher scores first; ties go to the lower position.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "market/auction.h"

namespace souk::market {

/// What bids count for, where they do not count for themselves.
class BidValues {
 public:
  virtual ~BidValues() = default;
  /// Puts the values of `bid` into `value`, which is as long: not decreasing
  /// in the bid; 0 or less: not eligible.
  virtual void Evaluate(std::span<const double> bid,
                        std::span<double> value) const = 0;
};

struct RankingRule {
  double reserve = 0;           ///< whole micro-units, for one charged event
  double quality_exponent = 1;  ///< in [0, 1]
  double score_reserve = 0;     ///< least score, >= 0
  bool weighted = false;  ///< weight = rate^quality_exponent * auction.weight
  /// If given, its values take the place of the bids.
  const BidValues* values = nullptr;
};

/// Without initial values: a Ranking is made for every page view.
struct Ranked {
  double score;
  double weight;
  uint32_t candidate;
};

/// The best candidates, first the winner.
struct Ranking {
  std::array<Ranked, kMaxSlots + 1> best;
  size_t size = 0;

  /// Score of the candidate at `rank`, 0 where there is none.
  double score(size_t rank) const { return rank < size ? best[rank].score : 0; }
};

/// Puts `one` behind all scores that are as high; drops the last of more than
/// `keep`. A ranking is anything with `best` and `size`.
template <class Entry, class AnyRanking>
void InsertRanked(const Entry& one, size_t keep, AnyRanking& ranking) {
  if (ranking.size == keep) {
    if (!(one.score > ranking.best[keep - 1].score)) return;
  } else {
    ++ranking.size;
  }
  size_t rank = ranking.size - 1;
  for (; rank > 0 && ranking.best[rank - 1].score < one.score; --rank) {
    ranking.best[rank] = ranking.best[rank - 1];
  }
  ranking.best[rank] = one;
}

/// Replaces `ranking` by the slots + 1 best candidates of `auction`.
void Rank(const Auction& auction, const RankingRule& rule, Ranking& ranking);

/// A mechanism that ranks by a rule, and awards slots to the best by looking at
/// nobody but the slots + 1 best. Others may then be left out of an auction.
class RankingMechanism : public Mechanism {
 public:
  explicit RankingMechanism(RankingRule rule) : rule_(rule) {}
  const RankingMechanism* as_ranking() const final { return this; }
  const RankingRule& rule() const { return rule_; }
  /// Replaces `outcome`. `ranking` is what Rank() makes of the auction.
  void Award(const Auction& auction, const Ranking& ranking,
             Outcome& outcome) const {
    outcome.size = 0;
    DoAward(auction, ranking, outcome);
  }

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const final {
    Ranking ranking;
    Rank(auction, rule_, ranking);
    DoAward(auction, ranking, outcome);
  }
  virtual void DoAward(const Auction& auction, const Ranking& ranking,
                       Outcome& outcome) const = 0;

  RankingRule rule_;
};

/// `price` >= 0 to the nearest micro-unit (halves up), at most `bid`, a whole
/// number up to 2^52.
inline double WholePrice(double price, double bid) {
  // Truncation is the floor of what is not negative.
  return static_cast<double>(static_cast<int64_t>(std::min(price + 0.5, bid)));
}

/// Declaration of the parameter `reserve_micros`.
ParamSpec ReserveParam();
/// Declaration of the parameter `score_reserve_micros`.
ParamSpec ScoreReserveParam();
/// Declaration of the parameter `quality_exponent`.
ParamSpec QualityExponentParam();

}  // namespace souk::market
