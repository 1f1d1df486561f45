#include "agents/learning/day_memory.h"

#include <algorithm>

#include "market/check.h"

namespace souk::agents {

DayMemory::DayMemory(const Sizes& sizes)
    : sizes_(sizes),
      best_(size_t{sizes.ticks_per_day} * kBudgetTenths * sizes.actions, 0) {
  SOUK_CHECK(sizes.rows >= sizes.ticks_per_day, sizes.rows,
             " moves are less than a day");
}

uint32_t DayMemory::CellOf(uint32_t tick_of_day, double budget_left,
                           uint32_t action) const {
  const auto tenth =
      static_cast<uint32_t>(std::clamp(budget_left, 0.0, 1.0) * 10);
  return (tick_of_day * kBudgetTenths + tenth) * sizes_.actions + action;
}

void DayMemory::Add(const Move& move) {
  if (moves_.size() < sizes_.rows) {
    moves_.push_back(move);
  } else {
    moves_[next_] = move;
  }
  next_ = (next_ + 1) % sizes_.rows;
  ++today_;
}

void DayMemory::EndDay(double day_return) {
  const uint64_t made = std::min<uint64_t>(today_, moves_.size());
  for (uint64_t back = 1; back <= made; ++back) {
    const Move& move = moves_[(next_ + moves_.size() - back) % moves_.size()];
    best_[move.cell] = std::max(best_[move.cell], day_return);
  }
  today_ = 0;
}

bool DayMemory::MakesSense() const {
  const auto sound = [this](const Move& move) {
    return move.cell < best_.size() && move.action < sizes_.actions &&
           move.last <= 1;
  };
  return moves_.size() <= sizes_.rows && next_ < sizes_.rows &&
         next_ <= moves_.size() && std::ranges::all_of(moves_, sound);
}

void DayMemory::Save(market::ArchiveWriter& out) const {
  out.Put(moves_);
  out.Put(best_);
  out.Put(next_);
  out.Put(today_);
}

void DayMemory::Load(market::ArchiveReader& in) {
  const size_t cells = best_.size();
  in.Get(moves_);
  in.Get(best_);
  in.Get(next_);
  in.Get(today_);
  if (best_.size() == cells && MakesSense()) return;
  in.Fail();
  *this = DayMemory(sizes_);
}

}  // namespace souk::agents
