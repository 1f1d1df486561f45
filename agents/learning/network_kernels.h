// The loops of agents/learning/network.h, vectorised. Each number is computed
// by the same operations in the same order on every instruction set, whatever
// rows stand beside it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "market/math_kernels.h"

namespace souk::agents {

/// Weights are padded to whole groups of so many outputs (or inputs).
inline constexpr size_t kLanes = 16;

/// Added to a variance before its root is taken, as libtorch does.
inline constexpr float kNormEpsilon = 1e-5F;

constexpr size_t Padded(size_t size) {
  return (size + kLanes - 1) / kLanes * kLanes;
}

/// By halves: lane k and lane k + 8, and so on. `lanes` is work space.
SOUK_INLINE float SumOfLanes(float (&lanes)[kLanes]) {
  for (size_t half = kLanes / 2; half > 0; half /= 2) {
    for (size_t k = 0; k < half; ++k) lanes[k] += lanes[k + half];
  }
  return lanes[0];
}

/// Of a larger matrix: `stride` values lie from row to row.
template <class T>
struct RowsOf {
  T* first = nullptr;
  size_t rows = 0;
  size_t columns = 0;
  size_t stride = 0;
};

/// y[o] = offset[o] + sum over i of x[i] factor[i][o].
struct Factors {
  size_t inputs = 0;
  size_t outputs = 0;
  std::vector<float> values;  ///< [inputs][Padded(outputs)]
  std::vector<float> offset;  ///< [Padded(outputs)]

  size_t stride() const { return Padded(outputs); }
  void Resize(size_t new_inputs, size_t new_outputs) {
    inputs = new_inputs;
    outputs = new_outputs;
    values.assign(inputs * stride(), 0);
    offset.assign(stride(), 0);
  }
};

/// The same for few outputs: output by output.
struct NarrowFactors {
  size_t inputs = 0;
  size_t outputs = 0;
  std::vector<float> values;  ///< [outputs][Padded(inputs)]
  std::vector<float> offset;  ///< [outputs]

  size_t stride() const { return Padded(inputs); }
  void Resize(size_t new_inputs, size_t new_outputs) {
    inputs = new_inputs;
    outputs = new_outputs;
    values.assign(outputs * stride(), 0);
    offset.assign(outputs, 0);
  }
};

/// Sums over i in ascending order. x.columns are the inputs, y.columns the
/// outputs; y has as many rows as x.
void Multiply(const RowsOf<const float>& x, const Factors& factors,
              const RowsOf<float>& y);
/// Sums of every kLanes-th input, added up by halves.
void Multiply(const RowsOf<const float>& x, const NarrowFactors& factors,
              const RowsOf<float>& y);

enum class Activation : uint8_t {
  kNone = 0,
  kRelu,
  kTanh,
  kSigmoid,
  kSoftplus,
  kMish,
  kSilu,
  kGelu,
};

/// In place.
void Activate(Activation activation, std::span<float> values);
/// In place: softmax of one row.
void SoftmaxRow(std::span<float> row);
/// In place: (x - mean) / sqrt(variance + kNormEpsilon).
void Standardise(std::span<float> row);
/// In place: row[i] = row[i] weight[i] + bias[i].
void ScaleAndShift(std::span<float> row, std::span<const float> weight,
                   std::span<const float> bias);
/// sum[i] += added[i]
void AddTo(std::span<float> sum, std::span<const float> added);

}  // namespace souk::agents
