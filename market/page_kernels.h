// The formulas of the inner loop over candidates, for code that works on
// columns: always inlined, no branches, one home for all who compute them.
#pragma once

#include "market/math_kernels.h"

namespace souk::market {

/// clip(base * (1 + spread * normal), 0, 1)
SOUK_INLINE double ClickRateOf(double base, double spread, double normal) {
  const double rate = base * (1 + spread * normal);
  const double floored = rate > 0 ? rate : 0;
  return floored < 1 ? floored : 1;
}

/// A LinearBid in whole micro-units, rounded up; `whole` != 0: whole steps;
/// `scale` = factor * step.
struct BidTerms {
  double constant, click, conversion, both;
  double scale, min, max, whole;
};
SOUK_INLINE double WholeBid(const BidTerms& terms, double click,
                            double conversion) {
  const double x = terms.constant + terms.click * click +
                   terms.conversion * conversion +
                   terms.both * click * conversion;
  const double steps = terms.whole != 0 ? __builtin_floor(x) : x;
  double amount = terms.scale * steps;
  amount = amount < terms.min ? terms.min : amount;
  amount = amount > terms.max ? terms.max : amount;
  return __builtin_ceil(amount);
}

/// What of a bid is left under a cap; nothing below 0.
SOUK_INLINE double CappedBid(double amount, double cap) {
  const double capped = amount < cap ? amount : cap;
  return capped > 0 ? capped : 0;
}

/// Charged events per examined view: each factor is 1 for one kind of charge.
struct EventTerms {
  double per_view, per_click, per_conversion;
};
SOUK_INLINE double EventRate(const EventTerms& terms, double click,
                             double conversion) {
  return terms.per_view + terms.per_click * click +
         terms.per_conversion * click * conversion;
}

}  // namespace souk::market
