// The world before joint auctions: stores bid alone, brands get nothing.
#pragma once

#include <string>

#include "market/auction.h"

namespace souk::market {

/// The mechanism called `rule` among the stores: candidates that are the store
/// of a bundle. Each takes at most one slot, by its own bid and rate.
MechanismEntry StoresAlone(MechanismEntry rule, std::string name,
                           std::string help);

}  // namespace souk::market
