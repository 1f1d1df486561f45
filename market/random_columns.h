// The hot path of chance: columns of words, uniforms and normals.
//
// Every form gives the same bits on every instruction set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "market/random.h"

namespace souk::market {

/// Blocks are drawn in groups of this many: 64 words.
inline constexpr size_t kTileBlocks = 16;

/// Philox on many counters. `blocks` is a multiple of kTileBlocks.
struct PhiloxKernels {
  /// Words of the blocks first, first + 1, ... (counting in its last word),
  /// four words a block.
  void (*column)(const PhiloxBlock& first, PhiloxKey key, size_t blocks,
                 uint32_t* words);
  /// Word 0 of the blocks first, first + 1, ... (counting in its word 0).
  void (*first_words)(const PhiloxBlock& first, PhiloxKey key, size_t blocks,
                      uint32_t* words);
  /// Replaces counters, four words a block, by their words.
  void (*in_place)(uint32_t* words, PhiloxKey key, size_t blocks);
};

/// The fastest that this machine can run.
const PhiloxKernels& FastPhilox();
/// Without hand-written vector code; exported for tests.
const PhiloxKernels& PortablePhilox();

/// (word + 1/2) / 2^32: in (0, 1), exact.
void UniformColumn(const uint32_t* words, size_t size, double* out);
/// Standard normal quantiles of those uniforms; relative error < 1e-9.
void NormalColumn(const uint32_t* words, size_t size, double* out);

/// word / 2^32, exact.
void UnitColumn(const uint32_t* words, size_t size, double* out);
/// Names the blocks first, first + 1, ... (counting in its last word) for each
/// of `firsts`, `length` blocks each.
void NameRuns(std::span<const PhiloxBlock> firsts, size_t length,
              PhiloxBlock* names);

using WordTransform = void (*)(const uint32_t*, size_t, double*);
/// Fills `out` tile by tile: value i is the transform of word i % 4 of block
/// first + i / 4.
void FillColumn(PhiloxBlock first, PhiloxKey key, WordTransform transform,
                std::span<double> out);

}  // namespace souk::market
