// Philox on many counters at once. The compiler vectorises the portable loop
// but does not find the 32 x 32 -> 64 bit multiplication of AVX-512, which
// makes it three times as slow as the version by hand.
#include <cstring>

#include "market/math_kernels.h"
#include "market/random_columns.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
// g++ 12 takes the undefined operands of its own intrinsics for mistakes.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#define SOUK_AVX512_BY_HAND
#endif

namespace souk::market {
namespace {

constexpr int kRounds = 10;
constexpr uint32_t kWeyl0 = 0x9E3779B9U;
constexpr uint32_t kWeyl1 = 0xBB67AE85U;
constexpr uint64_t kMultiplier0 = 0xD2511F53U;
constexpr uint64_t kMultiplier1 = 0xCD9E8D57U;

/// One block, word by word so that columns vectorise.
struct Words {
  uint32_t w0, w1, w2, w3;
};

SOUK_INLINE Words TenRounds(Words c, uint32_t key0, uint32_t key1) {
  for (int round = 0; round < kRounds; ++round) {
    const uint64_t product0 = kMultiplier0 * c.w0;
    const uint64_t product1 = kMultiplier1 * c.w2;
    c.w0 = static_cast<uint32_t>(product1 >> 32) ^ c.w1 ^ key0;
    c.w1 = static_cast<uint32_t>(product1);
    c.w2 = static_cast<uint32_t>(product0 >> 32) ^ c.w3 ^ key1;
    c.w3 = static_cast<uint32_t>(product0);
    key0 += kWeyl0;
    key1 += kWeyl1;
  }
  return c;
}

SOUK_INLINE void Store(const Words& c, uint32_t* words) {
  words[0] = c.w0;
  words[1] = c.w1;
  words[2] = c.w2;
  words[3] = c.w3;
}

SOUK_COLUMN_KERNEL void ColumnPortable(const PhiloxBlock& first, PhiloxKey key,
                                       size_t blocks,
                                       uint32_t* __restrict words) {
  const Words start = {first[0], first[1], first[2], first[3]};
  const uint32_t key0 = key[0], key1 = key[1];
  for (size_t i = 0; i < blocks; ++i) {
    Words c = start;
    c.w3 += static_cast<uint32_t>(i);
    Store(TenRounds(c, key0, key1), words + 4 * i);
  }
}

SOUK_COLUMN_KERNEL void FirstWordsPortable(const PhiloxBlock& first,
                                           PhiloxKey key, size_t blocks,
                                           uint32_t* __restrict words) {
  const Words start = {first[0], first[1], first[2], first[3]};
  const uint32_t key0 = key[0], key1 = key[1];
  for (size_t i = 0; i < blocks; ++i) {
    Words c = start;
    c.w0 += static_cast<uint32_t>(i);
    words[i] = TenRounds(c, key0, key1).w0;
  }
}

SOUK_COLUMN_KERNEL void InPlacePortable(uint32_t* words, PhiloxKey key,
                                        size_t blocks) {
  const uint32_t key0 = key[0], key1 = key[1];
  for (size_t i = 0; i < blocks; ++i) {
    uint32_t* block = words + 4 * i;
    Store(TenRounds({block[0], block[1], block[2], block[3]}, key0, key1),
          block);
  }
}

#ifdef SOUK_AVX512_BY_HAND
#define SOUK_AVX512 __attribute__((target("avx512f")))

static_assert(kTileBlocks == 16);

/// Eight blocks, one per 64-bit lane. The upper halves of the lanes hold
/// leftovers, which the multiplication ignores.
struct Lanes {
  __m512i c0, c1, c2, c3;
};

/// A tile, in two halves that do not wait for each other.
struct Tile {
  Lanes front, back;
};

SOUK_AVX512 SOUK_INLINE Lanes Broadcast(const PhiloxBlock& block) {
  return {_mm512_set1_epi64(block[0]), _mm512_set1_epi64(block[1]),
          _mm512_set1_epi64(block[2]), _mm512_set1_epi64(block[3])};
}

/// `start` + 0, 1, ..., 7
SOUK_AVX512 SOUK_INLINE __m512i CountFrom(__m512i start) {
  return _mm512_add_epi32(
      start, _mm512_set_epi32(0, 7, 0, 6, 0, 5, 0, 4, 0, 3, 0, 2, 0, 1, 0, 0));
}

SOUK_AVX512 SOUK_INLINE void OneRound(Lanes& c, __m512i key0, __m512i key1) {
  constexpr int kXorOfThree = 0x96;
  const __m512i product0 =
      _mm512_mul_epu32(c.c0, _mm512_set1_epi64(kMultiplier0));
  const __m512i product1 =
      _mm512_mul_epu32(c.c2, _mm512_set1_epi64(kMultiplier1));
  c.c0 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(product1, 32), c.c1, key0,
                                   kXorOfThree);
  c.c1 = product1;
  c.c2 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(product0, 32), c.c3, key1,
                                   kXorOfThree);
  c.c3 = product0;
}

SOUK_AVX512 SOUK_INLINE void Scramble(Tile& tile, PhiloxKey key) {
  for (int round = 0; round < kRounds; ++round) {
    const __m512i key0 = _mm512_set1_epi64(key[0]);
    const __m512i key1 = _mm512_set1_epi64(key[1]);
    OneRound(tile.front, key0, key1);
    OneRound(tile.back, key0, key1);
    key[0] += kWeyl0;
    key[1] += kWeyl1;
  }
}

SOUK_AVX512 SOUK_INLINE __m512i Pair(__m512i even, __m512i odd) {
  const __m512i low = _mm512_set1_epi64(0xffffffff);
  return _mm512_or_si512(_mm512_and_si512(even, low),
                         _mm512_slli_epi64(odd, 32));
}

