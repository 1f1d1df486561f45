// Looking over an exchange's shoulder: every page view as it is cleared and
// settled, with everything that decided it. For explanations and audits; a
// watch changes nothing.
#pragma once

#include <span>

#include "market/auction.h"
#include "market/lease_book.h"
#include "market/page_flow.h"

namespace souk::market {

/// A page view between clearing and reserving. Columns have one entry per
/// line; the auction has one more where a logged market price competes.
struct PageServing {
  const PageView& page;
  std::span<const uint32_t> lines;  ///< the candidates
  std::span<const double> click_rate;
  std::span<const double> conversion_rate;
  std::span<const double> cap;  ///< most that a line may bid, micro-units
  const Auction& auction;
  size_t first_line = 0;  ///< place of lines[0] in the auction
  const Mechanism& mechanism;
  const Outcome& outcome;
  const LeaseBook& leases;  ///< before the awards are reserved
};

/// A batch that has been booked. `charged`: one amount per award.
struct BatchSettled {
  const ServedBatch& served;
  const Responses& responses;
  std::span<const Money> charged;
};

class PageWatch {
 public:
  virtual ~PageWatch() = default;
  virtual void Served(const PageServing& serving) = 0;
  virtual void Settled(const BatchSettled& batch) = 0;
};

}  // namespace souk::market
