// Users who look at every slot by itself: what pbm, calibrated and listwise
// share.
//
//   P(examined_r) = e_r,  P(clicked_r) = e_r * a_r,  independent slots
#pragma once

#include <memory>
#include <vector>

#include "market/user_model.h"

namespace souk::market {

/// `examination`: e_r in [0, 1] by slot from the top, at least one; the last
/// goes on.
std::shared_ptr<const UserModel> PositionBased(std::vector<double> examination);

/// Declaration of a parameter `examination`: e_r, not increasing.
ParamSpec ExaminationParam(std::vector<double> default_value);

}  // namespace souk::market
