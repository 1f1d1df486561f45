// Every slot is drawn by itself, as if there were no others.
//
//   P(slot k shows j) = x_jk, slots independent
//
// One uniform per slot. Slot marginals are exact, but a contract with shares in
// two slots stands twice on a page with P = x_jk * x_jl, so that it meets fewer
// page views than its shares say: the failing baseline.
#include "market/contracts/roulettes/slate_table.h"

namespace souk::market {
namespace {

SlateTable SlotTable(const ShareMatrix& matrix, std::span<const int64_t> shares,
                     size_t slot) {
  WeightedSlates table{.slots = 1};
  int64_t none = kWhole;
  for (uint32_t j = 0; j < matrix.contracts; ++j) {
    const int64_t share = shares[j * matrix.slots + slot];
    if (share > 0) table.Add(share, {&j, 1});
    none -= share;
  }
  if (none > 0) table.Add(none, {&kNone, 1});
  return SlateTable(table);
}

class ReadyIndependent final : public ReadyRoulette {
 public:
  explicit ReadyIndependent(const ShareMatrix& matrix) {
    const std::vector<int64_t> shares = WholeShares(matrix);
    for (size_t k = 0; k < matrix.slots; ++k) {
      slots_.push_back(SlotTable(matrix, shares, k));
    }
  }
  void Spin(std::span<const double> chance,
            std::span<uint32_t> slate) const override {
    for (size_t k = 0; k < slots_.size(); ++k) {
      slots_[k].Spin(chance.subspan(k, 1), slate.subspan(k, 1));
    }
  }

 private:
  std::vector<SlateTable> slots_;
};

class IndependentRoulette final : public Roulette {
 public:
  std::unique_ptr<const ReadyRoulette> Prepare(
      const ShareMatrix& matrix) const override {
    return std::make_unique<const ReadyIndependent>(matrix);
  }
};

}  // namespace

RouletteEntry Independent() {
  return {
      .name = "independent",
      .help = "Draws every slot by itself; contracts may stand twice",
      .traits = {.exact_slots = true,
                 .exact_totals = false,
                 .one_per_page = false},
      .params = {},
      .make = [](const ParamSet&) -> Result<std::shared_ptr<const Roulette>> {
        return {std::make_shared<const IndependentRoulette>()};
      }};
}

}  // namespace souk::market
