// Stores alone: the rule of `vcg` among the stores of the bundles, each for one
// slot by its own bid and rate. What joint auctions are compared with. Formula,
// ties, rounding, reference and parameters are those of `vcg`.
#include "market/mechanisms/stores_alone.h"

namespace souk::market {

MechanismEntry Vcg();

MechanismEntry StoresVcg() {
  return StoresAlone(Vcg(), "stores_vcg",
                     "Only the stores bid, under `vcg`; brands get nothing");
}

}  // namespace souk::market
