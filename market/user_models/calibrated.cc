// Calibrated: position effects as a click log has them, whatever their order;
// each slot is looked at by itself, as in pbm.
//
//   P(examined_r) = e_r,  P(clicked_r) = e_r * a_r
//
// `souk calibrate LOG` fits the effects by maximum likelihood and writes a
// scenario that uses them; the fitted effects of items are click_rates of its
// campaigns. The scale is e = 1 for the position that is looked at most.
//
// Parameters:
//   examination  [1]  list of e_r in [0, 1], default 1; the last value goes on
#include "market/user_models/position_based.h"

namespace souk::market {

UserModelEntry Calibrated() {
  return {.name = "calibrated",
          .help = "Looks at slots as often as a click log says",
          .params = {{.name = "examination",
                      .shape = ParamShape::kList,
                      .default_value = {1},
                      .min = 0,
                      .max = 1,
                      .help = "P(examined) of each slot from the top; the "
                              "last value goes on."}},
          .make = [](const ParamSet& params) {
            return PositionBased(params.list("examination"));
          }};
}

}  // namespace souk::market
