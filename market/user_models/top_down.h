// Users who read a page from the top: what cascade, ccm, dbn and dcm share.
//
//   examined_0 = 1
//   after slot r without a click the user goes on with P = after_skip
//   after a click on an ad of attraction a the user stops, satisfied, with
//   P = satisfaction; otherwise goes on with
//     P = after_click[r].plain * (1 - a) + after_click[r].attractive * a
//
//   P(examined_{r+1}) = P(examined_r) * (a_r * (1 - satisfaction) * click step
//                                        + (1 - a_r) * after_skip)
//
// An empty slot is passed like an ad that nobody clicks. The user who left does
// not come back.
#pragma once

#include <memory>
#include <vector>

#include "market/user_model.h"

namespace souk::market {

/// P(going on | clicked, not satisfied), by the attraction of the ad.
struct ClickStep {
  double plain = 1;       ///< attraction 0
  double attractive = 1;  ///< attraction 1
};

struct ReadingHabit {
  double satisfaction = 0;  ///< P(stop | click), [0, 1]
  double after_skip = 1;    ///< P(go on | no click), [0, 1]
  /// By slot from the top, at least one; the last goes on.
  std::vector<ClickStep> after_click = {{}};
};

std::shared_ptr<const UserModel> TopDown(ReadingHabit habit);

/// Declarations of the parameters `continuation` and `satisfaction`.
ParamSpec ContinuationParam(double default_value);
ParamSpec SatisfactionParam();

/// Who reads as in dbn; the parameters are declared by the two above.
std::shared_ptr<const UserModel> DynamicReader(const ParamSet& params);

}  // namespace souk::market
