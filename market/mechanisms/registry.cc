// All mechanisms. To add one: declare its function and list it, both in
// alphabetical order.
#include "market/auction.h"

namespace souk::market {

MechanismEntry AuctionNet();
MechanismEntry Boosted();
MechanismEntry FirstPrice();
MechanismEntry Gsp();
MechanismEntry Myerson();
MechanismEntry Vcg();
MechanismEntry WeightedVcg();

std::span<const MechanismEntry> Mechanisms() {
  static const std::vector<MechanismEntry> all = {
      AuctionNet(), Boosted(), FirstPrice(),  Gsp(),
      Myerson(),    Vcg(),     WeightedVcg(),
  };
  return all;
}

}  // namespace souk::market