SOUK_AVX512 SOUK_INLINE void StoreBlocks(const Lanes& c, uint32_t* words) {
  const __m512i front = _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0);
  const __m512i back = _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4);
  const __m512i w01 = Pair(c.c0, c.c1);
  const __m512i w23 = Pair(c.c2, c.c3);
  _mm512_storeu_si512(words, _mm512_permutex2var_epi64(w01, front, w23));
  _mm512_storeu_si512(words + 16, _mm512_permutex2var_epi64(w01, back, w23));
}

SOUK_AVX512 SOUK_INLINE Lanes LoadBlocks(const uint32_t* words) {
  const __m512i even = _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0);
  const __m512i odd = _mm512_set_epi64(15, 13, 11, 9, 7, 5, 3, 1);
  const __m512i front = _mm512_loadu_si512(words);
  const __m512i back = _mm512_loadu_si512(words + 16);
  const __m512i w01 = _mm512_permutex2var_epi64(front, even, back);
  const __m512i w23 = _mm512_permutex2var_epi64(front, odd, back);
  return {w01, _mm512_srli_epi64(w01, 32), w23, _mm512_srli_epi64(w23, 32)};
}

SOUK_AVX512 void ColumnByHand(const PhiloxBlock& first, PhiloxKey key,
                              size_t blocks, uint32_t* words) {
  for (size_t i = 0; i < blocks; i += kTileBlocks) {
    const uint32_t index = first[3] + static_cast<uint32_t>(i);
    Tile tile = {Broadcast(first), Broadcast(first)};
    tile.front.c3 = CountFrom(_mm512_set1_epi64(index));
    tile.back.c3 = CountFrom(_mm512_set1_epi64(index + 8));
    Scramble(tile, key);
    StoreBlocks(tile.front, words + 4 * i);
    StoreBlocks(tile.back, words + 4 * i + 32);
  }
}

SOUK_AVX512 SOUK_INLINE __m512i Same(uint64_t word) {
  return _mm512_set1_epi64(static_cast<int64_t>(word));
}

/// Blocks that differ in their word 0 only: for two rounds half of the words
/// are the same in all, and the last two need not be computed in full.
struct OneWord {
  PhiloxBlock first;
  PhiloxKey key;
};

SOUK_AVX512 SOUK_INLINE __m512i FirstWordOf(__m512i entity, OneWord block) {
  PhiloxKey& key = block.key;
  const uint64_t product1 = kMultiplier1 * block.first[2];  // of round 1
  const uint32_t word0 =
      static_cast<uint32_t>(product1 >> 32) ^ block.first[1] ^ key[0];
  const __m512i product0 = _mm512_mul_epu32(entity, Same(kMultiplier0));
  __m512i word2 = _mm512_xor_si512(_mm512_srli_epi64(product0, 32),
                                   Same(block.first[3] ^ key[1]));
  key[0] += kWeyl0;
  key[1] += kWeyl1;
  const uint64_t same0 = kMultiplier0 * word0;
  const __m512i varying1 = _mm512_mul_epu32(word2, Same(kMultiplier1));
  Lanes c;
  c.c0 = _mm512_xor_si512(_mm512_srli_epi64(varying1, 32),
                          Same(static_cast<uint32_t>(product1) ^ key[0]));
  c.c1 = varying1;
  c.c2 = _mm512_xor_si512(product0, Same((same0 >> 32) ^ key[1]));
  c.c3 = Same(static_cast<uint32_t>(same0));
  for (int round = 2; round < kRounds; ++round) {
    key[0] += kWeyl0;
    key[1] += kWeyl1;
    OneRound(c, Same(key[0]), Same(key[1]));
  }
  return c.c0;
}

SOUK_AVX512 void FirstWordsByHand(const PhiloxBlock& first, PhiloxKey key,
                                  size_t blocks, uint32_t* words) {
  const __m512i low_halves = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16,
                                              14, 12, 10, 8, 6, 4, 2, 0);
  for (size_t i = 0; i < blocks; i += kTileBlocks) {
    const uint32_t entity = first[0] + static_cast<uint32_t>(i);
    const __m512i front = CountFrom(_mm512_set1_epi64(entity));
    const __m512i back = CountFrom(_mm512_set1_epi64(entity + 8));
    _mm512_storeu_si512(
        words + i,
        _mm512_permutex2var_epi32(FirstWordOf(front, {first, key}), low_halves,
                                  FirstWordOf(back, {first, key})));
  }
}

SOUK_AVX512 void InPlaceByHand(uint32_t* words, PhiloxKey key, size_t blocks) {
  for (size_t i = 0; i < blocks; i += kTileBlocks) {
    Tile tile = {LoadBlocks(words + 4 * i), LoadBlocks(words + 4 * i + 32)};
    Scramble(tile, key);
    StoreBlocks(tile.front, words + 4 * i);
    StoreBlocks(tile.back, words + 4 * i + 32);
  }
}
#endif

}  // namespace

const PhiloxKernels& PortablePhilox() {
  static constexpr PhiloxKernels kKernels = {ColumnPortable, FirstWordsPortable,
                                             InPlacePortable};
  return kKernels;
}

const PhiloxKernels& FastPhilox() {
#ifdef SOUK_AVX512_BY_HAND
  static constexpr PhiloxKernels kByHand = {ColumnByHand, FirstWordsByHand,
                                            InPlaceByHand};
  static const bool has = __builtin_cpu_supports("avx512f") != 0;
  if (has) return kByHand;
#endif
  return PortablePhilox();
}

}  // namespace souk::market
