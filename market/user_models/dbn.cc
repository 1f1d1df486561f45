// Dynamic Bayesian network: the user reads from the top; a click satisfies and
// ends the visit with P = satisfaction, otherwise the user may go on.
//
//   P(examined_{r+1}) = P(examined_r) * continuation * (1 - a_r * satisfaction)
//
// Chapelle, Zhang, "A Dynamic Bayesian Network Click Model for Web Search
// Ranking", WWW 2009.
//
// Parameters:
//   satisfaction  [1]  P(stopping | click), 0..1, default 0.3
//   continuation  [1]  P(going on | not satisfied), 0..1, default 0.85
#include "market/user_model.h"
#include "market/user_models/top_down.h"

namespace souk::market {

UserModelEntry Dbn() {
  return {.name = "dbn",
          .help = "Reads from the top, stops when a click satisfies",
          .params = {SatisfactionParam(), ContinuationParam(0.85)},
          .make = DynamicReader};
}

}  // namespace souk::market
