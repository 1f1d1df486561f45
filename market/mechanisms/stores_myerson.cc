// Stores alone: the rule of `myerson` among the stores of the bundles, each for
// one slot by its own bid and rate. What joint auctions are compared with.
// Formula, ties, rounding, reference and parameters are those of `myerson`.
#include "market/mechanisms/stores_alone.h"

namespace souk::market {

MechanismEntry Myerson();

MechanismEntry StoresMyerson() {
  return StoresAlone(
      Myerson(), "stores_myerson",
      "Only the stores bid, under `myerson`; brands get nothing");
}

}  // namespace souk::market
