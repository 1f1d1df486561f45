// How many page views to expect of synthetic traffic, before it is played.
//
// A page view is taken to have the mean of the lines' click rates of clicks.
// Without habits the rest is exact:
//   users * P(session starts in the tick) * mean pages of a session
// With habits a session ends by its mean temper, and users who are away come
// back as on average (habits.h); forecasts of days beyond kDays are that of
// the last one.
#pragma once

#include <vector>

#include "market/traffic/synthetic.h"

namespace souk::market {

class ExpectedVisits {
 public:
  static constexpr uint32_t kDays = 64;

  explicit ExpectedVisits(const SyntheticConfig& config);

  /// Page views of a tick.
  double Of(TickTime time) const;

 private:
  /// Of those who come in every tick, if all users can come that day.
  std::vector<double> page_views_;
  std::vector<double> present_;  // by day: share of users who can; or empty
};

}  // namespace souk::market
