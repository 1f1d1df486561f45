// What a HiBid planner knows about its campaign when a day begins, as numbers,
// for one channel after the other.
//
// Money is in daily budgets B, clicks in B / C
// (agents/learning/channel_view.h).
#pragma once

#include <span>
#include <vector>

#include "agents/planners/planner.h"

namespace souk::agents {

/// Means over the last days, by channel.
struct ChannelMeans {
  double cost = 0;
  double clicks = 0;
  double share = 0;
  double win_rate = 0;
  double auctions = 0;  ///< squashed
};

class ChannelHistory {
 public:
  /// `budget_micros` B and `target_micros` C are above 0.
  ChannelHistory(double budget_micros, double target_micros,
                 std::span<const std::vector<LineDay>> past, size_t channels);

  static size_t width(size_t channels) {
    return kFeatures + (1 + kPerChannel) * channels;
  }
  /// For `channel`, with `left` of the budget (0 to 1) not given away yet:
  /// left, B in clicks (squashed), days known / 7; a number per channel, 1 for
  /// this one; then for every channel, this one first and then in order:
  /// cost, clicks, cost per click, share, win rate and auctions. Cut at 3.
  void Describe(size_t channel, double left, std::span<float> values) const;

 private:
  static constexpr size_t kFeatures = 3;
  static constexpr size_t kPerChannel = 6;

  double size_ = 0;  // of the budget
  double known_ = 0;
  std::vector<ChannelMeans> means_;
};

}  // namespace souk::agents
