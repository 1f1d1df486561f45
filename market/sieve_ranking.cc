#include "market/sieve_ranking.h"

#include <algorithm>

#include "market/math_kernels.h"

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

/// Pages that are ranked side by side.
constexpr size_t kPages = 16;

/// One contender of each page.
struct Entrants {
  alignas(64) std::array<double, kPages> score;
  alignas(64) std::array<double, kPages> position;
};

/// Nobody where a page has no contender of that number.
SOUK_INLINE void TakeNext(const double* __restrict score,
                          const int32_t* __restrict first,
                          const int32_t* __restrict size, int32_t number,
                          Entrants& entrants) {
  for (size_t p = 0; p < kPages; ++p) {
    const double value = score[first[p] + number];
    entrants.score[p] = number < size[p] ? value : kNobody;
    entrants.position[p] = first[p] + number;
  }
}

/// The better of two stays, the other goes on: equals stay behind.
SOUK_INLINE void Challenge(double* __restrict best, double* __restrict position,
                           Entrants& entrants) {
  for (size_t p = 0; p < kPages; ++p) {
    const double mine = entrants.score[p];
    const double other = best[p];
    const double my_position = entrants.position[p];
    const double other_position = position[p];
    const bool wins = mine > other;
    best[p] = wins ? mine : other;
    entrants.score[p] = wins ? other : mine;
    position[p] = wins ? my_position : other_position;
    entrants.position[p] = wins ? other_position : my_position;
  }
}

struct Podium {
  alignas(64) std::array<std::array<double, kPages>, kMaxSlots + 1> score;
  alignas(64) std::array<std::array<double, kPages>, kMaxSlots + 1> position;
};

SOUK_COLUMN_KERNEL void RankPages(const double* __restrict score,
                                  const int32_t* __restrict first,
                                  const int32_t* __restrict size, size_t keep,
                                  Podium& podium) {
  int32_t most = 0;
  for (size_t p = 0; p < kPages; ++p) most = size[p] > most ? size[p] : most;
  for (size_t k = 0; k < keep; ++k) {
    for (size_t p = 0; p < kPages; ++p) podium.score[k][p] = kNobody;
    for (size_t p = 0; p < kPages; ++p) podium.position[k][p] = 0;
  }
  Entrants entrants;
  for (int32_t number = 0; number < most; ++number) {
    TakeNext(score, first, size, number, entrants);
    for (size_t k = 0; k < keep; ++k) {
      Challenge(podium.score[k].data(), podium.position[k].data(), entrants);
    }
  }
}

SOUK_COLUMN_KERNEL size_t CountBound(const double* __restrict bid,
                                     const int32_t* __restrict line,
                                     const double* __restrict cap,
                                     size_t size) {
  int64_t bound = 0;
  for (size_t first = 0; first < size; first += kPages) {
    for (size_t j = 0; j < kPages; ++j) {
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
  static_assert(kLookPages % kPages == 0);
  Podium podium;
  for (size_t page = 0; page < shape.pages; page += kPages) {
    RankPages(contenders.score.data(), &shape.first[page], &shape.size[page],
              keep, podium);
    for (size_t k = 0; k < keep; ++k) {
      std::ranges::copy(podium.score[k], &ranking.score[k][page]);
      std::ranges::transform(
          podium.position[k], &ranking.position[k][page],
          [](double position) { return static_cast<int32_t>(position); });
    }
  }
}

bool CapsBind(const ContenderColumns& contenders, size_t first, size_t size,
              const double* cap) {
  return CountBound(&contenders.bid[first], &contenders.line[first], cap,
                    size) > 0;
}

}  // namespace souk::market
