// Multiply, for vectors as wide as the machine has them: blocks of rows and
// outputs whose sums stay in registers.
#include <algorithm>
#include <cstring>

#include "agents/learning/network_kernels.h"
#include "market/check.h"
#include "market/math_kernels.h"

namespace souk::agents {
namespace {

typedef float Four __attribute__((vector_size(16)));

template <class Vector>
constexpr size_t kWidth = sizeof(Vector) / sizeof(float);

template <class Vector>
SOUK_INLINE void Get(Vector& to, const float* from) {
  std::memcpy(&to, from, sizeof(to));
}

/// What one block of outputs is made of, from the block's first column on.
struct Block {
  RowsOf<const float> x;
  const float* factors;
  size_t stride;  // of factors
  const float* offset;
  float* out;
  size_t out_stride;
  size_t columns;  // that exist; the rest is padding
};

/// kRows rows of x times kVectors vectors of outputs.
template <class Vector, size_t kRows, size_t kVectors>
SOUK_INLINE void MultiplyBlock(const Block& block) {
  constexpr size_t kColumns = kVectors * kWidth<Vector>;
  Vector sums[kRows][kVectors];
  for (size_t r = 0; r < kRows; ++r) {
    for (size_t v = 0; v < kVectors; ++v) {
      Get(sums[r][v], block.offset + v * kWidth<Vector>);
    }
  }
  const float* factors = block.factors;
  for (size_t i = 0; i < block.x.columns; ++i, factors += block.stride) {
    Vector column[kVectors];
    for (size_t v = 0; v < kVectors; ++v) {
      Get(column[v], factors + v * kWidth<Vector>);
    }
    for (size_t r = 0; r < kRows; ++r) {
      const float input = block.x.first[r * block.x.stride + i];
      for (size_t v = 0; v < kVectors; ++v) sums[r][v] += input * column[v];
    }
  }
  for (size_t r = 0; r < kRows; ++r) {
    float* const out = block.out + r * block.out_stride;
    if (block.columns >= kColumns) {
      std::memcpy(out, sums[r], sizeof(sums[r]));
    } else {
      std::memcpy(out, sums[r], block.columns * sizeof(float));
    }
  }
}

/// kRows rows from `row` on, all outputs.
template <class Vector, size_t kRows, size_t kVectors>
SOUK_INLINE void MultiplyStrip(const RowsOf<const float>& x,
                               const Factors& factors, const RowsOf<float>& y,
                               size_t row) {
  constexpr size_t kFew = kLanes / kWidth<Vector>;
  constexpr size_t kColumns = kVectors * kWidth<Vector>;
  Block block{{x.first + row * x.stride, kRows, x.columns, x.stride},
              factors.values.data(),
              factors.stride(),
              factors.offset.data(),
              y.first + row * y.stride,
              y.stride,
              y.columns};
  size_t left = factors.stride();
  const auto step = [&](size_t columns) {
    block.factors += columns;
    block.offset += columns;
    block.out += columns;
    block.columns -= std::min(columns, block.columns);
    left -= columns;
  };
  while (left >= kColumns) {
    MultiplyBlock<Vector, kRows, kVectors>(block);
    step(kColumns);
  }
  while (left > 0) {
    MultiplyBlock<Vector, kRows, kFew>(block);
    step(kLanes);
  }
}

template <class Vector, size_t kRows, size_t kVectors>
SOUK_INLINE void MultiplyAll(const RowsOf<const float>& x,
                             const Factors& factors, const RowsOf<float>& y) {
  size_t row = 0;
  for (; row + kRows <= x.rows; row += kRows) {
    MultiplyStrip<Vector, kRows, kVectors>(x, factors, y, row);
  }
  for (; row < x.rows; ++row) {
    MultiplyStrip<Vector, 1, 8>(x, factors, y, row);
  }
}

/// kLanes sums of a row times the weights of an output.
template <class Vector>
SOUK_INLINE float NarrowSum(const float* x, const float* weights, size_t size) {
  constexpr size_t kVectors = kLanes / kWidth<Vector>;
  Vector sums[kVectors] = {};
  const auto add = [&](const float* from, size_t i) {
    for (size_t v = 0; v < kVectors; ++v) {
      Vector input, weight;
      Get(input, from + v * kWidth<Vector>);
      Get(weight, weights + i + v * kWidth<Vector>);
      sums[v] += input * weight;
    }
  };
  size_t i = 0;
  for (; i + kLanes <= size; i += kLanes) add(x + i, i);
  if (i < size) {
    float rest[kLanes] = {};
    std::memcpy(rest, x + i, (size - i) * sizeof(float));
    add(rest, i);
  }
  float parts[kLanes];
  std::memcpy(parts, sums, sizeof(parts));
  return SumOfLanes(parts);
}

template <class Vector>
SOUK_INLINE void MultiplyNarrow(const RowsOf<const float>& x,
                                const NarrowFactors& factors,
                                const RowsOf<float>& y) {
  for (size_t r = 0; r < x.rows; ++r) {
    const float* weights = factors.values.data();
    for (size_t o = 0; o < y.columns; ++o, weights += factors.stride()) {
      y.first[r * y.stride + o] =
          factors.offset[o] +
          NarrowSum<Vector>(x.first + r * x.stride, weights, x.columns);
    }
  }
}

// One of these is picked when the program starts.
#ifdef SOUK_HAS_CLONES
typedef float Eight __attribute__((vector_size(32)));
typedef float Sixteen __attribute__((vector_size(64)));

#define SOUK_V4 __attribute__((target("arch=x86-64-v4")))
#define SOUK_V3 __attribute__((target("arch=x86-64-v3")))
#define SOUK_V1 __attribute__((target("default")))

SOUK_V4 void Run(const RowsOf<const float>& x, const Factors& factors,
                 const RowsOf<float>& y) {
  MultiplyAll<Sixteen, 4, 4>(x, factors, y);
}
SOUK_V3 void Run(const RowsOf<const float>& x, const Factors& factors,
                 const RowsOf<float>& y) {
  MultiplyAll<Eight, 4, 2>(x, factors, y);
}
SOUK_V4 void Run(const RowsOf<const float>& x, const NarrowFactors& factors,
                 const RowsOf<float>& y) {
  MultiplyNarrow<Sixteen>(x, factors, y);
}
SOUK_V3 void Run(const RowsOf<const float>& x, const NarrowFactors& factors,
                 const RowsOf<float>& y) {
  MultiplyNarrow<Eight>(x, factors, y);
}
#else
#define SOUK_V1
#endif

SOUK_V1 void Run(const RowsOf<const float>& x, const Factors& factors,
                 const RowsOf<float>& y) {
  MultiplyAll<Four, 4, 2>(x, factors, y);
}
SOUK_V1 void Run(const RowsOf<const float>& x, const NarrowFactors& factors,
                 const RowsOf<float>& y) {
  MultiplyNarrow<Four>(x, factors, y);
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
  Run(x, factors, y);
}

void Multiply(const RowsOf<const float>& x, const NarrowFactors& factors,
              const RowsOf<float>& y) {
  CheckSizes(x, factors, y);
  Run(x, factors, y);
}

}  // namespace souk::agents
