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

/// Kernels see whole groups of this many.
constexpr size_t kGroup = 16;

struct RowPointers {
  const double *base, *spread, *conversion_rate, *own;
  const double *constant, *click, *conversion, *both;
  const double *scale, *min, *max, *whole;
  const double *per_view, *per_click, *per_conversion;
};
struct Outputs {
  double cap;
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
  const double cap = out.cap;
  for (size_t i = 0; i < n; ++i) {
    const int32_t r = row[i];
    const double c = ClickRateOf(p.base[r], p.spread[r], normal[i]);
    const double v = p.conversion_rate[r];
    click[i] = c;
    const double amount =
        WholeBid({p.constant[r], p.click[r], p.conversion[r], p.both[r],
                  p.scale[r], p.min[r], p.max[r], p.whole[r]},
                 c, v);
    bid[i] = CappedBid(amount, cap);
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
  const double cap = out.cap;
  for (size_t i = 0; i < n; ++i) {
    const int32_t r = row[i];
    const double c = ClickRateOf(p.base[r], p.spread[r], normal[i]);
    click[i] = c;
    double amount = p.click[r] * c;
    amount = amount > kMaxBid ? kMaxBid : amount;
    bid[i] = CappedBid(__builtin_ceil(amount), cap);
    rate[i] = 1;
    own[i] = 1;
  }
}

SOUK_COLUMN_KERNEL void LineKernel(const int32_t* __restrict line_of,
                                   const int32_t* __restrict row,
                                   int32_t* __restrict line, size_t n) {
  for (size_t i = 0; i < n; ++i) line[i] = line_of[row[i]];
}

#ifdef SOUK_AVX512_BY_HAND
#define SOUK_AVX512 __attribute__((target("avx512f,popcnt")))

constexpr int kUp = _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC;
constexpr int kDown = _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC;

SOUK_AVX512 SOUK_INLINE __m512d Gather(const double* column, __m256i row) {
  return _mm512_i32gather_pd(row, column, sizeof(double));
}

SOUK_AVX512 SOUK_INLINE __m512d Product(__m512d a, __m512d b) {
  return _mm512_mul_pd(a, b);
}

/// As ClickRateOf.
SOUK_AVX512 SOUK_INLINE __m512d ClickByHand(const RowPointers& p, __m256i row,
                                            __m512d normal) {
  const __m512d one = _mm512_set1_pd(1);
  const __m512d factor =
      _mm512_add_pd(one, Product(Gather(p.spread, row), normal));
  const __m512d rate = Product(Gather(p.base, row), factor);
  return _mm512_min_pd(_mm512_max_pd(rate, _mm512_setzero_pd()), one);
}

/// As CappedBid of the next whole number.
SOUK_AVX512 SOUK_INLINE __m512d CapByHand(__m512d amount, double cap) {
  const __m512d whole = _mm512_roundscale_pd(amount, kUp);
  return _mm512_max_pd(_mm512_min_pd(whole, _mm512_set1_pd(cap)),
                       _mm512_setzero_pd());
}

/// As WholeBid without rounding up.
SOUK_AVX512 SOUK_INLINE __m512d BidByHand(const RowPointers& p, __m256i row,
                                          __m512d click, __m512d conversion) {
  __m512d x = _mm512_add_pd(Gather(p.constant, row),
                            Product(Gather(p.click, row), click));
  x = _mm512_add_pd(x, Product(Gather(p.conversion, row), conversion));
  const __m512d both = Product(Gather(p.both, row), click);
  x = _mm512_add_pd(x, Product(both, conversion));
  const __mmask8 whole = _mm512_cmp_pd_mask(Gather(p.whole, row),
                                            _mm512_setzero_pd(), _CMP_NEQ_UQ);
  x = _mm512_mask_roundscale_pd(x, whole, x, kDown);
  const __m512d amount = Product(Gather(p.scale, row), x);
  return _mm512_min_pd(Gather(p.max, row),
                       _mm512_max_pd(Gather(p.min, row), amount));
}

/// As EventRate.
SOUK_AVX512 SOUK_INLINE __m512d EventsByHand(const RowPointers& p, __m256i row,
                                             __m512d click,
                                             __m512d conversion) {
  const __m512d views = Gather(p.per_view, row);
  const __m512d clicks = Product(Gather(p.per_click, row), click);
  const __m512d buys = Product(Gather(p.per_conversion, row), click);
  return _mm512_add_pd(_mm512_add_pd(views, clicks), Product(buys, conversion));
}

/// `n` is a multiple of 8.
SOUK_AVX512 void RowsByHand(const RowPointers& p, const int32_t* rows,
                            const double* normal, const Outputs& out,
                            size_t n) {
  for (size_t i = 0; i < n; i += 8) {
    const __m256i row =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(rows + i));
    const __m512d click = ClickByHand(p, row, _mm512_loadu_pd(normal + i));
    const __m512d conversion = Gather(p.conversion_rate, row);
    _mm512_storeu_pd(out.click + i, click);
    _mm512_storeu_pd(out.bid + i,
                     CapByHand(BidByHand(p, row, click, conversion), out.cap));
    _mm512_storeu_pd(out.rate + i, EventsByHand(p, row, click, conversion));
    _mm512_storeu_pd(out.own + i, Gather(p.own, row));
  }
}

