// A wheel with one segment per contract, read at one point per slot.
//
//   y_j = sum_k x_jk <= 1; segments of length y_j, in ascending order of rows,
//   lie end to end on [0, slots); slot k shows the owner of point k + u
//
// u is the first uniform. A segment no longer than 1 never covers two points
// exactly 1 apart, so nobody stands twice on a page, and P(j on the page) = y_j
// (systematic sampling: Madow, "On the theory of systematic sampling, II",
// Annals of Mathematical Statistics 1949). In which slots a contract stands is
// set by the layout, not by x: slots fill from the top.
#include <algorithm>

#include "market/contracts/roulettes/slate_table.h"

namespace souk::market {
namespace {

/// Ends of the segments in units, ascending; those of length 0 as well.
std::vector<int64_t> SegmentEnds(const ShareMatrix& matrix) {
  const std::vector<int64_t> shares = WholeShares(matrix);
  std::vector<int64_t> ends(matrix.contracts);
  int64_t end = 0;
  for (size_t i = 0; i < shares.size(); ++i) {
    end += shares[i];
    ends[i / matrix.slots] = end;
  }
  return ends;
}

/// Between two of these no slot changes its owner.
std::vector<int64_t> Turns(std::span<const int64_t> ends) {
  std::vector<int64_t> turns = {0, kWhole};
  for (const int64_t end : ends) turns.push_back(end % kWhole);
  std::ranges::sort(turns);
  const auto rest = std::ranges::unique(turns);
  turns.erase(rest.begin(), rest.end());
  return turns;
}

uint32_t OwnerOf(int64_t point, std::span<const int64_t> ends) {
  const auto owner = std::ranges::upper_bound(ends, point);
  return owner == ends.end() ? kNone
                             : static_cast<uint32_t>(owner - ends.begin());
}

class WheelRoulette final : public Roulette {
 public:
  uint32_t draws(size_t) const override { return 1; }
  std::unique_ptr<const ReadyRoulette> Prepare(
      const ShareMatrix& matrix) const override {
    const std::vector<int64_t> ends = SegmentEnds(matrix);
    const std::vector<int64_t> turns = Turns(ends);
    WeightedSlates slates{.slots = matrix.slots};
    std::vector<uint32_t> slate(matrix.slots);
    for (size_t t = 0; t + 1 < turns.size(); ++t) {
      for (size_t k = 0; k < slate.size(); ++k) {
        slate[k] = OwnerOf(turns[t] + static_cast<int64_t>(k) * kWhole, ends);
      }
      slates.Add(turns[t + 1] - turns[t], slate);
    }
    return std::make_unique<const SlateTable>(slates);
  }
};

}  // namespace

RouletteEntry Wheel() {
  return {
      .name = "wheel",
      .help = "Reads one spin of a wheel at every slot; exact totals only",
      .traits = {.exact_slots = false,
                 .exact_totals = true,
                 .one_per_page = true},
      .params = {},
      .make = [](const ParamSet&) -> Result<std::shared_ptr<const Roulette>> {
        return {std::make_shared<const WheelRoulette>()};
      }};
}

}  // namespace souk::market
