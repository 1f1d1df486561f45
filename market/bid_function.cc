#include "market/bid_function.h"

#include <cmath>

#include "market/check.h"

namespace souk::market {

double LinearBid::operator()(double click_rate, double conversion_rate) const {
  const double x = constant + click * click_rate +
                   conversion * conversion_rate +
                   click_conversion * click_rate * conversion_rate;
  double bid = factor * step * (whole_steps ? std::floor(x) : x);
  bid = bid < min ? min : bid;
  bid = bid > max ? max : bid;
  SOUK_CHECK(bid >= 0 && bid < kMaxMicros, "a bid of ", bid, " micros");
  return bid;
}

}  // namespace souk::market
