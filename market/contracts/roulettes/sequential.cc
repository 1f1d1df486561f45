// Slots are drawn from the top; who was drawn stands back from the others.
//
//   P(slot k shows j | R shown above) = x_jk * c_k / sum_{l not in R} x_lk
//   c_k = sum_l x_lk
//
// for j not in R: those who are left share the whole column, and nobody is
// drawn with 1 - c_k as before (always, if nobody is left). One uniform per
// slot, rows in ascending order. Never twice on a page, but the marginals of
// all slots but the top one are off: what a quick implementation would do.
#include <algorithm>

#include "market/check.h"
#include "market/contracts/roulettes/slate_table.h"

namespace souk::market {
namespace {

class ReadySequential final : public ReadyRoulette {
 public:
  explicit ReadySequential(const ShareMatrix& matrix)
      : contracts_(matrix.contracts), slots_(matrix.slots) {
    const std::vector<int64_t> shares = WholeShares(matrix);
    for (size_t k = 0; k < slots_; ++k) {
      int64_t sum = 0;
      for (size_t j = 0; j < contracts_; ++j) {
        share_.push_back(static_cast<double>(shares[j * slots_ + k]));
        sum += shares[j * slots_ + k];
      }
      sum_.push_back(static_cast<double>(sum));
    }
  }

  void Spin(std::span<const double> chance,
            std::span<uint32_t> slate) const override {
    SOUK_CHECK(slate.size() == slots_, "a slate of ", slate.size(), " slots");
    for (size_t k = 0; k < slots_; ++k) {
      const double point = chance[k] * static_cast<double>(kWhole);
      slate[k] =
          point < sum_[k] ? Draw(k, point / sum_[k], slate.first(k)) : kNone;
    }
  }

 private:
  /// Among those who are left in the slot; `chance` in [0, 1).
  uint32_t Draw(size_t slot, double chance,
                std::span<const uint32_t> shown) const {
    const std::span<const double> share =
        std::span(share_).subspan(slot * contracts_, contracts_);
    double left = sum_[slot];
    for (const uint32_t j : shown) left -= j == kNone ? 0 : share[j];
    double point = chance * left;
    uint32_t drawn = kNone;  // rounding: the last one takes what is left
    for (uint32_t j = 0; j < contracts_; ++j) {
      if (share[j] <= 0 || std::ranges::count(shown, j) > 0) continue;
      drawn = j;
      point -= share[j];
      if (point < 0) break;
    }
    return drawn;
  }

  size_t contracts_;
  size_t slots_;
  std::vector<double> share_;  // slots x contracts, in units
  std::vector<double> sum_;    // by slot
};

class SequentialRoulette final : public Roulette {
 public:
  std::unique_ptr<const ReadyRoulette> Prepare(
      const ShareMatrix& matrix) const override {
    return std::make_unique<const ReadySequential>(matrix);
  }
};

}  // namespace

RouletteEntry Sequential() {
  return {
      .name = "sequential",
      .help = "Draws slots from the top, among those not shown yet",
      .traits = {.exact_slots = false,
                 .exact_totals = false,
                 .one_per_page = true},
      .params = {},
      .make = [](const ParamSet&) -> Result<std::shared_ptr<const Roulette>> {
        return {std::make_shared<const SequentialRoulette>()};
      }};
}

}  // namespace souk::market
