// All mechanisms. To add one: declare its function and list it, both in
// alphabetical order.
#include "market/auction.h"

namespace souk::market {

MechanismEntry Boosted();
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
MechanismEntry Vcg();
MechanismEntry WeightedVcg();

std::span<const MechanismEntry> Mechanisms() {
  static const std::vector<MechanismEntry> all = {
      Boosted(),   FirstPrice(),      Gsp(),
      JointAma(),  JointFirstPrice(), JointGspC(),
      JointGspP(), JointOpt(),        JointReserve(),
      JointVcg0(), JointVcgAbsent(),  Myerson(),
      StoresGsp(), StoresMyerson(),   StoresVcg(),
      Vcg(),       WeightedVcg(),
  };
  return all;
}

}  // namespace souk::market
