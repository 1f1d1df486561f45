// exp, tanh and the activations in single precision: the same bits on every
// machine, like market/math_kernels.h, which says why and how.
//
// Relative errors are below 1e-6 (Gelu: below 1e-6 of |x|). NaN in, NaN out.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

#include "market/math_kernels.h"

namespace souk::agents {

/// e^x: 0 below -87, infinite above 88. x = k ln 2 + r, Taylor series of e^r.
SOUK_INLINE float FloatExp(float x) {
  constexpr float kRound = 12582912.0F;  // 1.5 * 2^23
  constexpr float kLog2E = 1.44269504F;
  constexpr float kLn2High = 0.693359375F;  // 9 bits: k times it is exact
  constexpr float kLn2Low = -2.12194440e-4F;
  const float shifted = x * kLog2E + kRound;
  const float k = shifted - kRound;
  const float r = (x - k * kLn2High) - k * kLn2Low;
  float tail = 1.0F / 5040;
  tail = tail * r + 1.0F / 720;
  tail = tail * r + 1.0F / 120;
  tail = tail * r + 1.0F / 24;
  tail = tail * r + 1.0F / 6;
  tail = tail * r + 0.5F;
  const float power = 1 + (r + r * r * tail);
  const auto scale =
      std::bit_cast<float>((std::bit_cast<uint32_t>(shifted) + 127) << 23);
  float result = power * scale;
  result = x < -87 ? 0.0F : result;
  result = x > 88 ? std::numeric_limits<float>::infinity() : result;
  return x == x ? result : x;
}

SOUK_INLINE float FloatMagnitude(float x) {
  return std::bit_cast<float>(std::bit_cast<uint32_t>(x) & 0x7fffffffU);
}

SOUK_INLINE float Relu(float x) { return x < 0 ? 0.0F : x; }

SOUK_INLINE float FloatSigmoid(float x) { return 1 / (1 + FloatExp(-x)); }

/// Near 0 a polynomial (Cephes, tanhf.c), else 1 - 2 / (e^2|x| + 1).
SOUK_INLINE float FloatTanh(float x) {
  const float z = x * x;
  float tail = -5.70498872745e-3F;
  tail = tail * z + 2.06390887954e-2F;
  tail = tail * z - 5.37397155531e-2F;
  tail = tail * z + 1.33314422036e-1F;
  tail = tail * z - 3.33332819422e-1F;
  const float near = x + x * z * tail;
  const float magnitude = FloatMagnitude(x);
  const float far = 1 - 2 / (FloatExp(2 * magnitude) + 1);
  const float signed_far = x < 0 ? -far : far;
  return magnitude < 0.625F ? near : signed_far;
}

/// log(1 + u), u in [0, 1]: 2 s (1 + s^2/3 + s^4/5 + ...), s = u / (2 + u).
SOUK_INLINE float LogOfOneAnd(float u) {
  const float s = u / (2 + u);
  const float z = s * s;
  float tail = 1.0F / 15;
  tail = tail * z + 1.0F / 13;
  tail = tail * z + 1.0F / 11;
  tail = tail * z + 1.0F / 9;
  tail = tail * z + 1.0F / 7;
  tail = tail * z + 1.0F / 5;
  tail = tail * z + 1.0F / 3;
  const float twice = 2 * s;
  return twice + twice * z * tail;
}

/// log(1 + e^x)
SOUK_INLINE float Softplus(float x) {
  return Relu(x) + LogOfOneAnd(FloatExp(-FloatMagnitude(x)));
}

/// x tanh(softplus(x)) = x n / (n + 2), n = e^x (e^x + 2).
SOUK_INLINE float Mish(float x) {
  const float power = FloatExp(x > 20 ? 20.0F : x);
  const float n = power * (power + 2);
  return x * (n / (n + 2));
}

SOUK_INLINE float Silu(float x) { return x * FloatSigmoid(x); }

/// x Phi(x), with the normal tail of Abramowitz and Stegun, 7.1.26.
SOUK_INLINE float Gelu(float x) {
  const float y = FloatMagnitude(x) * 0.707106781F;
  const float t = 1 / (1 + 0.3275911F * y);
  float tail = 1.061405429F;
  tail = tail * t - 1.453152027F;
  tail = tail * t + 1.421413741F;
  tail = tail * t - 0.284496736F;
  tail = tail * t + 0.254829592F;
  const float outside = 0.5F * (tail * t) * FloatExp(-y * y);
  return x < 0 ? x * outside : x * (1 - outside);
}

}  // namespace souk::agents
