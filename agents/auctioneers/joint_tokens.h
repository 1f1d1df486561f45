// What jtransnet sees of a page: tokens of bundles, and of their members once
// the bundles are ranked. Money in units of value; e_c = w_i + w_j, w = rate_c
// * bid. agents/learning/torch/jtransnet.cc computes the same in batches.
#pragma once

#include <vector>

#include "agents/auctioneers/transformer.h"
#include "market/mechanisms/joint_ranking.h"

namespace souk::agents {

/// Of a bundle: w_i, w_j, e_c, e_c - mean of e, and the slot weights.
inline constexpr size_t kBundleNumbers = 4;
/// Of a member: see MemberTokens.
inline constexpr size_t kMemberNumbers = 8;

/// Logits of shares below and above this are cut.
inline constexpr double kLeastRatio = 0.002;

/// Bundles that can win, that is whose members bid and have a chance; subject:
/// its position. `slots` slot weights, 0 where the page has no such slot.
Tokens BundleTokens(const market::Auction& auction, double unit, size_t slots);

/// What one member has, given the ranking.
struct Standing {
  uint32_t member = 0;
  double events = 0;   ///< x_a
  double partner = 0;  ///< mean bid of its partners, by events, in units
  double best = 0;     ///< greatest e of a bundle with it
  double rival = 0;    ///< greatest e of one without it, or 0
  double ratio = 0;  ///< critical bid / bid, in [kLeastRatio, 1 - kLeastRatio]
  bool store = false;
};

/// Of all members of bundles that can win, ascending, whether the ranking has
/// them or not.
std::vector<Standing> StandingsOf(const market::BundleRanking& ranking,
                                  double unit);

/// bid, x_a, side (1: store), partner, rival, best, best - rival, ratio;
/// subject: the candidate.
Tokens MemberTokens(const market::Auction& auction,
                    const std::vector<Standing>& standings, double unit);

}  // namespace souk::agents
