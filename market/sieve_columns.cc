#include "market/sieve_columns.h"

#include "market/page_kernels.h"
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

struct RowPointers {
  const double *base, *spread, *conversion_rate, *own;
  const double *constant, *click, *conversion, *both;
  const double *scale, *min, *max, *whole;
  const double *per_view, *per_click, *per_conversion;
};
struct Outputs {
  double *click, *bid, *rate, *own;
};

SOUK_COLUMN_KERNEL void RowKernel(const RowPointers& p,
                                  const int32_t* __restrict row,
                                  const double* __restrict normal,
                                  const Outputs& out, size_t n) {
  double* __restrict click = out.click;
  double* __restrict bid = out.bid;
  double* __restrict rate = out.rate;
  double* __restrict own = out.own;
  for (size_t i = 0; i < n; ++i) {
    const int32_t r = row[i];
    const double c = ClickRateOf(p.base[r], p.spread[r], normal[i]);
    const double v = p.conversion_rate[r];
    click[i] = c;
    bid[i] = WholeBid({p.constant[r], p.click[r], p.conversion[r], p.both[r],
                       p.scale[r], p.min[r], p.max[r], p.whole[r]},
                      c, v);
    rate[i] =
        EventRate({p.per_view[r], p.per_click[r], p.per_conversion[r]}, c, v);
    own[i] = p.own[r];
  }
}

/// The same where all pay per view, a multiple of the click rate.
SOUK_COLUMN_KERNEL void PlainRowKernel(const RowPointers& p,
                                       const int32_t* __restrict row,
                                       const double* __restrict normal,
                                       const Outputs& out, size_t n) {
  double* __restrict click = out.click;
  double* __restrict bid = out.bid;
  double* __restrict rate = out.rate;
  double* __restrict own = out.own;
  for (size_t i = 0; i < n; ++i) {
    const int32_t r = row[i];
    const double c = ClickRateOf(p.base[r], p.spread[r], normal[i]);
    click[i] = c;
    double amount = p.click[r] * c;
    amount = amount < 0 ? 0 : amount;
    amount = amount > kMaxBid ? kMaxBid : amount;
    bid[i] = __builtin_ceil(amount);
    rate[i] = 1;
    own[i] = 1;
  }
}

SOUK_COLUMN_KERNEL void LineKernel(const int32_t* __restrict line_of,
                                   const int32_t* __restrict row,
                                   int32_t* __restrict line, size_t n) {
  for (size_t i = 0; i < n; ++i) line[i] = line_of[row[i]];
}

struct Chosen {
  int32_t* row;
  uint32_t* word;
};

size_t AppendPortable(std::span<const uint32_t> words, const uint32_t* least,
                      int32_t first, const Chosen& out) {
  size_t k = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    out.row[k] = first + static_cast<int32_t>(i);
    out.word[k] = words[i];
    k += words[i] >= least[i] ? 1 : 0;
  }
  return k;
}

#ifdef SOUK_AVX512_BY_HAND
__attribute__((target("avx512f,popcnt"))) size_t AppendByHand(
    std::span<const uint32_t> words, const uint32_t* least, int32_t first,
    const Chosen& out) {
  constexpr size_t kSixteen = 16;
  __m512i at =
      _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  at = _mm512_add_epi32(at, _mm512_set1_epi32(first));
  size_t k = 0;
  for (size_t i = 0; i < words.size(); i += kSixteen) {
    const size_t left = words.size() - i;
    const auto valid =
        static_cast<__mmask16>(left < kSixteen ? (1U << left) - 1 : 0xffffU);
    const __m512i drawn = _mm512_maskz_loadu_epi32(valid, &words[i]);
    const __mmask16 passed = _mm512_mask_cmp_epu32_mask(
        valid, drawn, _mm512_maskz_loadu_epi32(valid, least + i),
        _MM_CMPINT_NLT);
    _mm512_storeu_si512(out.row + k, _mm512_maskz_compress_epi32(passed, at));
    _mm512_storeu_si512(out.word + k,
                        _mm512_maskz_compress_epi32(passed, drawn));
    k += static_cast<size_t>(__builtin_popcount(passed));
    at = _mm512_add_epi32(at, _mm512_set1_epi32(kSixteen));
  }
  return k;
}
#endif

struct CapInput {
  const double *bid, *rate, *own;
  const int32_t* line;
};

CapInput InputOf(const ContenderColumns& contenders, size_t first) {
  return {&contenders.bid[first], &contenders.rate[first],
          &contenders.own[first], &contenders.line[first]};
}

/// Whether an offer is eligible and reaches the level.
SOUK_INLINE bool Counts(const ScoreLevel& score, double offer, double rate,
                        double own) {
  const double weight = (score.by_rate ? rate : 1.0) * own;
  return (offer > 0) & (offer >= score.reserve) & (rate > 0) &
         (offer * weight >= score.level);
}

// A group at a time: a loop of some eight steps is not worth a guess.

SOUK_COLUMN_KERNEL size_t CapKernel(const CapInput& in, size_t size,
                                    const double* __restrict cap,
                                    const ScoreLevel& score,
                                    double* __restrict bid) {
  int64_t reached = 0;
  for (size_t first = 0; first < size; first += kContenderGroup) {
    for (size_t j = 0; j < kContenderGroup; ++j) {
      const size_t i = first + j;
      const double capped = CappedBid(in.bid[i], cap[in.line[i]]);
      bid[i] = i < size ? capped : 0;
      reached += Counts(score, bid[i], in.rate[i], in.own[i]) ? 1 : 0;
    }
  }
  return static_cast<size_t>(reached);
}

