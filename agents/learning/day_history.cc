#include "agents/learning/day_history.h"

#include <algorithm>

namespace souk::agents {

void DayHistory::Forget(market::TickTime time) {
  const auto width = static_cast<std::ptrdiff_t>(layout_.row());
  const bool follows = time.tick > last_ && !time.first_of_day() &&
                       time.day() == last_ / time.ticks_per_day;
  if (!follows) rows_.clear();
  if (rows_.size() == layout_.steps * layout_.row()) {
    rows_.erase(rows_.begin(), rows_.begin() + width);
  }
}

std::span<float> DayHistory::Begin(market::TickTime time,
                                   double return_so_far) {
  Forget(time);
  last_ = time.tick;
  rows_.resize(rows_.size() + layout_.row(), 0.0F);
  const std::span<float> row = std::span(rows_).last(layout_.row());
  row.front() = static_cast<float>(time.tick_of_day()) /
                static_cast<float>(time.ticks_per_day);
  row[layout_.features + 1] = static_cast<float>(return_so_far);
  return row.subspan(1, layout_.features);
}

void DayHistory::Write(std::span<float> question) const {
  question[0] = static_cast<float>(rows_.size() / layout_.row());
  const std::span<float> kept =
      question.subspan(1 + layout_.wishes, layout_.steps * layout_.row());
  std::ranges::fill(kept, 0.0F);
  std::ranges::copy(rows_, kept.begin());
}

void DayHistory::Save(market::ArchiveWriter& out) const {
  out.Put(rows_);
  out.Put(last_);
}

void DayHistory::Load(market::ArchiveReader& in) {
  in.Get(rows_);
  in.Get(last_);
}

}  // namespace souk::agents
