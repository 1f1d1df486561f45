// What flows between the users and the platform of a cell, one batch at a
// time: PageBatch (traffic.h) -> ServedBatch -> Responses; and what a cell
// reports at the end of a tick.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "market/contracts/contract_orders.h"
#include "market/events.h"
#include "market/money.h"
#include "market/observation.h"
#include "market/traffic.h"
#include "market/types.h"
#include "market/user_model.h"

namespace souk::market {

/// One ad in a slot; a brand and a store may share one.
struct ServedAward {
  uint32_t page = 0;  ///< position in the batch
  uint32_t slot = 0;
  uint32_t line = 0;
  Rates predicted;
  double bid = 0;  ///< whole micro-units per charged event
  Money price;     ///< per charged event
};

/// Answers to a PageBatch: awards ascending by (page, slot), the two of a
/// shared slot one after the other.
struct ServedBatch {
  std::vector<PageView> pages;
  std::vector<ServedAward> awards;
};

/// What users did: one entry per award of the ServedBatch, the same for the
/// two of a shared slot.
struct Responses {
  std::vector<SlotResponse> of_award;
};

/// An auction that a line's strategy asked to see.
struct SeenByLine {
  uint32_t line = 0;
  AuctionSeen auction;
};

/// One cell's tick. Only lines that stood in an auction appear in `lines`.
struct CellReport {
  CellId cell;
  uint32_t tick = 0;
  int64_t page_views = 0;
  std::vector<uint32_t> lines;     ///< ascending
  std::vector<LineTally> tallies;  ///< of `lines`
  std::vector<Money> spent;        ///< by advertiser
  std::vector<PageServed> pages;   ///< recorded rows, in serving order
  std::vector<SlotAwarded> awards;
  std::vector<BidPlaced> bids;
  std::vector<SeenByLine> seen;  ///< by page, then by line
  ContractReport contracts;      ///< empty in markets without contracts
  std::string fault;  ///< a broken promise (page_audit.h); empty: none
};

}  // namespace souk::market
