// What awards are worth before users have answered: expected charged events.
#pragma once

#include "market/auction.h"

namespace souk::market {

/// The rate at the slot of what it holds, by default weight x rate; two awards
/// of a slot share the mean. `award` is one of `outcome`.
double ExpectedEvents(const Auction& auction, const Outcome& outcome,
                      const Award& award);

/// Sum over the awards of `candidate`.
double ExpectedEvents(const Auction& auction, const Outcome& outcome,
                      uint32_t candidate);

/// ... each times what is left of `value` after its price.
double ExpectedUtility(const Auction& auction, const Outcome& outcome,
                       uint32_t candidate, double value);

/// Sum over all awards of events * price.
double ExpectedRevenue(const Auction& auction, const Outcome& outcome);

}  // namespace souk::market
