// What awards are worth before users have answered: expected charged events.
#pragma once

#include "market/auction.h"

namespace souk::market {

/// Weight of the slot times the rate of what it holds; two awards of a slot
/// share the mean of their rates. `award` is one of `outcome`.
double ExpectedEvents(const Auction& auction, const Outcome& outcome,
                      const Award& award);

/// Sum over the awards of `candidate`.
double ExpectedEvents(const Auction& auction, const Outcome& outcome,
                      uint32_t candidate);

/// ... each times what is left of `value` after its price.
double ExpectedUtility(const Auction& auction, const Outcome& outcome,
                       uint32_t candidate, double value);

}  // namespace souk::market
