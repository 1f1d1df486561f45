// Kernels of vector_math.h for code that works on columns: always inlined, no
// branches, so that g++ -O3 turns a loop around them into vector code.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <limits>

/// Builds a loop for three instruction sets and picks one when the program
/// starts. All three give the same bits: -ffp-contract=off forbids fusing.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_THREAD__) && !defined(SOUK_SINGLE_TARGET)
#define SOUK_HAS_CLONES
#define SOUK_COLUMN_KERNEL \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SOUK_COLUMN_KERNEL
#endif
#define SOUK_INLINE __attribute__((always_inline)) inline

namespace souk::market {

/// 2^52: adding it moves a whole number into the low bits of a double.
inline constexpr double kTwo52 = 4503599627370496.0;
inline constexpr uint64_t kTwo52Bits = 0x4330000000000000U;

/// A whole number below 2^52 as a double; vectorises everywhere.
SOUK_INLINE double WholeToDouble(uint64_t whole) {
  return std::bit_cast<double>(whole | kTwo52Bits) - kTwo52;
}

/// e^x: x = k ln 2 + r with |r| <= ln 2 / 2, Taylor series of e^r to r^13.
SOUK_INLINE double ExpKernel(double x) {
  constexpr double kRound = 6755399441055744.0;  // 1.5 * 2^52
  constexpr double kLog2E = 1.4426950408889634074;
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  const double shifted = x * kLog2E + kRound;
  const double k = shifted - kRound;
  const double r = (x - k * kLn2High) - k * kLn2Low;
  double tail = 1.0 / 6227020800;  // 1 / 13!
  tail = tail * r + 1.0 / 479001600;
  tail = tail * r + 1.0 / 39916800;
  tail = tail * r + 1.0 / 3628800;
  tail = tail * r + 1.0 / 362880;
  tail = tail * r + 1.0 / 40320;
  tail = tail * r + 1.0 / 5040;
  tail = tail * r + 1.0 / 720;
  tail = tail * r + 1.0 / 120;
  tail = tail * r + 1.0 / 24;
  tail = tail * r + 1.0 / 6;
  tail = tail * r + 0.5;
  const double power = 1 + (r + r * r * tail);
  // 2^k from the low bits of `shifted`.
  const double scale =
      std::bit_cast<double>((std::bit_cast<uint64_t>(shifted) + 1023) << 52);
  double result = power * scale;
  result = x < -708 ? 0.0 : result;
  result = x > 709 ? std::numeric_limits<double>::infinity() : result;
  return x == x ? result : x;
}

/// Coefficients of a polynomial of degree seven, constant first.
using Septic = std::array<double, 8>;

/// Pairwise (Estrin): waits less than Horner's chain.
SOUK_INLINE double Evaluate(const Septic& c, double x) {
  const double x2 = x * x;
  const double low = (c[0] + c[1] * x) + (c[2] + c[3] * x) * x2;
  const double high = (c[4] + c[5] * x) + (c[6] + c[7] * x) * x2;
  return low + high * (x2 * x2);
}

/// 2^exponent (1 + fraction), sqrt(1/2) <= 1 + fraction < sqrt(2).
struct Binary {
  double exponent;
  double fraction;
};

/// For x > 0 and normal; anything else gives some numbers.
SOUK_INLINE Binary SplitBinary(double x) {
  constexpr uint64_t kSqrtHalf = 0x3fe6a09e00000000U;
  constexpr uint64_t kOne = 0x3ff0000000000000U;
  constexpr uint64_t kMantissa = 0x000fffffffffffffU;
  const uint64_t bits = std::bit_cast<uint64_t>(x) + (kOne - kSqrtHalf);
  return {WholeToDouble(bits >> 52) - 1023,
          std::bit_cast<double>((bits & kMantissa) + kSqrtHalf) - 1};
}

/// log x for x > 0 and normal; anything else gives some number.
/// x = 2^k (1 + f), s = f / (2 + f);
/// log(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)), R as in fdlibm's e_log.c.
SOUK_INLINE double LogOfNormal(double x) {
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  const Binary parts = SplitBinary(x);
  const double k = parts.exponent;
  const double f = parts.fraction;
  const double s = f / (2 + f);
  const double z = s * s;
  double rest = 1.479819860511658591e-01;
  rest = rest * z + 1.531383769920937332e-01;
  rest = rest * z + 1.818357216161805012e-01;
  rest = rest * z + 2.222219843214978396e-01;
  rest = rest * z + 2.857142874366239149e-01;
  rest = rest * z + 3.999999999940941908e-01;
  rest = rest * z + 6.666666666666735130e-01;
  rest = rest * z;
  const double half_square = 0.5 * f * f;
  return k * kLn2High -
         ((half_square - (s * (half_square + rest) + k * kLn2Low)) - f);
}

/// log x for every x.
SOUK_INLINE double LogKernel(double x) {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  constexpr double kLn2Times54 = 37.429947750237046;
  const bool denormal = x < std::numeric_limits<double>::min();
  const double log = LogOfNormal(denormal ? x * 0x1p54 : x);
  double result = denormal ? log - kLn2Times54 : log;
  result = x == 0 ? -kInf : result;
  result = x < 0 ? std::numeric_limits<double>::quiet_NaN() : result;
  // Only infinity and NaN are not below infinity.
  return x < kInf ? result : x;
}

SOUK_INLINE double SigmoidKernel(double x) { return 1 / (1 + ExpKernel(-x)); }

}  // namespace souk::market
