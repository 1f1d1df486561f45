// All mechanisms. To add one: declare its function and list it, both in
// alphabetical order.
#include "market/auction.h"

namespace souk::market {

MechanismEntry FirstPrice();
MechanismEntry Gsp();
MechanismEntry Myerson();
MechanismEntry Vcg();

std::span<const MechanismEntry> Mechanisms() {
  static const std::vector<MechanismEntry> all = {
      FirstPrice(),
      Gsp(),
      Myerson(),
      Vcg(),
  };
  return all;
}

}  // namespace souk::market
