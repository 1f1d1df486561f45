#include "market/mechanisms/assignment.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "market/check.h"

namespace souk::market {
namespace {

constexpr int64_t kFar = std::numeric_limits<int64_t>::max();
constexpr size_t kNone = SIZE_MAX;

/// Slots matched with columns: the candidates, then as many columns worth
/// nothing as there are slots. The prices of slots and columns prove the
/// optimum: value <= slot + column for all, = for matched pairs, column >= 0,
/// and 0 for columns without a slot.
class Matching {
 public:
  explicit Matching(const AssignmentValues& values)
      : values_(values),
        columns_(values.candidates + values.slots),
        slot_price_(values.slots, 0),
        column_price_(columns_, 0),
        slot_of_(columns_, kNone),
        closed_(columns_, false) {
    for (size_t k = 0; k < values.slots; ++k) Augment(k);
  }

  /// Gives `slot`, which has no column, one; the others may have to move.
  void Augment(size_t slot);
  /// Takes the column of `slot` away for good; the slot has none then.
  void Close(size_t slot) {
    const size_t column = ColumnOf(slot);
    slot_of_[column] = kNone;
    closed_[column] = true;
  }
  /// Among the optimal matchings, the one that assignment.h promises.
  void PutInOrder();

  size_t ColumnOf(size_t slot) const {
    return static_cast<size_t>(std::ranges::find(slot_of_, slot) -
                               slot_of_.begin());
  }
  /// Of all matched pairs together.
  int64_t Value() const {
    int64_t sum = 0;
    for (size_t j = 0; j < values_.candidates; ++j) {
      if (slot_of_[j] != kNone) sum += ValueAt(slot_of_[j], j);
    }
    return sum;
  }

 private:
  int64_t ValueAt(size_t slot, size_t column) const {
    return column < values_.candidates ? values_.at(slot, column) : 0;
  }
  int64_t Slack(size_t slot, size_t column) const {
    if (column < values_.candidates && values_.at(slot, column) == 0) {
      return kFar / 4;  // never: an empty column is nearer
    }
    return slot_price_[slot] + column_price_[column] - ValueAt(slot, column);
  }
  bool Rehouse(size_t slot, size_t goal, std::vector<bool>& seen);
  bool Refill(size_t column, std::vector<bool>& seen);
  bool TrySwap(size_t slot, size_t wanted);

