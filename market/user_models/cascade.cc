// Cascade: the user reads from the top and stops at the first click.
//
//   P(examined_{r+1}) = P(examined_r) * continuation * (1 - a_r)
//
// Craswell, Zoeter, Taylor, Ramsey, "An Experimental Comparison of Click
// Position-Bias Models", WSDM 2008 (continuation = 1).
//
// Parameters:
//   continuation  [1]  P(going on | no click), 0..1, default 1
#include "market/user_model.h"
#include "market/user_models/top_down.h"

namespace souk::market {

UserModelEntry Cascade() {
  return {.name = "cascade",
          .help = "Reads from the top, stops at the first click",
          .params = {ContinuationParam(1)},
          .make = [](const ParamSet& params) {
            return TopDown({.satisfaction = 1,
                            .after_skip = params.number("continuation")});
          }};
}

}  // namespace souk::market
