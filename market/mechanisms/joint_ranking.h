// Ranking bundles: what the joint auctions have in common.
//
// A slot holds a bundle c, one brand i and one store j, and its user gives
// both one look and one click. A bundle takes part if both members bid (bid >
// 0), both have a rate above 0 and its score is at least the floor:
//
//   rate_c  = (rate_i + rate_j) / 2
//   score_c = rate_c * (worth_i + worth_j + boost_c)
//
// `worth` is what a bid counts for: itself, a multiple, a virtual value. Slot k
// goes to the k-th highest score; ties go to the bundle that stands first. A
// member may win several slots, with different partners.
#pragma once

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

#include "market/auction.h"

namespace souk::market {

/// Whether a member may win several slots.
enum class Members : uint8_t { kRepeated, kDistinct };

struct BundleRule {
  double boost = 0;  ///< micro-units per charged event, of every bundle
  double floor = 0;  ///< least score; kNoFloor: none, not if kDistinct
  Members members = Members::kRepeated;
  /// On top of it, one of every bundle of the auction; empty: none.
  std::span<const double> bundle_boost = {};

  double BoostOf(size_t position) const {
    return bundle_boost.empty() ? boost : boost + bundle_boost[position];
  }
};

enum class Side : uint8_t { kNone, kBrand, kStore };

/// Of every candidate; kNone: it is in no bundle.
std::vector<Side> SidesOf(const Auction& auction);

/// The parameter `distinct_members` of rules of greatest welfare.
ParamSpec DistinctMembersParam();
Members MembersBy(const ParamSet& params);

inline constexpr double kNoFloor = -std::numeric_limits<double>::infinity();

struct RankedBundle {
  double score = 0;
  double rate = 0;        ///< of the bundle
  uint32_t brand = 0;     ///< candidate
  uint32_t store = 0;     ///< candidate
  uint32_t position = 0;  ///< among the bundles of the auction

  bool Holds(uint32_t candidate) const {
    return brand == candidate || store == candidate;
  }
};

/// Better bundles first.
inline bool Before(const RankedBundle& a, const RankedBundle& b) {
  return a.score != b.score ? a.score > b.score : a.position < b.position;
}

class BundleRanking {
 public:
  /// `worth`: one entry per candidate. The auction must outlive the ranking.
  BundleRanking(const Auction& auction, std::span<const double> worth,
                BundleRule rule);

  const Auction& auction() const { return auction_; }
  std::span<const double> worth() const { return worth_; }
  const BundleRule& rule() const { return rule_; }
  /// Every bundle that takes part, by rank.
  std::span<const RankedBundle> all() const { return ranked_; }
  /// Those that win a slot each.
  std::span<const RankedBundle> winners() const {
    if (rule_.members == Members::kDistinct) return distinct_;
    return all().first(std::min(ranked_.size(), auction_.slot_weight.size()));
  }
  /// sum_k weight_k * score of the winner of slot k.
  double welfare() const;

 private:
  const Auction& auction_;
  std::span<const double> worth_;
  BundleRule rule_;
  std::vector<RankedBundle> ranked_;
  std::vector<RankedBundle> distinct_;  // winners
};

/// sum_k weight_k * score of the k-th winner.
double WelfareOf(std::span<const RankedBundle> winners,
                 std::span<const double> slot_weight);

/// Candidates of `winners`, ascending, each once.
std::vector<uint32_t> MembersOf(std::span<const RankedBundle> winners);

/// Charged events that `candidate` expects: sum of weight_k * rate over the
/// slots k that it shares.
double EventsOf(uint32_t candidate, std::span<const RankedBundle> winners,
                std::span<const double> slot_weight);

/// Awards the slots to `winners`, in order. `price_of(candidate, slot)` is in
/// whole micro-units.
template <class PriceOf>
void AwardBundles(std::span<const RankedBundle> winners,
                  const PriceOf& price_of, Outcome& outcome) {
  for (uint32_t k = 0; k < winners.size(); ++k) {
    for (const uint32_t member : {winners[k].brand, winners[k].store}) {
      outcome.Add({k, member, price_of(member, k)});
    }
  }
}

}  // namespace souk::market
