#include "market/mechanisms/top_scores.h"

#include <algorithm>
#include <bit>

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

constexpr size_t kLanes = 8;
constexpr double kIneligible = -1;  // below every score

SOUK_COLUMN_KERNEL void ScoreAll(const Contest& contest,
                                 double* __restrict score) {
  for (size_t i = 0; i < contest.size; ++i) {
    const bool eligible = (contest.bid[i] > 0) &
                          (contest.bid[i] >= contest.reserve) &
                          (contest.rate[i] > 0);
    const double value = contest.bid[i] * contest.weight[i];
    score[i] = eligible ? value : kIneligible;
  }
}

/// Inserts `at` behind all that score as high; drops the last if full.
void Insert(uint8_t at, size_t keep, TopScores& top) {
  const double score = top.score[at];
  if (top.size < keep) {
    ++top.size;
  } else if (score <= top.score[top.position[keep - 1]]) {
    return;
  }
  size_t rank = top.size - 1;
  for (; rank > 0 && top.score[top.position[rank - 1]] < score; --rank) {
    top.position[rank] = top.position[rank - 1];
  }
  top.position[rank] = at;
}

/// Orders the candidates whose bits are set.
void SortIn(uint64_t contenders, size_t keep, TopScores& top) {
  top.size = 0;
  for (; contenders != 0; contenders &= contenders - 1) {
    Insert(static_cast<uint8_t>(std::countr_zero(contenders)), keep, top);
  }
}

/// A lower bound of the keep-th best score: the keep-th best of the maxima of
/// eight interleaved parts.
double LowerBound(const Contest& contest, const TopScores& top) {
  std::array<double, kLanes> best;
  best.fill(kIneligible);
  for (size_t i = 0; i < contest.size; ++i) {
    best[i % kLanes] = std::max(best[i % kLanes], top.score[i]);
  }
  if (contest.keep > kLanes) return contest.floor;
  std::ranges::sort(best, std::ranges::greater{});
  return std::max(best[contest.keep - 1], contest.floor);
}

#ifdef SOUK_AVX512_BY_HAND
#define SOUK_AVX512 \
  __attribute__((target("avx512f,avx512bw,avx512vbmi2,bmi,popcnt")))

constexpr __mmask8 kAllLanes = 0xff;

SOUK_AVX512 SOUK_INLINE __m512d Lane(__m512d of, size_t lane) {
  return _mm512_permutexvar_pd(_mm512_set1_epi64(static_cast<int64_t>(lane)),
                               of);
}

/// Stores all scores; the maxima of eight interleaved parts.
SOUK_AVX512 SOUK_INLINE __m512d ScoreByHand(const Contest& contest,
                                            double* score) {
  const __m512d none = _mm512_set1_pd(kIneligible);
  const __m512d reserve = _mm512_set1_pd(contest.reserve);
  const __m512d zero = _mm512_setzero_pd();
  __m512d best = none;
  for (size_t i = 0; i < contest.size; i += kLanes) {
    const size_t left = std::min(contest.size - i, kLanes);
    const auto valid = static_cast<__mmask8>((1U << left) - 1);
    const __m512d bid = _mm512_maskz_loadu_pd(valid, contest.bid + i);
    const __m512d rate = _mm512_maskz_loadu_pd(valid, contest.rate + i);
    const __m512d weight = _mm512_maskz_loadu_pd(valid, contest.weight + i);
    __mmask8 eligible = _mm512_cmp_pd_mask(bid, zero, _CMP_GT_OQ);
    eligible = _mm512_mask_cmp_pd_mask(eligible, bid, reserve, _CMP_GE_OQ);
    eligible = _mm512_mask_cmp_pd_mask(eligible, rate, zero, _CMP_GT_OQ);
    const __m512d value = _mm512_mask_mul_pd(none, eligible, bid, weight);
    _mm512_store_pd(score + i, value);
    best = _mm512_max_pd(best, value);
  }
  return best;
}

/// As LowerBound, in all lanes.
SOUK_AVX512 SOUK_INLINE __m512d BoundByHand(const Contest& contest,
                                            __m512d best) {
  const __m512i one = _mm512_set1_epi64(1);
  __m512i at_least = _mm512_setzero_si512();
  for (size_t j = 0; j < kLanes; ++j) {
    const __mmask8 reached =
        _mm512_cmp_pd_mask(Lane(best, j), best, _CMP_GE_OQ);
    at_least = _mm512_mask_add_epi64(at_least, reached, at_least, one);
  }
  const __mmask8 known = _mm512_cmp_epi64_mask(
      at_least, _mm512_set1_epi64(static_cast<int64_t>(contest.keep)),
      _MM_CMPINT_NLT);
  __m512d bound =
      _mm512_mask_mov_pd(_mm512_set1_pd(contest.floor), known, best);
  bound = _mm512_max_pd(bound, _mm512_shuffle_f64x2(bound, bound, 0x4e));
  bound = _mm512_max_pd(bound, _mm512_shuffle_f64x2(bound, bound, 0xb1));
  bound = _mm512_max_pd(bound, _mm512_permute_pd(bound, 0x55));
  return _mm512_max_pd(bound, _mm512_set1_pd(contest.floor));
}