  const AssignmentValues& values_;
  size_t columns_;
  std::vector<int64_t> slot_price_, column_price_;
  std::vector<size_t> slot_of_;  // by column
  std::vector<bool> closed_;     // columns that may not be used
};

void Matching::Augment(size_t slot) {
  std::vector<int64_t> distance(columns_, kFar);
  std::vector<size_t> from(columns_, kNone);  // the column before, on the path
  std::vector<bool> reached(columns_, false);
  // A slot's price may start anywhere as long as no slack is negative.
  for (size_t j = 0; j < columns_; ++j) {
    if (closed_[j]) continue;
    slot_price_[slot] =
        std::max(slot_price_[slot], ValueAt(slot, j) - column_price_[j]);
  }
  size_t last = kNone;
  size_t row = slot;
  int64_t walked = 0;
  for (;;) {
    size_t next = kNone;
    for (size_t j = 0; j < columns_; ++j) {
      if (reached[j] || closed_[j]) continue;
      const int64_t through = walked + Slack(row, j);
      if (through < distance[j]) {
        distance[j] = through;
        from[j] = last;
      }
      if (next == kNone || distance[j] < distance[next]) next = j;
    }
    reached[next] = true;
    walked = distance[next];
    last = next;
    if (slot_of_[next] == kNone) break;
    row = slot_of_[next];
  }
  slot_price_[slot] -= walked;
  for (size_t j = 0; j < columns_; ++j) {
    if (!reached[j] || j == last) continue;
    slot_price_[slot_of_[j]] -= walked - distance[j];
    column_price_[j] += walked - distance[j];
  }
  for (size_t j = last; j != kNone; j = from[j]) {
    slot_of_[j] = from[j] == kNone ? slot : slot_of_[from[j]];
  }
}

/// Finds `slot` another column by ties alone: others may move, until `goal`
/// or, if that is kNone, an empty column takes the last of them.
bool Matching::Rehouse(size_t slot, size_t goal, std::vector<bool>& seen) {
  for (size_t j = 0; j < columns_; ++j) {
    if (seen[j] || closed_[j] || Slack(slot, j) != 0) continue;
    seen[j] = true;
    const size_t holder = slot_of_[j];
    const bool there = goal == kNone ? holder == kNone : j == goal;
    if (there || (holder != kNone && Rehouse(holder, goal, seen))) {
      slot_of_[j] = slot;
      return true;
    }
  }
  return false;
}

/// Leaves `column` empty, or finds it another slot by ties alone.
bool Matching::Refill(size_t column, std::vector<bool>& seen) {
  slot_of_[column] = kNone;
  if (column_price_[column] == 0) return true;
  seen[column] = true;
  for (size_t k = 0; k < values_.slots; ++k) {
    const size_t left = ColumnOf(k);
    if (left == columns_ || seen[left] || closed_[left]) continue;
    if (Slack(k, column) != 0) continue;
    if (Refill(left, seen)) {
      slot_of_[column] = k;
      return true;
    }
    slot_of_[left] = k;
  }
  return false;
}

/// Gives `slot` the column `wanted` instead of its own, if that costs nothing.
/// The way on from `wanted` and the way back to the own column cannot meet:
/// they would be one way round.
bool Matching::TrySwap(size_t slot, size_t wanted) {
  if (closed_[wanted] || Slack(slot, wanted) != 0) return false;
  const std::vector<size_t> before = slot_of_;
  const size_t own = ColumnOf(slot);
  const size_t holder = slot_of_[wanted];
  std::vector<bool> seen(columns_, false);
  seen[wanted] = true;
  slot_of_[own] = kNone;
  slot_of_[wanted] = slot;
  if (holder != kNone) {
    if (Rehouse(holder, own, seen)) return true;
    seen.assign(columns_, false);
    seen[wanted] = true;
  }
  if (holder == kNone || Rehouse(holder, kNone, seen)) {
    seen.assign(columns_, false);
    seen[wanted] = true;
    if (Refill(own, seen)) return true;
  }
  slot_of_ = before;
  return false;
}

void Matching::PutInOrder() {
  const std::vector<bool> closed = closed_;
  std::vector<size_t> order(values_.candidates);
  for (size_t k = 0; k < values_.slots; ++k) {
    std::iota(order.begin(), order.end(), size_t{0});
    if (values_.ties == AssignmentTies::kWorthMost) {
      std::ranges::stable_sort(order, std::ranges::greater{},
                               [&](size_t j) { return ValueAt(k, j); });
    }
    for (size_t j : order) {
      if (ColumnOf(k) == j || TrySwap(k, j)) break;
    }
    closed_[ColumnOf(k)] = true;  // slots behind leave it alone
  }
  closed_ = closed;
}

}  // namespace

Assignment BestAssignment(const AssignmentValues& values) {
  SOUK_CHECK(values.slots <= 64 &&
                 values.value.size() == values.slots * values.candidates,
             values.value.size(), " values for ", values.slots, " slots and ",
             values.candidates, " candidates");
  Matching best(values);
  best.PutInOrder();
  Assignment found = {std::vector<size_t>(values.slots, kEmptySlot),
                      std::vector<int64_t>(values.slots, 0), best.Value()};
  for (size_t k = 0; k < values.slots; ++k) {
    const size_t candidate = best.ColumnOf(k);
    if (candidate >= values.candidates) continue;
    const int64_t own = values.at(k, candidate);
    if (own == 0) continue;
    Matching without = best;
    without.Close(k);
    without.Augment(k);
    found.candidate[k] = candidate;
    found.harm[k] = without.Value() - (found.value - own);
  }
  return found;
}

}  // namespace souk::market
