#include "market/random_columns.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "market/math_kernels.h"

namespace souk::market {
namespace {

/// The middle of the cell that a word stands for, exact.
SOUK_INLINE double WordToUniform(uint32_t word) {
  return (WholeToDouble(word) + 0.5) * 0x1p-32;
}

/// log v for normal v > 0, absolute error < 2e-10: log(1 + f) = f + f^2 P(f).
SOUK_INLINE double RoughLog(double v) {
  constexpr Septic kSeries = {-0.49999999484798912652, 0.33333296542431400944,
                              -0.2500003966349809148,  0.20002999124651876794,
                              -0.1666796124436216997,  0.14204510326862290759,
                              -0.12393365768324338116, 0.11972828520549531368};
  const Binary parts = SplitBinary(v);
  const double f = parts.fraction;
  const double f2 = f * f;
  const double f4 = f2 * f2;
  const double top = -0.1178543039376177548 + 0.067113107211534434038 * f;
  const double series = Evaluate(kSeries, f) + (f4 * f4) * top;
  return parts.exponent * 0.69314718055994530942 + (f + f2 * series);
}

/// Quantile of p = 1/2 + q without a branch: q A(t) / B(t) with
/// t = -log(4 p (1 - p)). A and B minimise the relative error (6.6e-10) on
/// [0, 21.6]; words give t <= 21.5. (Iteratively reweighted least squares on
/// 500 Chebyshev nodes in 113-bit arithmetic.)
SOUK_INLINE double WordToNormal(uint32_t word) {
  constexpr Septic kAbove = {
      2.5066282762874840806,     0.79958092808047664946,
      0.14909554446063694177,    0.018745181587408902418,
      0.0014778285377412643184,  5.3699012460148901852e-5,
      -3.1260698685500571451e-7, 5.3840130509899037088e-8};
  constexpr Septic kBelow = {1.0,
                             0.057187273858793713499,
                             0.031476760013670904148,
                             0.0011275241678672396142,
                             0.0001790768993086525214,
                             -1.4108224203943907365e-6,
                             1.0951320932488790409e-7,
                             9.5960305891243167655e-10};
  const double p = WordToUniform(word);
  const double t = -RoughLog(4 * p * (1 - p));
  return (p - 0.5) * Evaluate(kAbove, t) / Evaluate(kBelow, t);
}

SOUK_COLUMN_KERNEL void Uniforms(const uint32_t* __restrict words, size_t size,
                                 double* __restrict out) {
  for (size_t i = 0; i < size; ++i) out[i] = WordToUniform(words[i]);
}

SOUK_COLUMN_KERNEL void Normals(const uint32_t* __restrict words, size_t size,
                                double* __restrict out) {
  for (size_t i = 0; i < size; ++i) out[i] = WordToNormal(words[i]);
}

SOUK_COLUMN_KERNEL void Units(const uint32_t* __restrict words, size_t size,
                              double* __restrict out) {
  for (size_t i = 0; i < size; ++i) out[i] = WholeToDouble(words[i]) * 0x1p-32;
}

/// Four words in one register.
using Quad __attribute__((vector_size(16))) = uint32_t;

}  // namespace

void UnitColumn(const uint32_t* words, size_t size, double* out) {
  Units(words, size, out);
}

void NameRuns(std::span<const PhiloxBlock> firsts, size_t length,
              PhiloxBlock* names) {
  for (const PhiloxBlock& first : firsts) {
    Quad name = {first[0], first[1], first[2], first[3]};
    for (size_t i = 0; i < length; ++i, ++names) {
      std::memcpy(names->data(), &name, sizeof(name));
      name += Quad{0, 0, 0, 1};
    }
  }
}

void UniformColumn(const uint32_t* words, size_t size, double* out) {
  Uniforms(words, size, out);
}

void NormalColumn(const uint32_t* words, size_t size, double* out) {
  Normals(words, size, out);
}

void FillColumn(PhiloxBlock first, PhiloxKey key, WordTransform transform,
                std::span<double> out) {
  const PhiloxKernels& philox = FastPhilox();
  alignas(64) std::array<uint32_t, 4 * kTileBlocks> words;
  for (size_t done = 0; done < out.size(); done += words.size()) {
    philox.column(first, key, kTileBlocks, words.data());
    transform(words.data(), std::min(words.size(), out.size() - done),
              out.data() + done);
    first[3] += kTileBlocks;
  }
}

}  // namespace souk::market
