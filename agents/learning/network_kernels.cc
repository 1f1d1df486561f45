#include "agents/learning/network_kernels.h"

#include <cmath>

#include "agents/learning/float_kernels.h"
#include "market/check.h"

namespace souk::agents {
namespace {

/// Sums of every kLanes-th value of use(value).
template <class Use>
SOUK_INLINE float SumOfEach(const float* row, size_t size, Use use) {
  float sums[kLanes] = {};
  size_t i = 0;
  for (; i + kLanes <= size; i += kLanes) {
    for (size_t k = 0; k < kLanes; ++k) sums[k] += use(row[i + k]);
  }
  for (size_t k = 0; i + k < size; ++k) sums[k] += use(row[i + k]);
  return SumOfLanes(sums);
}

SOUK_INLINE float SumOf(const float* row, size_t size) {
  return SumOfEach(row, size, [](float value) { return value; });
}

SOUK_COLUMN_KERNEL void SoftmaxAll(float* row, size_t size) {
  float most = row[0];
  for (size_t i = 1; i < size; ++i) most = row[i] > most ? row[i] : most;
  for (size_t i = 0; i < size; ++i) row[i] = FloatExp(row[i] - most);
  const float scale = 1 / SumOf(row, size);
  for (size_t i = 0; i < size; ++i) row[i] *= scale;
}

SOUK_COLUMN_KERNEL void StandardiseAll(float* row, size_t size) {
  const auto count = static_cast<float>(size);
  const float mean = SumOf(row, size) / count;
  for (size_t i = 0; i < size; ++i) row[i] -= mean;
  const float squares =
      SumOfEach(row, size, [](float value) { return value * value; });
  const float scale = 1 / std::sqrt(squares / count + kNormEpsilon);
  for (size_t i = 0; i < size; ++i) row[i] *= scale;
}

SOUK_COLUMN_KERNEL void ScaleAndShiftAll(float* row, const float* weight,
                                         const float* bias, size_t size) {
  for (size_t i = 0; i < size; ++i) row[i] = row[i] * weight[i] + bias[i];
}

SOUK_COLUMN_KERNEL void AddAll(float* sum, const float* added, size_t size) {
  for (size_t i = 0; i < size; ++i) sum[i] += added[i];
}

SOUK_COLUMN_KERNEL void ReluAll(float* x, size_t size) {
  for (size_t i = 0; i < size; ++i) x[i] = Relu(x[i]);
}
SOUK_COLUMN_KERNEL void TanhAll(float* x, size_t size) {
  for (size_t i = 0; i < size; ++i) x[i] = FloatTanh(x[i]);
}
SOUK_COLUMN_KERNEL void SigmoidAll(float* x, size_t size) {
  for (size_t i = 0; i < size; ++i) x[i] = FloatSigmoid(x[i]);
}
SOUK_COLUMN_KERNEL void SoftplusAll(float* x, size_t size) {
  for (size_t i = 0; i < size; ++i) x[i] = Softplus(x[i]);
}
SOUK_COLUMN_KERNEL void MishAll(float* x, size_t size) {
  for (size_t i = 0; i < size; ++i) x[i] = Mish(x[i]);
}
SOUK_COLUMN_KERNEL void SiluAll(float* x, size_t size) {
  for (size_t i = 0; i < size; ++i) x[i] = Silu(x[i]);
}
SOUK_COLUMN_KERNEL void GeluAll(float* x, size_t size) {
  for (size_t i = 0; i < size; ++i) x[i] = Gelu(x[i]);
}

}  // namespace

void SoftmaxRow(std::span<float> row) {
  if (!row.empty()) SoftmaxAll(row.data(), row.size());
}

void Standardise(std::span<float> row) {
  StandardiseAll(row.data(), row.size());
}

void ScaleAndShift(std::span<float> row, std::span<const float> weight,
                   std::span<const float> bias) {
  SOUK_CHECK(row.size() == weight.size(), row.size(), " values for ",
             weight.size(), " weights");
  ScaleAndShiftAll(row.data(), weight.data(), bias.data(), row.size());
}

void AddTo(std::span<float> sum, std::span<const float> added) {
  SOUK_CHECK(sum.size() == added.size(), sum.size(), " and ", added.size(),
             " values");
  AddAll(sum.data(), added.data(), sum.size());
}

void Activate(Activation activation, std::span<float> values) {
  switch (activation) {
    case Activation::kRelu:
      return ReluAll(values.data(), values.size());
    case Activation::kTanh:
      return TanhAll(values.data(), values.size());
    case Activation::kSigmoid:
      return SigmoidAll(values.data(), values.size());
    case Activation::kSoftplus:
      return SoftplusAll(values.data(), values.size());
    case Activation::kMish:
      return MishAll(values.data(), values.size());
    case Activation::kSilu:
      return SiluAll(values.data(), values.size());
    case Activation::kGelu:
      return GeluAll(values.data(), values.size());
    case Activation::kNone:
      return;
  }
}

}  // namespace souk::agents