SOUK_AVX512 void PlainRowsByHand(const RowPointers& p, const int32_t* rows,
                                 const double* normal, const Outputs& out,
                                 size_t n) {
  for (size_t i = 0; i < n; i += 8) {
    const __m256i row =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(rows + i));
    const __m512d click = ClickByHand(p, row, _mm512_loadu_pd(normal + i));
    _mm512_storeu_pd(out.click + i, click);
    _mm512_storeu_pd(out.bid + i,
                     CapByHand(Product(Gather(p.click, row), click), out.cap));
    _mm512_storeu_pd(out.rate + i, _mm512_set1_pd(1));
    _mm512_storeu_pd(out.own + i, _mm512_set1_pd(1));
  }
}

bool HasAvx512() {
  static const bool has = __builtin_cpu_supports("avx512f") != 0;
  return has;
}
#endif

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
SOUK_AVX512 size_t AppendByHand(std::span<const uint32_t> words,
                                const uint32_t* least, int32_t first,
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
  for (auto* column : {&normal, &click, &bid, &rate, &own, &score}) {
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

void SieveRows::Evaluate(double cap, ContenderColumns& contenders) const {
  ContenderColumns& c = contenders;
  // Whole groups, so that no kernel ends in a loop of single steps.
  for (size_t i = 0; i < ContenderColumns::kSlack; ++i) c.row[c.size + i] = 0;
  const size_t n = (c.size + kGroup - 1) / kGroup * kGroup;
  NormalColumn(c.word.data(), n, c.normal.data());
  const RowPointers rows{
      base_.data(),       spread_.data(),    conversion_rate_.data(),
      own_.data(),        constant_.data(),  click_.data(),
      conversion_.data(), both_.data(),      scale_.data(),
      min_.data(),        max_.data(),       whole_.data(),
      per_view_.data(),   per_click_.data(), per_conversion_.data()};
  const Outputs out{cap, c.click.data(), c.bid.data(), c.rate.data(),
                    c.own.data()};
  const auto evaluate = [&](auto* any, auto* plain) {
    (plain_ ? plain : any)(rows, c.row.data(), c.normal.data(), out, n);
  };
#ifdef SOUK_AVX512_BY_HAND
  if (HasAvx512()) return evaluate(RowsByHand, PlainRowsByHand);
#endif
  evaluate(RowKernel, PlainRowKernel);
}

void SieveRows::FindLines(ContenderColumns& contenders) const {
  LineKernel(line_.data(), contenders.row.data(), contenders.line.data(),
             contenders.size + kGroup);
}

void AppendContenders(std::span<const uint32_t> words, const uint32_t* least,
                      int32_t first, ContenderColumns& contenders) {
  const Chosen out{&contenders.row[contenders.size],
                   &contenders.word[contenders.size]};
#ifdef SOUK_AVX512_BY_HAND
  if (HasAvx512()) {
    contenders.size += AppendByHand(words, least, first, out);
    return;
  }
#endif
  contenders.size += AppendPortable(words, least, first, out);
}

}  // namespace souk::market
