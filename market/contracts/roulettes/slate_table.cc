#include "market/contracts/roulettes/slate_table.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "market/check.h"

namespace souk::market {
namespace {

constexpr int kBits = 53;
constexpr double kExcess = 2e-9;

/// Of rows and columns, as they are counted through.
struct Left {
  std::vector<int64_t> row, column;
};

/// At most what is left of its row and column.
int64_t TakeWhole(double share, int64_t& row, int64_t& column) {
  SOUK_CHECK(share >= 0 && share <= 1 + kExcess, "a share of ", share);
  const auto wanted = static_cast<int64_t>(share * static_cast<double>(kWhole));
  const int64_t taken = std::min({wanted, row, column});
  SOUK_CHECK(static_cast<double>(wanted - taken) <=
                 kExcess * static_cast<double>(kWhole),
             "shares sum to more than 1 by ",
             static_cast<double>(wanted - taken) / static_cast<double>(kWhole));
  row -= taken;
  column -= taken;
  return taken;
}

/// Indices of the slates, ascending by slate.
std::vector<uint32_t> InOrder(const WeightedSlates& slates) {
  std::vector<uint32_t> order(slates.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, [&](uint32_t a, uint32_t b) {
    return std::ranges::lexicographical_compare(slates.of(a), slates.of(b));
  });
  return order;
}

}  // namespace

std::vector<int64_t> WholeShares(const ShareMatrix& matrix) {
  const size_t slots = matrix.slots;
  SOUK_CHECK(matrix.shares.size() == matrix.contracts * slots, "a matrix of ",
             matrix.contracts, " x ", slots, " has ", matrix.shares.size(),
             " shares");
  std::vector<int64_t> whole(matrix.shares.size());
  Left left{std::vector<int64_t>(matrix.contracts, kWhole),
            std::vector<int64_t>(slots, kWhole)};
  for (size_t i = 0; i < whole.size(); ++i) {
    whole[i] = TakeWhole(matrix.shares[i], left.row[i / slots],
                         left.column[i % slots]);
  }
  return whole;
}

SlateTable::SlateTable(const WeightedSlates& slates) : slots_(slates.slots) {
  int64_t end = 0;
  for (const uint32_t i : InOrder(slates)) {
    const auto slate = slates.of(i);
    end += slates.weight[i];
    if (!end_.empty() &&
        std::equal(slate.begin(), slate.end(), slate_.end() - slates.slots)) {
      end_.back() = end;
      continue;
    }
    end_.push_back(end);
    slate_.insert(slate_.end(), slate.begin(), slate.end());
  }
  SOUK_CHECK(end == kWhole, "slates weigh ", end, " of ", kWhole);
  BuildGuide();
  const auto last = std::span(slate_).last(slots_);
  if (std::ranges::any_of(last, [](uint32_t row) { return row != kNone; })) {
    return;
  }
  const int64_t somebody = end_.size() > 1 ? end_[end_.size() - 2] : 0;
  nobody_from_ = static_cast<double>(somebody) / static_cast<double>(kWhole);
}

void SlateTable::BuildGuide() {
  const size_t buckets = std::bit_ceil(end_.size());
  shift_ = kBits - std::countr_zero(buckets);
  uint32_t first = 0;
  for (size_t b = 0; b < buckets; ++b) {
    while (end_[first] <= static_cast<int64_t>(b) << shift_) ++first;
    guide_.push_back(first);
  }
}

void SlateTable::Spin(std::span<const double> chance,
                      std::span<uint32_t> slate) const {
  SOUK_CHECK(slate.size() == slots_, "a slate of ", slate.size(), " slots");
  if (slots_ == 0) return;
  const auto point =
      static_cast<int64_t>(chance[0] * static_cast<double>(kWhole));
  uint32_t i = guide_[static_cast<size_t>(point >> shift_)];
  while (end_[i] <= point) ++i;
  const uint32_t* shown = slate_.data() + i * slots_;
  for (size_t k = 0; k < slots_; ++k) slate[k] = shown[k];
}

}  // namespace souk::market
