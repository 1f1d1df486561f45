// Which auctions the strategies of lines get to see, and the rows about them.
//
// A page view has one draw, keyed by its identity; a line sees it if the draw
// is below the share that its bid function asks for, so that the sets of
// different shares are nested. Nothing is computed where nobody asks.
#pragma once

#include <utility>
#include <vector>

#include "market/auction.h"
#include "market/bid_function.h"
#include "market/market_spec.h"
#include "market/page_flow.h"
#include "market/random.h"

namespace souk::market {

/// A cleared page view. Columns `bid` and `rate` are over all that competed,
/// a rival included; the other columns over the lines of the group, which are
/// the competitors from `first_line` on.
struct ClearedPage {
  const PageView& page;
  size_t group = 0;
  std::span<const double> bid;
  std::span<const double> rate;
  const Outcome& outcome;
  size_t slots = 0;
  size_t first_line = 0;
  std::span<const double> click_rate;
  std::span<const double> conversion_rate;
  std::span<const ServedAward> awards;  ///< of the batch
  size_t first_award = 0;               ///< of this page, to the end
};

class AuctionWatch {
 public:
  AuctionWatch(const MarketSpec& spec, size_t groups);

  /// The bid functions of a tick for the lines of a candidate group.
  void OpenGroup(size_t group, std::span<const uint32_t> lines,
                 const BidSheet& bids);
  void OpenBatch(const CellReport& report) {
    first_row_ = report.seen.size();
    open_rows_.clear();
  }
  /// Takes back the rows of the batch: it was not booked.
  void Withdraw(CellReport& report) const { report.seen.resize(first_row_); }
  bool Wants(const PageView& page, size_t group) const {
    const double most = groups_[group].most;
    return most > 0 && Draw(page) < most;
  }
  /// Appends a row per line that sees the page to report.seen.
  void Record(const ClearedPage& cleared, CellReport& report);
  /// Completes the rows of the batch by what its users did.
  void TakeAnswers(const Responses& responses, CellReport& report) const;

 private:
  struct Watcher {
    size_t position = 0;  ///< among the lines of the group
    uint32_t line = 0;
    double share = 0;
  };
  struct Group {
    double most = 0;
    std::vector<Watcher> watchers;
  };
  /// What winning a slot takes, in expected payment per examined view.
  struct Bars {
    bool all_sold = false;
    double best_loser = 0;
    double last_winner = 0;
    double last_paid = 0;
  };

  double Draw(const PageView& page) const {
    return draws_.Uniform(page.page, page.tick, 0);
  }
  Bars BarsOf(const ClearedPage& cleared);
  AuctionSeen Row(const ClearedPage& cleared, const Bars& bars,
                  size_t position) const;

  Stream draws_;
  std::vector<Group> groups_;
  std::vector<uint8_t> won_;  // scratch, by competitor
  size_t first_row_ = 0;      // of the batch in report.seen
  /// Rows of won slots in the batch: index of the row, of the award.
  std::vector<std::pair<size_t, size_t>> open_rows_;
};

}  // namespace souk::market
