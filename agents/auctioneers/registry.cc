#include "agents/auctioneers/auctioneer.h"

namespace souk::agents {

AuctioneerEntry BundleNet();
AuctioneerEntry JRegNet();
AuctioneerEntry RegretNet();

std::span<const AuctioneerEntry> Auctioneers() {
  static const std::vector<AuctioneerEntry> entries = {
      BundleNet(),
      JRegNet(),
      RegretNet(),
  };
  return entries;
}

}  // namespace souk::agents
