// What a budget buys: the cost per conversion at which a budget runs out, by
// tick of the day, from a log of prices.
//
//   rows of ticks >= t, ascending by price / (p + smoothing)
//   cumulative cost: the sum of price * weight
//
// A point is kept whenever at least cost_step was added since the last, below
// most_cost. To bid alpha * p with alpha of the first point that costs more
// than what is left buys what is left, if the day goes as the log.
// Reference: the OnlineLP bidder of AuctionNet (NeurIPS 2024).
#pragma once

#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include "market/archive.h"

namespace souk::agents {

/// One auction of a log.
struct PricedView {
  uint32_t tick = 0;  ///< of the day
  double p = 0;       ///< predicted conversions of a charged event
  double price = 0;   ///< micro-units

  static constexpr auto Fields() {
    return std::tuple(&PricedView::tick, &PricedView::p, &PricedView::price);
  }
};

struct CostTableRules {
  uint32_t ticks = 48;        ///< of a day
  double smoothing = 1e-4;    ///< above 0
  double least_price = 0;     ///< rows at or below are left out, as p = 0
  double weight = 1;          ///< auctions that a row stands for
  double cost_step = 10e6;    ///< micro-units
  double most_cost = 6000e6;  ///< micro-units
};

class CostTable {
 public:
  struct Point {
    double cost = 0;   ///< micro-units
    double alpha = 0;  ///< micro-units per conversion
  };

  /// Knows no tick.
  CostTable() = default;
  /// Rows in any order; ties in `price / (p + smoothing)` by position.
  CostTable(std::span<const PricedView> rows, const CostTableRules& rules);
  /// From triples (tick, cost, alpha), ascending by tick and cost.
  static CostTable FromTriples(std::span<const double> triples, uint32_t ticks);

  std::vector<double> Triples() const;

  bool empty() const { return points_.empty(); }
  /// Ascending by cost; none for a tick without auctions.
  std::span<const Point> points(uint32_t tick) const;
  /// alpha of the first point that costs more than `budget`.
  std::optional<double> AlphaFor(uint32_t tick, double budget) const;

  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  std::vector<uint64_t> first_;  // by tick, and the end
  std::vector<Point> points_;
};

}  // namespace souk::agents
