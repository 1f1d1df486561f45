// The assignment of candidates to slots that is worth most, exactly.
//
// Shortest augmenting paths (Kuhn, Munkres; Jonker and Volgenant), one per
// slot, O(slots^2 * candidates); leaving one candidate out costs one more path.
// Values are whole, so equal sums are equal. Among assignments worth the same,
// slot 0 gets the candidate worth most there, then the one with the lowest
// number, then slot 1 chooses in the same way, and so on; or the one with the
// lowest number, whatever it is worth there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace souk::market {

/// Whom a slot likes best among assignments worth the same.
enum class AssignmentTies : uint8_t { kWorthMost, kLowestNumber };

struct AssignmentValues {
  size_t slots = 0;
  size_t candidates = 0;
  /// In [0, 2^53], row by row of a slot: entry slot * candidates + candidate.
  /// 0: the candidate does not go there.
  std::vector<int64_t> value;
  AssignmentTies ties = AssignmentTies::kWorthMost;

  int64_t at(size_t slot, size_t candidate) const {
    return value[slot * candidates + candidate];
  }
};

inline constexpr size_t kEmptySlot = SIZE_MAX;

struct Assignment {
  std::vector<size_t> candidate;  ///< by slot; kEmptySlot: nobody
  /// By slot: how much more the other candidates would be worth together if
  /// its candidate stayed away, >= 0.
  std::vector<int64_t> harm;
  int64_t value = 0;
};

/// At most 64 slots.
Assignment BestAssignment(const AssignmentValues& values);

}  // namespace souk::market
