// Users who read a page from the top: what cascade and dbn have in common.
//
//   examined_1 = 1
//   after slot r the user stops, if clicked, with P = satisfaction;
//   otherwise goes on to slot r + 1 with P = continuation
//   P(examined_{r+1}) = P(examined_r) * continuation * (1 - a_r * satisfaction)
//
// An empty slot is passed like an ad that nobody clicks: it costs one
// continuation. The user who left does not come back.
#pragma once

#include <memory>

#include "market/user_model.h"

namespace souk::market {

struct ReadingHabit {
  double satisfaction = 1;  ///< P(stop | click), [0, 1]
  double continuation = 1;  ///< P(go on | not stopped), [0, 1]
};

std::shared_ptr<const UserModel> TopDown(ReadingHabit habit);

/// Declaration of the parameter `continuation`.
ParamSpec ContinuationParam(double default_value);

}  // namespace souk::market
