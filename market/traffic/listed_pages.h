// Page views that are listed beforehand: of every tick's rows each cell takes
// its part, in order.
#pragma once

#include <functional>

#include "market/traffic.h"

namespace souk::market {

class ListedPages final : public CellTraffic {
 public:
  /// Rows of one tick: page views `first`, first + 1, ...
  struct Rows {
    uint64_t first = 0;
    uint64_t size = 0;
  };
  /// Which part of the rows is taken, and how much of it at a time.
  struct Part {
    CellId cell;
    uint32_t cells = 1;
    uint64_t batch_page_views = kBatchPageViews;
  };
  ListedPages(Part part, std::function<Rows(TickTime)> rows_of)
      : part_(part), rows_of_(std::move(rows_of)) {}

  void OpenTick(TickTime time) override;
  bool NextBatch(PageBatch& batch) override;
  void React(std::span<const PageReaction>) override {}
  // A tick starts from the calendar alone.
  void Save(ArchiveWriter&) const override {}
  void Load(ArchiveReader&) override {}

 private:
  Part part_;
  std::function<Rows(TickTime)> rows_of_;
  uint32_t tick_ = 0;
  uint64_t next_ = 0;
  uint64_t end_ = 0;
};

}  // namespace souk::market
