// Work W twice: as a market for the engine, and as a plain hand-written loop.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <vector>

#include "market/random.h"
#include "tests/support/runs.h"

namespace souk::tests {

inline constexpr size_t kBidders = 48;
inline constexpr double kReserve = 100;  // micro-units

/// Mean value, spread and multiplier of each bidder, as in AuctionNet.
struct WorkWBidder {
  double mean = 0;
  double spread = 0;      // relative
  double multiplier = 0;  // micro-units per unit of value
};

std::vector<WorkWBidder> WorkWBidders(uint64_t seed);

/// 96 ticks of about 10 400 page views, one cell, everybody pays per view.
SharedSpec WorkWSpec();

/// The same work without an engine: one page view after the other.
class PlainLoop {
 public:
  explicit PlainLoop(uint64_t seed);

  /// Plays that many page views; returns their number.
  double Run(uint64_t page_views);

  double exposed_per_page_view() const { return exposed_ / page_views_; }
  double cost_per_page_view() const { return cost_ / 1e6 / page_views_; }

 private:
  void PlayPage(uint64_t page);

  std::vector<WorkWBidder> bidders_;
  market::Stream rates_;
  market::Stream chance_;
  std::array<double, kBidders> value_{};
  std::array<double, kBidders> bid_{};
  std::array<double, kBidders> cost_of_{};
  std::array<double, kBidders> conversions_of_{};
  double page_views_ = 0;
  double exposed_ = 0;
  double cost_ = 0;
};

}  // namespace souk::tests
