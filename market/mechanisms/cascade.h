// The list worth most to users who read from the top and may stop after any
// item: the cascade of Kempe and Mahdian, "A Cascade Model for Externalities in
// Sponsored Search", WINE 2008; Aggarwal et al., "Sponsored Search Auctions
// with Markovian Users", WINE 2008.
//
// A user who looks at item i is worth gain_i and goes on with probability c_i.
// Whatever the set, gain / (1 - c) descending is its best order; so, with items
// sorted by it (ties: lower number), what to show follows from the end:
//
//   V[t][k] = max(V[t+1][k], gain_t + c_t * V[t+1][k-1])
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace souk::market {

class Cascade {
 public:
  struct List {
    std::vector<uint32_t> items;  ///< from the top, at most `places`
    double worth = 0;
  };

  /// `gain` >= 0 and `continuation` in [0, 1], one per item; items of gain 0
  /// are not shown. O(n log n).
  Cascade(std::span<const double> gain, std::span<const double> continuation);

  /// O(n * places).
  List Best(size_t places) const { return BestWithout(kNobody, places); }
  /// The same if item `absent` stays away.
  List BestWithout(uint32_t absent, size_t places) const;

 private:
  static constexpr uint32_t kNobody = UINT32_MAX;

  struct Item {
    double gain;
    double continuation;
    uint32_t number;
  };

  std::vector<Item> items_;  // in the order in which they are shown
};

}  // namespace souk::market
