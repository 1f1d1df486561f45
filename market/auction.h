// Mechanisms: who gets which slot of one page view, and at what price.
//
// A mechanism is pure and thread-safe: no state, no chance. It clears one page
// view: columns over candidates in, awards out, memory owned by the caller.
// (A batch would hide the exact budget rule: the bids of a page view depend on
// the awards of the one before it, see exchange.h.)
//
// Candidates are numbered by position; ties go to the lower number. To add a
// mechanism: copy the nearest .cc in market/mechanisms/, change it, add its two
// lines to registry.cc.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "market/param.h"
#include "market/result.h"

namespace souk::market {

inline constexpr size_t kMaxSlots = 32;

/// A brand and a store that may share a slot: positions of candidates.
struct Bundle {
  uint32_t brand = 0;
  uint32_t store = 0;
};

/// One page view, ready to be cleared. Columns have one entry per candidate.
struct Auction {
  /// Offered for one charged event; whole micro-units in a double, >= 0 and
  /// at most 2^52. 0: no bid.
  std::span<const double> bid;
  /// Predicted charged events per examined view, in [0, 1] (1 for campaigns
  /// that pay per view). A candidate with rate 0 cannot win.
  std::span<const double> rate;
  /// Relative examination of each slot: (0, 1], not increasing; 1 to kMaxSlots.
  std::span<const double> slot_weight;
  /// What the candidate's campaign counts for, > 0 and independent of bids;
  /// empty: 1 for everybody. Only weighted mechanisms look at it.
  std::span<const double> weight = {};
  /// Micro-units per examined view that the candidate's campaign gets on top
  /// of its score, of any sign and independent of bids; empty: 0 for everybody.
  /// Only mechanisms with boosts look at it.
  std::span<const double> boost = {};
  /// Predicted conversions per click, in [0, 1]; empty: 0 for everybody.
  std::span<const double> conversion = {};
  /// Predicted charged events at each slot, in [0, 1], one row of slots per
  /// candidate; empty: rate x slot weight. Only assignments look at it.
  std::span<const double> slot_rate = {};
  /// Ascending by (brand, store), each once; no candidate is a brand in one
  /// and a store in another. Only joint mechanisms look at them.
  std::span<const Bundle> bundles = {};
};

struct Award {
  uint32_t slot = 0;
  uint32_t candidate = 0;
  /// For one charged event; whole micro-units, <= bid, and >= 0 unless the
  /// mechanism may pay bidders.
  double price = 0;
};

/// At most two awards per slot, ascending by slot: a bundle is awarded to its
/// brand, then to its store. They get one look and one click together.
struct Outcome {
  std::array<Award, 2 * kMaxSlots> award;
  size_t size = 0;

  void Add(Award one) { award[size++] = one; }
  std::span<const Award> awards() const { return {award.data(), size}; }
};

class RankingMechanism;  // mechanisms/ranking.h

class Mechanism {
 public:
  virtual ~Mechanism() = default;
  /// Replaces `outcome`. Columns must be of one length.
  void Clear(const Auction& auction, Outcome& outcome) const {
    outcome.size = 0;
    DoClear(auction, outcome);
  }
  /// This, if it is one of those whose outcome depends on nobody but the slots
  /// + 1 best of a ranking; else none.
  virtual const RankingMechanism* as_ranking() const { return nullptr; }

 private:
  virtual void DoClear(const Auction& auction, Outcome& outcome) const = 0;
};

/// Promises that the conformance suite checks in both directions: a declared
/// trait must hold, an undeclared one must be seen to fail.
struct MechanismTraits {
  bool truthful = false;      ///< no deviation from the value ever gains
  bool pays_own_bid = false;  ///< price = bid
  /// A slot sells only above another bid, so the last bidder never wins.
  bool needs_runner_up = false;
  /// Expects events by a cascade of after_skip and after_click (parameters)
  /// from the top, not by slot weight; the promises are then about these.
  bool reads_as_cascade = false;
  /// Bids and rates decide, not whose they are: weights and boosts of campaigns
  /// change nothing.
  bool anonymous = false;
  /// Bidders may be turned away although a slot is free.
  bool may_leave_slots_empty = false;
  /// Looks at bundles: candidates in no bundle take no part.
  bool joint = false;
  bool may_pay_bidders = false;  ///< prices may be below 0
};

struct MechanismEntry {
  std::string name;
  std::string help;  ///< one line
  MechanismTraits traits;
  std::vector<ParamSpec> params;
  /// An Error for combinations of parameters that make no sense.
  std::function<Result<std::shared_ptr<const Mechanism>>(const ParamSet&)> make;
};

/// All mechanisms, ascending by name.
std::span<const MechanismEntry> Mechanisms();

}  // namespace souk::market
