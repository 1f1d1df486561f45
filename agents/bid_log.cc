#include "agents/bid_log.h"

#include <algorithm>
#include <span>

#include "market/check.h"

namespace souk::agents {

market::Result<void> BidLog::Record(const market::TickRows& rows) {
  SOUK_CHECK(rows.bids.size() % lines_ == 0, rows.bids.size(), " bids of ",
             lines_, " lines");
  Tick& tick = ticks_.emplace_back();
  tick.top.resize(rows.bids.size() / lines_);
  tick.rate.reserve(rows.bids.size());
  for (size_t i = 0; i < rows.bids.size(); ++i) {
    SOUK_CHECK(rows.bids[i].line == i % lines_, "a bid of line ",
               rows.bids[i].line, " where one of line ", i % lines_,
               " belongs");
    Insert(rows.bids[i], tick.top[i / lines_]);
    tick.rate.push_back(static_cast<float>(rows.bids[i].conversion_rate));
  }
  return {};
}

/// Ties go to the line that came before.
void BidLog::Insert(const market::BidPlaced& row, Top& top) {
  const auto bid = static_cast<double>(row.bid_micros);
  size_t at = top.size();
  while (at > 0 && bid > top[at - 1].bid) --at;
  if (at == top.size()) return;
  std::shift_right(top.begin() + static_cast<ptrdiff_t>(at), top.end(), 1);
  top[at] = {row.line, bid};
}

std::vector<LoggedTick> BidLog::Of(uint32_t line, size_t first,
                                   size_t count) const {
  std::vector<LoggedTick> log;
  for (const Tick& tick : std::span(ticks_).subspan(first, count)) {
    LoggedTick& met = log.emplace_back();
    for (size_t page = 0; page < tick.top.size(); ++page) {
      met.rate.push_back(static_cast<double>(tick.rate[page * lines_ + line]));
      RivalBids& rivals = met.rivals.emplace_back();
      size_t k = 0;
      for (const Best& best : tick.top[page]) {
        if (best.line == line) continue;
        if (k < rivals.size()) rivals[k++] = best.bid;
      }
    }
  }
  return log;
}

}  // namespace souk::agents
