#include "agents/auctioneers/auctioneer.h"

namespace souk::agents {

AuctioneerEntry BundleNet();
AuctioneerEntry JMono();
AuctioneerEntry JRegNet();
AuctioneerEntry JTransNet();
AuctioneerEntry RegretNet();

std::span<const AuctioneerEntry> Auctioneers() {
  static const std::vector<AuctioneerEntry> entries = {
      BundleNet(), JMono(), JRegNet(), JTransNet(), RegretNet(),
  };
  return entries;
}

}  // namespace souk::agents
