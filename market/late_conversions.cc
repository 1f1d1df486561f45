#include "market/late_conversions.h"

#include <algorithm>
#include <cmath>

namespace souk::market {

LateConversions::LateConversions(const MarketSpec& spec)
    : delay_(spec.conversion_delay),
      stream_(spec.seed, spec.run, Purpose::kDelay),
      hours_per_tick_(24.0 / spec.calendar.ticks_per_day),
      lines_(spec.lines.size()) {}

void LateConversions::Take(const ServedBatch& served,
                           const Responses& responses) {
  for (size_t i = 0; i < served.awards.size(); ++i) {
    if (!responses.of_award[i].converted) continue;
    TakeOne(served.pages[served.awards[i].page], served.awards[i]);
  }
}

void LateConversions::TakeOne(const PageView& page, const ServedAward& award) {
  const auto draw = [&](uint32_t index) {
    return stream_.Uniform(page.page, page.tick, 2 * award.slot + index);
  };
  const double hours = DelayHours(*delay_, draw(0), draw(1));
  if (hours < 0) return;
  const double ticks = std::floor(hours / hours_per_tick_);
  due_[page.tick + static_cast<uint32_t>(ticks)].push_back(award.line);
}

void LateConversions::Report(uint32_t tick, std::span<LineTally> tallies) {
  std::vector<uint32_t> waiting;
  while (!due_.empty() && due_.begin()->first <= tick) {
    for (const uint32_t line : due_.begin()->second) {
      if (tallies[line].auctions > 0) {
        tallies[line].conversions += 1;
      } else {
        waiting.push_back(line);
      }
    }
    due_.erase(due_.begin());
  }
  if (!waiting.empty()) due_[tick] = std::move(waiting);
}

size_t LateConversions::waiting() const {
  size_t sum = 0;
  for (const auto& [tick, lines] : due_) sum += lines.size();
  return sum;
}

void LateConversions::Save(ArchiveWriter& out) const {
  if (!active()) return;
  out.Put(static_cast<uint64_t>(due_.size()));
  for (const auto& [tick, lines] : due_) {
    out.Put(tick);
    out.Put(lines);
  }
}

void LateConversions::Load(ArchiveReader& in) {
  if (!active()) return;
  due_.clear();
  uint64_t ticks = 0;
  in.Get(ticks);
  for (uint64_t i = 0; i < ticks && in.ok(); ++i) {
    uint32_t tick = 0;
    std::vector<uint32_t> lines;
    in.Get(tick);
    in.Get(lines);
    const bool known =
        std::ranges::all_of(lines, [&](uint32_t l) { return l < lines_; });
    if (!known) return in.Fail();
    due_[tick] = std::move(lines);
  }
}

}  // namespace souk::market