/// A bit for every score of at least `bound`.
SOUK_AVX512 SOUK_INLINE uint64_t Contenders(const Contest& contest,
                                            const double* score,
                                            __m512d bound) {
  uint64_t found = 0;
  for (size_t i = 0; i < contest.size; i += kLanes) {
    const uint64_t passed =
        _mm512_cmp_pd_mask(_mm512_load_pd(score + i), bound, _CMP_GE_OQ);
    found |= passed << i;
  }
  return found;
}

/// How many of the eight go before each: those that score higher, or as high
/// in a lower lane.
SOUK_AVX512 SOUK_INLINE __m512i CountBetter(__m512d score) {
  const __m512i one = _mm512_set1_epi64(1);
  __m512i better = _mm512_setzero_si512();
  for (size_t j = 0; j < kLanes; ++j) {
    const auto behind = static_cast<__mmask8>(0xfeU << j);
    const __m512d rival = Lane(score, j);
    const __mmask8 tied_or_less =
        _mm512_mask_cmp_pd_mask(behind, rival, score, _CMP_GE_OQ);
    const __mmask8 less = _mm512_cmp_pd_mask(rival, score, _CMP_GT_OQ);
    better = _mm512_mask_add_epi64(
        better, static_cast<__mmask8>(less | tied_or_less), better, one);
  }
  return better;
}

/// Orders at most eight contenders without a branch on their scores.
SOUK_AVX512 SOUK_INLINE void OrderByHand(uint64_t contenders, size_t keep,
                                         TopScores& top) {
  alignas(64) static constexpr std::array<uint8_t, kScoreTile> kIota = [] {
    std::array<uint8_t, kScoreTile> iota{};
    for (size_t i = 0; i < iota.size(); ++i) iota[i] = static_cast<uint8_t>(i);
    return iota;
  }();
  const auto size = static_cast<size_t>(__builtin_popcountll(contenders));
  const __m128i packed = _mm512_castsi512_si128(
      _mm512_maskz_compress_epi8(contenders, _mm512_load_si512(kIota.data())));
  const auto positions = static_cast<uint64_t>(_mm_cvtsi128_si64(packed));
  const __m512d score = _mm512_mask_i64gather_pd(
      _mm512_set1_pd(kIneligible), static_cast<__mmask8>((1U << size) - 1),
      _mm512_cvtepu8_epi64(packed), top.score.data(), sizeof(double));
  const __m512i better = CountBetter(score);
  top.size = std::min(size, keep);
  for (size_t k = 0; k < top.size; ++k) {
    const unsigned lane = _mm512_cmpeq_epi64_mask(
        better, _mm512_set1_epi64(static_cast<int64_t>(k)));
    top.position[k] =
        static_cast<uint8_t>(positions >> (8 * __builtin_ctz(lane)));
  }
}

SOUK_AVX512 void FindTopByHand(const Contest& contest, TopScores& top) {
  const __m512d best = ScoreByHand(contest, top.score.data());
  const uint64_t contenders =
      Contenders(contest, top.score.data(), BoundByHand(contest, best));
  if (__builtin_popcountll(contenders) <= int{kLanes}) {
    OrderByHand(contenders, contest.keep, top);
  } else {
    SortIn(contenders, contest.keep, top);
  }
}

bool HasAvx512() {
  static const bool has = __builtin_cpu_supports("avx512vbmi2") != 0;
  return has;
}
#endif

}  // namespace

void FindTopPortable(const Contest& contest, TopScores& top) {
  ScoreAll(contest, top.score.data());
  const double bound = LowerBound(contest, top);
  uint64_t contenders = 0;
  for (size_t i = 0; i < contest.size; ++i) {
    contenders |= uint64_t{top.score[i] >= bound} << i;
  }
  SortIn(contenders, contest.keep, top);
}

void FindTop(const Contest& contest, TopScores& top) {
#ifdef SOUK_AVX512_BY_HAND
  if (HasAvx512()) return FindTopByHand(contest, top);
#endif
  FindTopPortable(contest, top);
}

}  // namespace souk::market
