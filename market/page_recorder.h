// Which page views of a cell are recorded in detail, and their rows.
//
// A page view has one draw, keyed by its identity; it is recorded in a table
// if the draw is below that table's share, so the sets are nested.
#pragma once

#include "market/market_spec.h"
#include "market/page_flow.h"
#include "market/random.h"

namespace souk::market {

/// The bids of one page view; columns over candidates.
struct PageBids {
  std::span<const uint32_t> lines;
  std::span<const double> bid;
  std::span<const double> click_rate;
  std::span<const double> conversion_rate;
};

class PageRecorder {
 public:
  PageRecorder(const MarketSpec& spec, CellId cell);

  bool anything() const { return anything_; }
  bool any_bids() const { return recording_.bid_share > 0; }
  /// Appends to report.bids if the page view is sampled.
  void RecordBids(const PageView& page, const PageBids& bids,
                  CellReport& report) const;
  /// Appends to report.awards and report.pages. `charged` has one amount per
  /// award, `candidates` one number per page.
  void RecordAnswers(const ServedBatch& served, const Responses& responses,
                     std::span<const Money> charged,
                     std::span<const uint32_t> candidates,
                     CellReport& report) const;

 private:
  struct Answered {
    const ServedAward& award;
    const SlotResponse& response;
    Money charged;
  };
  void FillRow(const PageView& page, const Answered& answered,
               SlotAwarded& row) const;
  void RecordAwards(const ServedBatch& served, const Responses& responses,
                    std::span<const Money> charged,
                    std::vector<SlotAwarded>& rows) const;
  void RecordPages(const ServedBatch& served, const Responses& responses,
                   std::span<const Money> charged,
                   std::span<const uint32_t> candidates,
                   std::vector<PageServed>& rows) const;
  /// Below every share but 0 if nothing is sampled.
  double Draw(const PageView& page) const {
    return sampled_ ? sampling_.Uniform(page.page, page.tick, 0) : 0;
  }

  RecordingSpec recording_;
  bool anything_;
  uint32_t cell_;
  Stream sampling_;
  bool sampled_;
};

}  // namespace souk::market
