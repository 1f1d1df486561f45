// What the lead knows about every seat: the state of the newest checkpoint, all
// inputs since, and how many of them have been answered. From these a seat of
// a lost node is restored on another one: the state, then the inputs again.
//
// A seat answers every input once and in order, and equal inputs give equal
// answers, so that an answer that was heard before changes nothing.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "actors/cluster/placement.h"
#include "actors/cluster/words.h"

namespace souk::actors {

struct SeatInput {
  InputKind kind = InputKind::kOpenTick;
  std::shared_ptr<const std::string> common;
  std::string own;
};

class SeatBook {
 public:
  /// `states`: one per seat.
  explicit SeatBook(std::vector<SeatState> states);

  size_t size() const { return seats_.size(); }
  uint32_t carrier(size_t seat) const { return seats_[seat].carrier; }
  std::vector<uint32_t> carriers() const;
  void Place(size_t seat, uint32_t carrier) { seats_[seat].carrier = carrier; }

  /// Adds the next input of a seat; its number.
  uint64_t Append(size_t seat, SeatInput input);
  /// Whether this is the next answer of a seat and nobody has given it yet.
  bool Awaits(size_t seat, uint64_t number) const;
  /// Takes note of an answer. False: it was not awaited.
  bool Answer(size_t seat, uint64_t number);
  /// Whether all inputs of all seats have been answered by their carriers.
  bool quiet() const { return busy_ == 0; }

  /// For a new carrier of the seat: what it starts from, and how many inputs
  /// follow. The seat is busy until it has answered them all.
  Adopt Restore(size_t seat);
  uint64_t first_number(size_t seat) const { return seats_[seat].first; }
  const std::deque<SeatInput>& inputs(size_t seat) const {
    return seats_[seat].inputs;
  }

  /// A checkpoint begins: all seats are quiet, and will save their states.
  void BeginSave();
  void KeepState(size_t seat, SeatState state);
  bool all_saved() const { return missing_ == 0; }
  /// All states have been saved: they are the newest checkpoint from now on.
  void CommitSave();
  void AbandonSave();
  bool saving() const { return saving_; }

  /// Whether the carrier of a seat has yet to answer what others answered.
  bool behind(size_t seat) const {
    return seats_[seat].caught_up < seats_[seat].answered;
  }
  const SeatState& state(size_t seat) const { return seats_[seat].state; }
  /// Of the states of the newest checkpoint.
  size_t state_bytes() const;
  /// Of the inputs since the checkpoint; common ones are shared out evenly.
  size_t log_bytes() const { return log_bytes_; }

 private:
  struct Seat {
    SeatState state;
    uint64_t first = 0;  ///< number of the first input since the state
    std::deque<SeatInput> inputs;
    uint64_t answered = 0;   ///< inputs with a lower number, by anybody
    uint64_t caught_up = 0;  ///< the same, by its carrier
    uint32_t carrier = kNobody;
    SeatState saved;
    uint64_t saved_first = 0;
    bool has_saved = false;

    uint64_t end() const { return first + inputs.size(); }
    bool busy() const { return caught_up < end(); }
  };

  void DropInputs(Seat& seat);
  size_t BytesOf(const SeatInput& input) const {
    return input.own.size() + input.common->size() / seats_.size();
  }

  std::vector<Seat> seats_;
  size_t busy_ = 0;
  bool saving_ = false;
  size_t missing_ = 0;
  size_t log_bytes_ = 0;
};

}  // namespace souk::actors
