// Money: a whole number of micro-units of the scenario's currency (int64).
//
// Sums are exact and independent of order. Every addition, subtraction and
// multiplication is checked: an overflow is a broken invariant and stops the
// program. A real amount becomes money in one of two stated ways:
//   RoundNearest  halves away from zero: prices
//   RoundUp       to the next micro-unit: bids, so that `bid > price` on whole
//                 prices decides exactly as the real bid would
#pragma once

#include <cmath>
#include <compare>
#include <cstdint>
#include <ostream>

#include "market/check.h"

namespace souk::market {

struct Money {
  int64_t micros = 0;

  constexpr Money() = default;
  constexpr explicit Money(int64_t amount) : micros(amount) {}
  friend constexpr auto operator<=>(Money, Money) = default;

  Money& operator+=(Money other) {
    int64_t sum = 0;
    SOUK_CHECK(!__builtin_add_overflow(micros, other.micros, &sum),
               "money overflow: ", micros, " + ", other.micros);
    micros = sum;
    return *this;
  }
  Money& operator-=(Money other) {
    int64_t difference = 0;
    SOUK_CHECK(!__builtin_sub_overflow(micros, other.micros, &difference),
               "money overflow: ", micros, " - ", other.micros);
    micros = difference;
    return *this;
  }
  friend Money operator+(Money a, Money b) { return a += b; }
  friend Money operator-(Money a, Money b) { return a -= b; }
  friend Money operator*(Money a, int64_t times) {
    int64_t product = 0;
    SOUK_CHECK(!__builtin_mul_overflow(a.micros, times, &product),
               "money overflow: ", a.micros, " * ", times);
    return Money(product);
  }
  friend std::ostream& operator<<(std::ostream& out, Money amount) {
    return out << amount.micros << " micros";
  }
};

/// Real amounts from here on do not fit into Money (2^62 micro-units).
inline constexpr double kMaxMicros = 4611686018427387904.0;

/// To the nearest micro-unit, halves away from zero. |micros| < kMaxMicros.
inline Money RoundNearest(double micros) {
  SOUK_CHECK(micros > -kMaxMicros && micros < kMaxMicros,
             "not an amount of money: ", micros);
  return Money(static_cast<int64_t>(micros < 0 ? std::ceil(micros - 0.5)
                                               : std::floor(micros + 0.5)));
}

/// To the next micro-unit upwards. |micros| < kMaxMicros.
inline Money RoundUp(double micros) {
  SOUK_CHECK(micros > -kMaxMicros && micros < kMaxMicros,
             "not an amount of money: ", micros);
  return Money(static_cast<int64_t>(std::ceil(micros)));
}

}  // namespace souk::market
