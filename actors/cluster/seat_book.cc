#include "actors/cluster/seat_book.h"

#include <utility>

#include "market/check.h"

namespace souk::actors {

SeatBook::SeatBook(std::vector<SeatState> states) : seats_(states.size()) {
  for (size_t i = 0; i < states.size(); ++i) {
    seats_[i].state = std::move(states[i]);
  }
}

std::vector<uint32_t> SeatBook::carriers() const {
  std::vector<uint32_t> carriers;
  for (const Seat& seat : seats_) carriers.push_back(seat.carrier);
  return carriers;
}

uint64_t SeatBook::Append(size_t seat, SeatInput input) {
  Seat& own = seats_[seat];
  if (!own.busy()) ++busy_;
  log_bytes_ += BytesOf(input);
  own.inputs.push_back(std::move(input));
  return own.end() - 1;
}

bool SeatBook::Awaits(size_t seat, uint64_t number) const {
  const Seat& own = seats_[seat];
  return number < own.end() && number == own.caught_up &&
         number >= own.answered;
}

bool SeatBook::Answer(size_t seat, uint64_t number) {
  Seat& own = seats_[seat];
  const bool awaited = Awaits(seat, number);
  if (number >= own.end() || number != own.caught_up) return false;
  ++own.caught_up;
  if (!own.busy()) --busy_;
  if (awaited) own.answered = own.caught_up;
  return awaited;
}

Adopt SeatBook::Restore(size_t seat) {
  Seat& own = seats_[seat];
  const bool was_busy = own.busy();
  own.caught_up = own.first;
  if (own.busy() && !was_busy) ++busy_;
  return {static_cast<uint32_t>(seat), own.first, own.state};
}

void SeatBook::BeginSave() {
  SOUK_CHECK(quiet() && !saving_, "a checkpoint in the middle of a tick");
  saving_ = true;
  missing_ = seats_.size();
  for (Seat& seat : seats_) {
    seat.saved_first = seat.end();
    seat.has_saved = false;
  }
}

void SeatBook::KeepState(size_t seat, SeatState state) {
  Seat& own = seats_[seat];
  if (!saving_ || own.has_saved) return;
  own.saved = std::move(state);
  own.has_saved = true;
  --missing_;
}

void SeatBook::CommitSave() {
  SOUK_CHECK(saving_ && missing_ == 0, "a checkpoint without all states");
  saving_ = false;
  for (Seat& seat : seats_) {
    seat.state = std::move(seat.saved);
    DropInputs(seat);
  }
}

void SeatBook::DropInputs(Seat& seat) {
  for (; seat.first < seat.saved_first; ++seat.first) {
    log_bytes_ -= BytesOf(seat.inputs.front());
    seat.inputs.pop_front();
  }
}

size_t SeatBook::state_bytes() const {
  size_t bytes = 0;
  for (const Seat& seat : seats_) {
    bytes += seat.state.first.size() + seat.state.second.size();
  }
  return bytes;
}

void SeatBook::AbandonSave() {
  saving_ = false;
  for (Seat& seat : seats_) seat.saved = {};
}

}  // namespace souk::actors
