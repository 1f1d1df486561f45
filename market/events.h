// The facts of a tick, as rows. Recorders and digests take them in order of
// (tick, cell, page); results/layout.cc gives every field a name, a unit and a
// meaning in the trace.
#pragma once

#include <cstdint>
#include <vector>

#include "market/result.h"

namespace souk::market {

/// The whole market in one tick: sums over its lines, so that the two ads of a
/// shared slot count twice, as do what users do with them.
struct MarketTicked {
  uint32_t tick = 0;
  int64_t page_views = 0;
  int64_t auctions = 0;  ///< bids evaluated: page views x candidates
  int64_t impressions = 0;
  int64_t views = 0;
  int64_t clicks = 0;
  int64_t conversions = 0;
  int64_t revenue_micros = 0;
};

/// One line in one tick; only lines that stood in an auction have a row.
struct LineTicked {
  uint32_t tick = 0;
  uint32_t line = 0;
  int64_t auctions = 0;
  int64_t impressions = 0;
  int64_t views = 0;
  int64_t clicks = 0;
  int64_t conversions = 0;
  int64_t spend_micros = 0;
  double predicted_clicks = 0;
};

/// The account of one advertiser in one tick.
/// opening + funded - spent - expired = closing.
struct AccountTicked {
  uint32_t tick = 0;
  uint32_t advertiser = 0;
  int64_t opening_micros = 0;
  int64_t funded_micros = 0;  ///< put in at the start of a day
  int64_t leased_micros = 0;  ///< granted to cells at the start of the tick
  int64_t spent_micros = 0;
  int64_t expired_micros = 0;  ///< left over from the day before
  int64_t closing_micros = 0;
};

/// One number that a strategy reports about itself.
struct SignalTicked {
  uint32_t tick = 0;
  uint32_t line = 0;
  uint32_t signal = 0;  ///< index into the names of the manifest
  double value = 0;
};

struct PageServed {
  uint32_t tick = 0;
  uint32_t cell = 0;
  uint64_t page = 0;
  uint16_t segment = 0;
  uint16_t channel = 0;
  uint32_t candidates = 0;
  uint32_t awards = 0;
  uint32_t clicks = 0;
  uint32_t conversions = 0;
  int64_t revenue_micros = 0;
};

struct SlotAwarded {
  uint32_t tick = 0;
  uint32_t cell = 0;
  uint64_t page = 0;
  uint32_t slot = 0;
  uint32_t line = 0;
  int64_t bid_micros = 0;
  int64_t price_micros = 0;    ///< for one charged event
  double click_rate = 0;       ///< predicted
  double conversion_rate = 0;  ///< predicted
  uint8_t examined = 0;
  uint8_t clicked = 0;
  uint8_t converted = 0;
  int64_t charged_micros = 0;
};

struct BidPlaced {
  uint32_t tick = 0;
  uint32_t cell = 0;
  uint64_t page = 0;
  uint32_t line = 0;
  int64_t bid_micros = 0;
  double click_rate = 0;
  double conversion_rate = 0;
};

/// One contract in one tick of its window, and in the tick in which it ends.
struct ContractTicked {
  uint32_t tick = 0;
  uint32_t contract = 0;
  double planned = 0;     ///< impressions aimed at in this tick
  int64_t leased = 0;     ///< most that the cells might deliver
  int64_t delivered = 0;  ///< impressions
  int64_t views = 0;
  int64_t clicks = 0;
  int64_t conversions = 0;
  int64_t missing = 0;          ///< of the goal, when the tick closed
  double alpha = 0;             ///< dual of the plan
  int64_t earned_micros = 0;    ///< of the advance, for what was delivered
  int64_t returned_micros = 0;  ///< of the advance, for what never came
  int64_t penalty_micros = 0;   ///< paid on top for what never came
};

/// The pages of one tick as contracts see them; only in markets with contracts.
struct ContractPagesTicked {
  uint32_t tick = 0;
  int64_t page_views = 0;
  int64_t with_contracts = 0;  ///< page views that show one
  int64_t with_repeats = 0;    ///< page views that show one twice
  int64_t auction_micros = 0;  ///< what the auction earned
};

/// Contract impressions in one slot of a channel in one tick.
struct ContractSlotTicked {
  uint32_t tick = 0;
  uint32_t channel = 0;
  uint32_t slot = 0;
  int64_t impressions = 0;
};

/// A supply type in one hour: what was forecast and what came. Once an hour.
struct SupplyTicked {
  uint32_t tick = 0;  ///< the last of the hour
  uint32_t type = 0;
  double forecast = 0;  ///< page views
  int64_t page_views = 0;
};

/// All rows of one tick, in recording order.
struct TickRows {
  std::vector<MarketTicked> market;
  std::vector<LineTicked> lines;
  std::vector<AccountTicked> accounts;
  std::vector<SignalTicked> signals;
  std::vector<PageServed> pages;
  std::vector<SlotAwarded> awards;
  std::vector<BidPlaced> bids;
  // Empty in markets without contracts.
  std::vector<ContractTicked> contracts;
  std::vector<ContractPagesTicked> contract_pages;
  std::vector<ContractSlotTicked> contract_slots;
  std::vector<SupplyTicked> supply;
};

/// Takes the rows of one tick after the other. An Error ends the run.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual Result<void> Record(const TickRows& rows) = 0;
};

}  // namespace souk::market
