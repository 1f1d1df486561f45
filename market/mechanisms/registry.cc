// All mechanisms. To add one: declare its function and list it, both in
// alphabetical order.
#include "market/auction.h"

namespace souk::market {

MechanismEntry Affine();
MechanismEntry Boosted();
MechanismEntry CascadeOptimal();
MechanismEntry FirstPrice();
MechanismEntry Gsp();
MechanismEntry Myerson();
MechanismEntry Ugsp();
MechanismEntry Vcg();
MechanismEntry VcgAssignment();
MechanismEntry WeightedVcg();

std::span<const MechanismEntry> Mechanisms() {
  static const std::vector<MechanismEntry> all = {
      Affine(), Boosted(), CascadeOptimal(), FirstPrice(),  Gsp(), Myerson(),
      Ugsp(),   Vcg(),     VcgAssignment(),  WeightedVcg(),
  };
  return all;
}

}  // namespace souk::market
