// Oracles that try every list of candidates.
#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include "tests/support/auctions.h"

namespace souk::test {

/// Calls `visit(list)` for every list of `places` of the `items`, each at most
/// once; lists are shorter only where items run out.
template <class Visit>
void ForEachList(const std::vector<uint32_t>& items, size_t places,
                 std::vector<uint32_t>& list, const Visit& visit) {
  if (list.size() == std::min(places, items.size())) {
    visit(static_cast<const std::vector<uint32_t>&>(list));
    return;
  }
  for (uint32_t item : items) {
    if (std::ranges::find(list, item) != list.end()) continue;
    list.push_back(item);
    ForEachList(items, places, list, visit);
    list.pop_back();
  }
}

/// The affine maximiser's rule as it is written down: the best list, and what
/// it would be worth if the payer's value counted for nothing.
class AffineOracle {
 public:
  explicit AffineOracle(const Columns& columns) : columns_(columns) {
    for (uint32_t i = 0; i < columns.bid.size(); ++i) {
      if (columns.bid[i] > 0 && columns.rate[i] > 0) items_.push_back(i);
    }
  }

  double Best() const { return BestIgnoring(kNobody); }

  double ScoreOf(const market::Outcome& outcome) const {
    return Score(ListOf(outcome), kNobody);
  }

  /// Per charged event.
  double Price(const market::Outcome& outcome,
               const market::Award& award) const {
    const uint32_t i = award.candidate;
    const double harm = BestIgnoring(i) - Score(ListOf(outcome), i);
    const double events = columns_.slot_weight[award.slot] * columns_.rate[i];
    return harm / columns_.weight[i] / events;
  }

 private:
  static constexpr uint32_t kNobody = std::numeric_limits<uint32_t>::max();

  static std::vector<uint32_t> ListOf(const market::Outcome& outcome) {
    std::vector<uint32_t> list;
    for (const auto& award : outcome.awards()) list.push_back(award.candidate);
    return list;
  }

  double Score(const std::vector<uint32_t>& list, uint32_t ignored) const {
    double score = 0;
    for (size_t k = 0; k < list.size(); ++k) {
      const uint32_t i = list[k];
      const double value = columns_.weight[i] * columns_.bid[i] *
                           columns_.rate[i] * (i == ignored ? 0 : 1);
      score += columns_.slot_weight[k] * (value + columns_.boost[i]);
    }
    return score;
  }

  double BestIgnoring(uint32_t ignored) const {
    double best = -std::numeric_limits<double>::infinity();
    std::vector<uint32_t> list;
    ForEachList(items_, columns_.slot_weight.size(), list,
                [&](const std::vector<uint32_t>& one) {
                  best = std::max(best, Score(one, ignored));
                });
    return best;
  }

  const Columns& columns_;
  std::vector<uint32_t> items_;
};

}  // namespace souk::test
