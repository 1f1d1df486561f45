// Stores alone: the rule of `gsp` among the stores of the bundles, each for one
// slot by its own bid and rate. What joint auctions are compared with. Formula,
// ties, rounding, reference and parameters are those of `gsp`.
#include "market/mechanisms/stores_alone.h"

namespace souk::market {

MechanismEntry Gsp();

MechanismEntry StoresGsp() {
  return StoresAlone(Gsp(), "stores_gsp",
                     "Only the stores bid, under `gsp`; brands get nothing");
}

}  // namespace souk::market
