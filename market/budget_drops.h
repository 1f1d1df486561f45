// The over-budget rule of AuctionNet: bid first, give pages up afterwards.
//
// A tick of a cell is one batch. Everybody who has at least the minimum left
// bids as if there were no budget. Then, with cost_i what campaign i and the
// others of the same budget would pay for the batch, and left_i what its lease
// covers (of the campaign or of its advertiser, whatever r_i is higher by),
//
//   r_i = max((cost_i - left_i) / (cost_i + 1e-4 units), 0)
//
// and while some r_i > 0: of the n pages on which i holds slot s, for every
// such i and every s, ceil(n r_i) are chosen at random, the bids of i there
// become 0, and the batch is served again, so that others move up. Users
// answer with the same chance in all rounds. Nobody ends above its lease.
//
// In a market of several cells the minimum and the rule apply to the lease of
// each cell. The choice is drawn by (cell, line, slot, round, tick).
// "AuctionNet", NeurIPS 2024 (datasets and benchmarks), its bidding loop.
#pragma once

#include <vector>

#include "market/lease_book.h"
#include "market/market_spec.h"
#include "market/page_flow.h"
#include "market/random.h"

namespace souk::market {

/// r of the rule: the share of its page views that an overspender gives up; 0:
/// it did not overspend.
double OverspendRatio(Money cost, Money left);

class BudgetDrops {
 public:
  BudgetDrops(const MarketSpec& spec, CellId cell);

  /// The highest bid of an advertiser with `available`: no limit or nothing.
  Money MostBid(Money available) const {
    return available < min_remaining_ ? Money() : LeaseBook::kCredit;
  }
  /// Takes the bids on a page, by its position in the batch, of lines that
  /// gave it up. `lines` ascending; columns of one length.
  void Silence(uint32_t page, std::span<const uint32_t> lines,
               std::span<double> bid) const;
  /// Whether somebody would pay more than `leases` covers; then some of its
  /// pages are given up, and the batch has to be served again. `charged`: what
  /// every award would cost. False: done with the batch, drops are forgotten.
  bool Drop(const ServedBatch& served, std::span<const Money> charged,
            const LeaseBook& leases);

 private:
  /// A page that a line won or gave up.
  struct Place {
    uint32_t page = 0;
    uint32_t line = 0;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  /// The places of one line that has to give some up, in one slot.
  struct Holding {
    uint32_t line = 0;
    uint32_t slot = 0;
    double ratio = 0;
    std::vector<Place> places;
  };

  /// By budget node.
  std::vector<Money> CostOf(const ServedBatch& served,
                            std::span<const Money> charged,
                            const LeaseBook& leases) const;
  std::vector<Holding> Overspenders(std::span<const Money> cost,
                                    const LeaseBook& leases) const;
  double RatioOf(const SpendingNodes& nodes, std::span<const Money> cost,
                 const LeaseBook& leases) const;
  void Choose(uint32_t tick, Holding& holding);

  Money min_remaining_;
  uint32_t cell_;
  size_t slots_;  ///< most of a page
  Stream stream_;
  std::vector<SpendingNodes> nodes_of_;  ///< by line
  size_t nodes_;
  // The batch.
  uint32_t round_ = 0;
  std::vector<Place> dropped_;  ///< ascending
};

}  // namespace souk::market
