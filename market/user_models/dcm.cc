// Dependent clicks: the user reads from the top, goes on after every ad that is
// passed over, and after a click on slot r goes on with P = lambda_r.
//
//   P(examined_{r+1}) = P(examined_r) * (lambda_r * a_r + 1 - a_r)
//
// Guo, Liu, Wang, "Efficient Multiple-Click Models in Web Search", WSDM 2009.
//
// Parameters:
//   lambda  [1]  list of P(going on | click) by slot, 0..1, default 0.6; the
//                last value goes on
#include "market/user_model.h"
#include "market/user_models/top_down.h"

namespace souk::market {

UserModelEntry Dcm() {
  return {.name = "dcm",
          .help = "Reads from the top, may go on after a click",
          .params = {{.name = "lambda",
                      .shape = ParamShape::kList,
                      .default_value = {0.6},
                      .min = 0,
                      .max = 1,
                      .help = "P(going on) after a click, by slot from the "
                              "top; the last value goes on."}},
          .make = [](const ParamSet& params) {
            ReadingHabit habit;
            habit.after_click.clear();
            for (const double on : params.list("lambda")) {
              habit.after_click.push_back({on, on});
            }
            return TopDown(std::move(habit));
          }};
}

}  // namespace souk::market
