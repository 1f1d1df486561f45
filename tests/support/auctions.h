// Auctions for tests: columns that own their memory, and random ones.
#pragma once

#include <vector>

#include "market/auction.h"
#include "market/expected_events.h"
#include "market/random.h"

namespace souk::test {

struct Columns {
  std::vector<double> bid;
  std::vector<double> rate;
  std::vector<double> slot_weight;
  std::vector<double> weight = {};      ///< empty: all 1
  std::vector<double> boost = {};       ///< empty: all 0
  std::vector<double> conversion = {};  ///< empty: all 0
  std::vector<double> slot_rate = {};   ///< empty: rate x slot weight
  std::vector<market::Bundle> bundles = {};

  market::Auction view() const {
    return {.bid = bid,
            .rate = rate,
            .slot_weight = slot_weight,
            .weight = weight,
            .boost = boost,
            .conversion = conversion,
            .slot_rate = slot_rate,
            .bundles = bundles};
  }
  /// Charged events that `candidate` expects at `slot`.
  double Events(size_t candidate, size_t slot) const {
    return slot_rate.empty() ? slot_weight[slot] * rate[candidate]
                             : slot_rate[candidate * slot_weight.size() + slot];
  }
};

/// What kind of auctions to draw.
struct AuctionRange {
  size_t max_candidates = 6;
  size_t max_slots = 5;
  uint64_t max_bid = 12;    ///< bids are whole, from 0
  uint64_t rate_steps = 4;  ///< rates are multiples of its inverse, from 0
};

/// Few levels of bids and rates: ties, zeros and equal slot weights abound.
inline constexpr AuctionRange kCoarse;
/// Ties hardly ever happen.
inline constexpr AuctionRange kFine = {.max_bid = 1000000,
                                       .rate_steps = 1000000};

/// The auction number `index`.
inline Columns RandomAuction(const AuctionRange& range, uint32_t index) {
  const market::Stream stream(17, 0, market::Purpose::kTest);
  uint32_t draws = 0;
  const auto draw = [&](uint64_t bound) {
    return stream.Integer(bound, index, 0, draws++);
  };
  Columns columns;
  const size_t candidates = draw(range.max_candidates + 1);
  for (size_t i = 0; i < candidates; ++i) {
    columns.bid.push_back(static_cast<double>(draw(range.max_bid + 1)));
    columns.rate.push_back(static_cast<double>(draw(range.rate_steps + 1)) /
                           static_cast<double>(range.rate_steps));
  }
  double weight = 1;
  const size_t slots = 1 + draw(range.max_slots);
  for (size_t k = 0; k < slots; ++k) {
    columns.slot_weight.push_back(weight);
    weight *= 1 - 0.25 * static_cast<double>(draw(4));
  }
  return columns;
}

/// What a candidate of value `value` per event expects.
inline double Utility(const Columns& columns, const market::Outcome& outcome,
                      size_t candidate, double value) {
  return market::ExpectedUtility(columns.view(), outcome,
                                 static_cast<uint32_t>(candidate), value);
}

}  // namespace souk::test
