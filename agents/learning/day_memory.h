// What a learner that changes a coefficient tick by tick remembers of its
// days: the last `rows` moves, in order, and the best return of any day in
// which a move was made in a situation.
//
// Situations are counted in cells: tick of the day, tenth of the budget left.
// The table of best returns is what RewardNet (Wu et al., "Budget constrained
// bidding by model-free reinforcement learning in display advertising", CIKM
// 2018) regresses; the paper hashes the state itself.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "market/archive.h"

namespace souk::agents {

/// What the learner looks at; all in [0, 5].
struct DayState {
  static constexpr size_t kSize = 7;
  std::array<float, kSize> values = {};
};

/// Row of a memory: a state, what was done in it.
struct Move {
  DayState state;
  uint32_t cell = 0;  ///< situation and action; index of the table
  uint16_t action = 0;
  uint16_t last = 0;  ///< 1: the last move of its day
};

class DayMemory {
 public:
  struct Sizes {
    size_t rows = 1;  ///< moves that are kept, at least those of a day
    uint32_t ticks_per_day = 48;
    uint32_t actions = 7;
  };
  static constexpr uint32_t kBudgetTenths = 11;

  explicit DayMemory(const Sizes& sizes);

  uint32_t CellOf(uint32_t tick_of_day, double budget_left,
                  uint32_t action) const;
  /// The oldest one gives way.
  void Add(const Move& move);
  /// The day is over, with its last move added: its return is the best of its
  /// cells, unless a day before was better.
  void EndDay(double day_return);

  /// After EndDay all moves are of days that are over. Their order is that of a
  /// ring.
  size_t size() const { return moves_.size(); }
  const Move& move(size_t i) const { return moves_[i]; }
  /// Of move i, unless it is the last of its day.
  const Move& after(size_t i) const { return moves_[(i + 1) % moves_.size()]; }
  double BestReturn(size_t i) const { return best_[moves_[i].cell]; }

  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  bool MakesSense() const;

  Sizes sizes_;
  std::vector<Move> moves_;   // a ring once it is full
  std::vector<double> best_;  // by cell
  uint64_t next_ = 0;         // where the next move goes
  uint64_t today_ = 0;        // moves since the day began
};

}  // namespace souk::agents
