#include "market/traffic/listed_pages.h"

#include <algorithm>

namespace souk::market {

void ListedPages::OpenTick(TickTime time) {
  const Rows rows = rows_of_(time);
  const uint64_t cell = part_.cell.value;
  tick_ = time.tick;
  next_ = rows.first + rows.size * cell / part_.cells;
  end_ = rows.first + rows.size * (cell + 1) / part_.cells;
}

bool ListedPages::NextBatch(PageBatch& batch) {
  batch.pages.clear();
  const uint64_t stop = next_ + std::min(end_ - next_, part_.batch_page_views);
  for (; next_ < stop; ++next_) {
    batch.pages.push_back({.page = next_, .tick = tick_});
  }
  return !batch.pages.empty();
}

}  // namespace souk::market
