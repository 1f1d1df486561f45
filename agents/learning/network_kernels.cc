#include "agents/learning/network_kernels.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "agents/learning/float_kernels.h"
#include "market/check.h"

namespace souk::agents {
namespace {

typedef float Lanes __attribute__((vector_size(kLanes * sizeof(float))));

SOUK_INLINE void Get(Lanes& to, const float* from) {
  std::memcpy(&to, from, sizeof(to));
}

/// kRows rows of x times kGroups groups of outputs from `column` on.
template <size_t kRows, size_t kGroups>
SOUK_INLINE void MultiplyTile(const RowsOf<const float>& x,
                              const Factors& factors, const RowsOf<float>& y,
                              size_t column) {
  const size_t stride = factors.stride();
  const float* weights = factors.values.data() + column;
  Lanes sums[kRows][kGroups];
  for (size_t r = 0; r < kRows; ++r) {
    for (size_t g = 0; g < kGroups; ++g) {
      Get(sums[r][g], factors.offset.data() + column + g * kLanes);
    }
  }
  for (size_t i = 0; i < x.columns; ++i, weights += stride) {
    Lanes group[kGroups];
    for (size_t g = 0; g < kGroups; ++g) Get(group[g], weights + g * kLanes);
    for (size_t r = 0; r < kRows; ++r) {
      const float input = x.first[r * x.stride + i];
      for (size_t g = 0; g < kGroups; ++g) sums[r][g] += input * group[g];
    }
  }
  const size_t count = std::min(kGroups * kLanes, y.columns - column);
  for (size_t r = 0; r < kRows; ++r) {
    float* const out = y.first + r * y.stride + column;
    if (count == kGroups * kLanes) {
      std::memcpy(out, sums[r], sizeof(sums[r]));
    } else {
      std::memcpy(out, sums[r], count * sizeof(float));
    }
  }
}

/// All outputs of kRows rows.
template <size_t kRows, size_t kGroups>
SOUK_INLINE void MultiplyStrip(const RowsOf<const float>& x,
                               const Factors& factors, const RowsOf<float>& y) {
  size_t column = 0;
  for (; column + kGroups * kLanes <= factors.stride();
       column += kGroups * kLanes) {
    MultiplyTile<kRows, kGroups>(x, factors, y, column);
  }
  for (; column < factors.stride(); column += kLanes) {
    MultiplyTile<kRows, 1>(x, factors, y, column);
  }
}

SOUK_COLUMN_KERNEL void MultiplyAll(const RowsOf<const float>& x,
                                    const Factors& factors,
                                    const RowsOf<float>& y) {
  RowsOf<const float> from = x;
  RowsOf<float> to = y;
  size_t left = x.rows;
  for (; left >= 4; left -= 4) {
    MultiplyStrip<4, 2>(from, factors, to);
    from.first += 4 * from.stride;
    to.first += 4 * to.stride;
  }
  for (; left > 0; --left) {
    MultiplyStrip<1, 4>(from, factors, to);
    from.first += from.stride;
    to.first += to.stride;
  }
}

/// Of kLanes numbers, by halves.
SOUK_INLINE float SumOfLanes(const Lanes& lanes) {
  float parts[kLanes];
  std::memcpy(parts, &lanes, sizeof(parts));
  for (size_t half = kLanes / 2; half > 0; half /= 2) {
    for (size_t k = 0; k < half; ++k) parts[k] += parts[k + half];
  }
  return parts[0];
}

/// Calls use(lanes, first) for a row's groups; the last is filled up with 0.
template <class Use>
SOUK_INLINE void ForGroups(const float* row, size_t size, Use use) {
  size_t i = 0;
  Lanes group;
  for (; i + kLanes <= size; i += kLanes) {
    Get(group, row + i);
    use(group, i);
  }
  if (i == size) return;
  group = Lanes{};
  std::memcpy(&group, row + i, (size - i) * sizeof(float));
  use(group, i);
}

SOUK_COLUMN_KERNEL void MultiplyNarrowAll(const RowsOf<const float>& x,
                                          const NarrowFactors& factors,
                                          const RowsOf<float>& y) {
  for (size_t r = 0; r < x.rows; ++r) {
    const float* weights = factors.values.data();
    for (size_t o = 0; o < y.columns; ++o, weights += factors.stride()) {
      Lanes sums{};
      ForGroups(x.first + r * x.stride, x.columns,
                [&](const Lanes& group, size_t first) {
                  Lanes factor;
                  Get(factor, weights + first);
                  sums += group * factor;
                });
      y.first[r * y.stride + o] = SumOfLanes(sums) + factors.offset[o];
    }
  }
}

SOUK_INLINE float SumOf(const float* row, size_t size) {
  Lanes sums{};
  ForGroups(row, size, [&](const Lanes& group, size_t) { sums += group; });
  return SumOfLanes(sums);
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
  Lanes squares{};
  ForGroups(row, size,
            [&](const Lanes& group, size_t) { squares += group * group; });
  const float scale = 1 / std::sqrt(SumOfLanes(squares) / count + kNormEpsilon);
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

void CheckSizes(const RowsOf<const float>& x, const auto& factors,
                const RowsOf<float>& y) {
  SOUK_CHECK(x.columns == factors.inputs && y.columns == factors.outputs &&
                 x.rows == y.rows,
             "factors ", factors.inputs, " by ", factors.outputs, " for rows ",
             x.columns, " by ", y.columns);
}

}  // namespace

void Multiply(const RowsOf<const float>& x, const Factors& factors,
              const RowsOf<float>& y) {
  CheckSizes(x, factors, y);
  MultiplyAll(x, factors, y);
}

void Multiply(const RowsOf<const float>& x, const NarrowFactors& factors,
              const RowsOf<float>& y) {
  CheckSizes(x, factors, y);
  MultiplyNarrowAll(x, factors, y);
}

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
