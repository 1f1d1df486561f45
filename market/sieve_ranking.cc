#include "market/sieve_ranking.h"

#include <algorithm>
#include <utility>

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

constexpr double kNobody = -1;

struct ScoreTerms {
  double reserve, floor;
  bool by_rate;
};

SOUK_COLUMN_KERNEL void ScoreKernel(const ScoreTerms& terms,
                                    const double* __restrict bid,
                                    const double* __restrict rate,
                                    const double* __restrict own,
                                    double* __restrict score, size_t n) {
  const double reserve = terms.reserve, floor = terms.floor;
  const bool by_rate = terms.by_rate;
  for (size_t i = 0; i < n; ++i) {
    const double value = bid[i] * ((by_rate ? rate[i] : 1.0) * own[i]);
    const bool eligible =
        (bid[i] > 0) & (bid[i] >= reserve) & (rate[i] > 0) & (value >= floor);
    score[i] = eligible ? value : kNobody;
  }
}

/// Puts the contender at `position` into its place on one page.
void Insert(const double* score, int32_t position, size_t page, size_t keep,
            LookRanking& ranking) {
  double mine = score[position];
  bool wins = false;
  for (size_t k = 0; k < keep; ++k) {
    double& best = ranking.score[k][page];
    // Equals stay behind; whoever is pushed out pushes in turn.
    wins = wins || mine > best;
    if (wins) {
      std::swap(mine, best);
      std::swap(position, ranking.position[k][page]);
    }
  }
}

void RankPortable(const double* score, const LookShape& shape, size_t keep,
                  LookRanking& ranking) {
  for (size_t page = 0; page < shape.pages; ++page) {
    for (size_t k = 0; k < keep; ++k) ranking.score[k][page] = kNobody;
    const int32_t first = shape.first[page];
    for (int32_t i = first; i < first + shape.size[page]; ++i) {
      Insert(score, i, page, keep, ranking);
    }
  }
}

#ifdef SOUK_AVX512_BY_HAND
#define SOUK_AVX512 __attribute__((target("avx512f")))

constexpr size_t kPages = 8;

/// The best of eight pages, one per lane.
template <size_t kKeep>
struct Best {
  // Of std::array, g++ would forget the alignment.
  __m512d score[kKeep];
  __m512i position[kKeep];
};

/// As Insert, one contender of every page; positions may be anything where the
/// score is that of nobody.
template <size_t kKeep>
SOUK_AVX512 SOUK_INLINE void InsertEight(__m512d score, __m512i position,
                                         Best<kKeep>& best) {
  __mmask8 wins = 0;
  for (size_t k = 0; k < kKeep; ++k) {
    const __m512d other = best.score[k];
    const __m512i other_position = best.position[k];
    // Whoever is pushed out pushes in turn, equals as well.
    wins |= _mm512_cmp_pd_mask(score, other, _CMP_GT_OQ);
    best.score[k] = _mm512_mask_blend_pd(wins, other, score);
    best.position[k] = _mm512_mask_blend_epi64(wins, other_position, position);
    score = _mm512_mask_blend_pd(wins, score, other);
    position = _mm512_mask_blend_epi64(wins, position, other_position);
  }
}

SOUK_AVX512 SOUK_INLINE __m512i LoadEight(const int32_t* from) {
  return _mm512_cvtepi32_epi64(
      _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
}

template <size_t kKeep>
SOUK_AVX512 void RankEight(const double* score, const LookShape& shape,
                           size_t page, LookRanking& ranking) {
  const __m512d nobody = _mm512_set1_pd(kNobody);
  const __m512i size = LoadEight(&shape.size[page]);
  __m512i position = LoadEight(&shape.first[page]);
  Best<kKeep> best;
  for (size_t k = 0; k < kKeep; ++k) {
    best.score[k] = nobody;
    best.position[k] = _mm512_setzero_si512();
  }
  const int64_t most = _mm512_reduce_max_epi64(size);
  for (int64_t i = 0; i < most; ++i) {
    const __mmask8 there =
        _mm512_cmp_epi64_mask(_mm512_set1_epi64(i), size, _MM_CMPINT_LT);
    InsertEight(_mm512_mask_i64gather_pd(nobody, there, position, score,
                                         sizeof(double)),
                position, best);
    position = _mm512_add_epi64(position, _mm512_set1_epi64(1));
  }
  for (size_t k = 0; k < kKeep; ++k) {
    _mm512_storeu_pd(&ranking.score[k][page], best.score[k]);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(&ranking.position[k][page]),
                        _mm512_cvtepi64_epi32(best.position[k]));
  }
}

/// Ranks a few more than asked for.
void RankByHand(const double* score, const LookShape& shape, size_t keep,
                LookRanking& ranking) {
  static_assert(kLookPages % kPages == 0 && kMaxSlots + 1 >= 8);
  for (size_t page = 0; page < shape.pages; page += kPages) {
    if (keep <= 2) {
      RankEight<2>(score, shape, page, ranking);
    } else if (keep <= 4) {
      RankEight<4>(score, shape, page, ranking);
    } else {
      RankEight<8>(score, shape, page, ranking);
    }
  }
}
#endif

constexpr size_t kGroup = 16;

SOUK_COLUMN_KERNEL size_t CountBound(const double* __restrict bid,
                                     const int32_t* __restrict line,
                                     const double* __restrict cap,
                                     size_t size) {
  int64_t bound = 0;
  for (size_t first = 0; first < size; first += kGroup) {
    for (size_t j = 0; j < kGroup; ++j) {
      const size_t i = first + j;
      bound += (i < size) & (bid[i] > cap[line[i]]) ? 1 : 0;
    }
  }
  return static_cast<size_t>(bound);
}

}  // namespace

void ScoreContenders(const RankingRule& rule, size_t first, size_t last,
                     ContenderColumns& contenders) {
  ScoreKernel({rule.reserve, rule.score_reserve, rule.quality_exponent == 1},
              &contenders.bid[first], &contenders.rate[first],
              &contenders.own[first], &contenders.score[first], last - first);
}

void RankContenders(const ContenderColumns& contenders, const LookShape& shape,
                    size_t keep, LookRanking& ranking) {
#ifdef SOUK_AVX512_BY_HAND
  static const bool by_hand = __builtin_cpu_supports("avx512f") != 0;
  if (by_hand && keep <= 8) {
    return RankByHand(contenders.score.data(), shape, keep, ranking);
  }
#endif
  RankPortable(contenders.score.data(), shape, keep, ranking);
}

bool CapsBind(const ContenderColumns& contenders, size_t first, size_t size,
              const double* cap) {
  return CountBound(&contenders.bid[first], &contenders.line[first], cap,
                    size) > 0;
}

}  // namespace souk::market
