// All mechanisms. To add one: declare its function and list it, both in
// alphabetical order.
#include "market/auction.h"

namespace souk::market {

MechanismEntry Affine();
MechanismEntry AuctionNet();
MechanismEntry Boosted();
MechanismEntry CascadeOptimal();
MechanismEntry FirstPrice();
MechanismEntry Gsp();
MechanismEntry JointAma();
MechanismEntry JointFirstPrice();
MechanismEntry JointGspC();
MechanismEntry JointGspP();
MechanismEntry JointOpt();
MechanismEntry JointReserve();
MechanismEntry JointVcg0();
MechanismEntry JointVcgAbsent();
MechanismEntry Myerson();
MechanismEntry StoresGsp();
MechanismEntry StoresMyerson();
MechanismEntry StoresVcg();
MechanismEntry Ugsp();
MechanismEntry Vcg();
MechanismEntry VcgAssignment();
MechanismEntry WeightedVcg();

std::span<const MechanismEntry> Mechanisms() {
  static const std::vector<MechanismEntry> all = {
      Affine(),        AuctionNet(),
      Boosted(),       CascadeOptimal(),
      FirstPrice(),    Gsp(),
      JointAma(),      JointFirstPrice(),
      JointGspC(),     JointGspP(),
      JointOpt(),      JointReserve(),
      JointVcg0(),     JointVcgAbsent(),
      Myerson(),       StoresGsp(),
      StoresMyerson(), StoresVcg(),
      Ugsp(),          Vcg(),
      VcgAssignment(), WeightedVcg(),
  };
  return all;
}

}  // namespace souk::market
