// The bids of a run, kept for replays: who else bid how much on every page
// view, and what each line's conversion rate was.
//
// An event sink over rows that have every bid (recording.bid_share = 1) of one
// channel, in which every line stands on every page view.
#pragma once

#include <array>
#include <vector>

#include "market/events.h"

namespace souk::agents {

/// The best bids of others on a page view, descending; micro-units, 0: none.
using RivalBids = std::array<double, 4>;

/// What one line met in one tick; columns by page view.
struct LoggedTick {
  std::vector<double> rate;  ///< predicted conversion rate
  std::vector<RivalBids> rivals;
};

class BidLog final : public market::EventSink {
 public:
  explicit BidLog(size_t lines) : lines_(lines) {}

  market::Result<void> Record(const market::TickRows& rows) override;

  size_t ticks() const { return ticks_.size(); }
  /// All ticks as `line` met them.
  std::vector<LoggedTick> Of(uint32_t line) const {
    return Of(line, 0, ticks());
  }
  /// Ticks first to first + count.
  std::vector<LoggedTick> Of(uint32_t line, size_t first, size_t count) const;

 private:
  struct Best {
    uint32_t line = 0;
    double bid = 0;
  };
  /// Of a page view: one more than RivalBids, one of which may be one's own.
  using Top = std::array<Best, 5>;
  struct Tick {
    std::vector<Top> top;
    std::vector<float> rate;  ///< page view by page view, then by line
  };

  static void Insert(const market::BidPlaced& row, Top& top);

  size_t lines_;
  std::vector<Tick> ticks_;
};

}  // namespace souk::agents
