// How click rates of an ad are spread over page views:
//
//   kConstant   base
//   kUniform    base * U,            U ~ Uniform[1 - spread, 1 + spread]
//   kNormal     base * (1 + spread * Z),    Z ~ N(0, 1)
//   kLogNormal  base * exp(spread * Z): base is the median
//
// each cut to [0, 1].
#pragma once

#include <cstdint>
#include <span>

namespace souk::market {

enum class RateLaw : uint8_t { kConstant, kUniform, kNormal, kLogNormal };

/// Turns words, one per page view, into click rates: base[i] and spread[i] are
/// those of the ad that words[i] is for.
void DrawRates(RateLaw law, const uint32_t* words, const double* base,
               const double* spread, std::span<double> out);

/// Their mean.
double MeanRate(RateLaw law, double base, double spread);

}  // namespace souk::market
