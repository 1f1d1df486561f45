#include "agents/auctioneers/auctioneer.h"

namespace souk::agents {

std::span<const AuctioneerEntry> Auctioneers() {
  static const std::vector<AuctioneerEntry> entries = {};
  return entries;
}

}  // namespace souk::agents
