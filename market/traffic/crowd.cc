#include "market/traffic/crowd.h"

#include <bit>
#include <cstring>

#include "market/math_kernels.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
// g++ 12 takes the undefined operands of its own intrinsics for mistakes.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#define SOUK_AVX512_BY_HAND
#endif

namespace souk::market {
namespace {

/// flag[i] = words[i] <= most
SOUK_COLUMN_KERNEL void FlagWords(const uint32_t* words, uint32_t most,
                                  uint8_t* __restrict flag, size_t n) {
  for (size_t i = 0; i < n; ++i) flag[i] = words[i] <= most ? 1 : 0;
}

void AppendPortable(const Crowd& words, size_t n, uint32_t most, uint32_t first,
                    std::vector<uint32_t>& active) {
  constexpr size_t kEight = sizeof(uint64_t);
  alignas(64) std::array<uint8_t, kCrowd> flag{};
  FlagWords(words.data(), most, flag.data(), n);
  for (size_t i = 0; i < n; i += kEight) {
    uint64_t eight = 0;
    std::memcpy(&eight, &flag[i], kEight);
    for (; eight != 0; eight &= eight - 1) {
      const auto bit = static_cast<uint32_t>(std::countr_zero(eight));
      active.push_back(first + static_cast<uint32_t>(i) + bit / 8);
    }
  }
}

#ifdef SOUK_AVX512_BY_HAND
__attribute__((target("avx512f,popcnt"))) void AppendByHand(
    const Crowd& words, size_t n, uint32_t most, uint32_t first,
    std::vector<uint32_t>& active) {
  constexpr size_t kSixteen = 16;
  size_t found = active.size();
  active.resize(found + n + kSixteen);
  __m512i user = _mm512_add_epi32(
      _mm512_set1_epi32(static_cast<int32_t>(first)),
      _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
  for (size_t i = 0; i < n; i += kSixteen) {
    const auto valid = static_cast<__mmask16>(
        n - i < kSixteen ? (1U << (n - i)) - 1 : 0xffffU);
    const __mmask16 starts = _mm512_mask_cmple_epu32_mask(
        valid, _mm512_loadu_si512(&words[i]),
        _mm512_set1_epi32(static_cast<int32_t>(most)));
    _mm512_storeu_si512(&active[found],
                        _mm512_maskz_compress_epi32(starts, user));
    found += static_cast<size_t>(__builtin_popcount(starts));
    user = _mm512_add_epi32(user, _mm512_set1_epi32(kSixteen));
  }
  active.resize(found);
}
#endif

}  // namespace

void AppendActive(const Crowd& words, size_t n, uint32_t most, uint32_t first,
                  std::vector<uint32_t>& active) {
#ifdef SOUK_AVX512_BY_HAND
  static const bool by_hand = __builtin_cpu_supports("avx512f") != 0;
  if (by_hand) return AppendByHand(words, n, most, first, active);
#endif
  AppendPortable(words, n, most, first, active);
}

}  // namespace souk::market