SOUK_COLUMN_KERNEL size_t OneCapKernel(const CapInput& in, size_t size,
                                       double cap, const ScoreLevel& score,
                                       double* __restrict bid) {
  int64_t reached = 0;
  for (size_t first = 0; first < size; first += kContenderGroup) {
    for (size_t j = 0; j < kContenderGroup; ++j) {
      const size_t i = first + j;
      const double capped = CappedBid(in.bid[i], cap);
      bid[i] = i < size ? capped : 0;
      reached += Counts(score, bid[i], in.rate[i], in.own[i]) ? 1 : 0;
    }
  }
  return static_cast<size_t>(reached);
}

bool Rises(const SieveRows::Row& row) {
  const LinearBid& bid = row.bid;
  return row.rate.base >= 0 && row.rate.spread >= 0 && bid.click >= 0 &&
         bid.click_conversion * row.rate.conversion >= 0 &&
         bid.factor * bid.step >= 0;
}

bool IsPlain(const SieveRows::Row& row) {
  const LinearBid& bid = row.bid;
  return bid.constant == 0 && bid.conversion == 0 &&
         bid.click_conversion == 0 && !bid.whole_steps && bid.min == 0 &&
         bid.max == kMaxBid && row.charge == Charge::kView &&
         bid.factor * bid.step == 1 && row.own == 1;
}

}  // namespace

void ContenderColumns::Prepare(size_t most) {
  size = 0;
  const size_t room = most + kSlack;
  if (row.size() >= room) return;
  row.assign(room, 0);
  word.assign(room, 0);
  line.assign(room, 0);
  for (auto* column : {&normal, &click, &bid, &rate, &own}) {
    column->assign(room, 0);
  }
}

void SieveRows::Clear() {
  for (auto* column : {&base_, &spread_, &conversion_rate_, &own_, &constant_,
                       &click_, &conversion_, &both_, &scale_, &min_, &max_,
                       &whole_, &per_view_, &per_click_, &per_conversion_}) {
    column->clear();
  }
  line_.clear();
  rises_.clear();
  plain_ = true;
}

void SieveRows::Add(const Row& row) {
  base_.push_back(row.rate.base);
  spread_.push_back(row.rate.spread);
  conversion_rate_.push_back(row.rate.conversion);
  own_.push_back(row.own);
  constant_.push_back(row.bid.constant);
  click_.push_back(row.bid.click);
  conversion_.push_back(row.bid.conversion);
  both_.push_back(row.bid.click_conversion);
  scale_.push_back(row.bid.factor * row.bid.step);
  min_.push_back(row.bid.min);
  max_.push_back(row.bid.max);
  whole_.push_back(row.bid.whole_steps ? 1 : 0);
  per_view_.push_back(row.charge == Charge::kView ? 1 : 0);
  per_click_.push_back(row.charge == Charge::kClick ? 1 : 0);
  per_conversion_.push_back(row.charge == Charge::kConversion ? 1 : 0);
  line_.push_back(static_cast<int32_t>(row.line));
  rises_.push_back(Rises(row) ? 1 : 0);
  plain_ = plain_ && IsPlain(row);
}

void SieveRows::AddNobody() { Add(Row()); }

void SieveRows::Evaluate(ContenderColumns& contenders) const {
  ContenderColumns& c = contenders;
  // Whole vectors, so that no kernel ends in a loop of single steps.
  for (size_t i = 0; i < ContenderColumns::kSlack; ++i) c.row[c.size + i] = 0;
  const size_t n = (c.size / kContenderGroup + 1) * kContenderGroup;
  NormalColumn(c.word.data(), n, c.normal.data());
  LineKernel(line_.data(), c.row.data(), c.line.data(), n);
  const RowPointers rows{
      base_.data(),       spread_.data(),    conversion_rate_.data(),
      own_.data(),        constant_.data(),  click_.data(),
      conversion_.data(), both_.data(),      scale_.data(),
      min_.data(),        max_.data(),       whole_.data(),
      per_view_.data(),   per_click_.data(), per_conversion_.data()};
  const Outputs out{c.click.data(), c.bid.data(), c.rate.data(), c.own.data()};
  (plain_ ? PlainRowKernel : RowKernel)(rows, c.row.data(), c.normal.data(),
                                        out, n);
}

void AppendContenders(std::span<const uint32_t> words, const uint32_t* least,
                      int32_t first, ContenderColumns& contenders) {
  const Chosen out{&contenders.row[contenders.size],
                   &contenders.word[contenders.size]};
#ifdef SOUK_AVX512_BY_HAND
  static const bool by_hand = __builtin_cpu_supports("avx512f") != 0;
  if (by_hand) {
    contenders.size += AppendByHand(words, least, first, out);
    return;
  }
#endif
  contenders.size += AppendPortable(words, least, first, out);
}

size_t CapContenders(const ContenderColumns& contenders, size_t first,
                     size_t size, const double* cap, const ScoreLevel& level,
                     double* bid) {
  return CapKernel(InputOf(contenders, first), size, cap, level, bid);
}

size_t CapContenders(const ContenderColumns& contenders, size_t first,
                     size_t size, double cap, const ScoreLevel& level,
                     double* bid) {
  return OneCapKernel(InputOf(contenders, first), size, cap, level, bid);
}

}  // namespace souk::market
