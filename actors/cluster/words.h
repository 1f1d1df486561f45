// What lead and nodes say to each other: each a struct, written as
//
//   u16 kind, then its fields in order (market/archive.h)
//
// and carried by a Courier. One build on all nodes is checked at the gate, so
// there are no versions within. Heartbeats travel outside of the courier.
#pragma once

#include <string>
#include <vector>

#include "market/archive.h"
#include "results/trace_parts.h"

namespace souk::actors {

enum class Word : uint16_t {
  // node -> lead
  kHello = 1,
  kReady,
  kOutput,
  kSeatSaved,
  kPartFlushed,
  kPartFinished,
  kFailed,
  // lead -> node
  kWelcome,
  kAdopt,
  kRelease,
  kInputs,
  kSave,
  kFinish,
  kLeave,
};

/// A node offers itself.
struct Hello {
  static constexpr Word kWord = Word::kHello;
  std::string name;  ///< for people; need not be unique
  std::string host;
  uint32_t threads = 0;
  uint8_t is_lead = 0;  ///< it is the lead's own
  template <class Archive>
  void Visit(Archive& io) {
    io(name), io(host), io(threads), io(is_lead);
  }
};

/// What it is to simulate, and where its part of the trace goes.
struct Welcome {
  static constexpr Word kWord = Word::kWelcome;
  uint32_t node = 0;  ///< number of this incarnation
  std::string scenario_text;
  uint8_t audit = 0;
  std::string trace;  ///< of the lead, as it lies in a shared folder
  uint32_t lost_after_ms = 0;
  std::vector<uint32_t> desk_lines;  ///< first line of every desk, and the end
  template <class Archive>
  void Visit(Archive& io) {
    io(node), io(scenario_text), io(audit), io(trace), io(lost_after_ms),
        io(desk_lines);
  }
};

/// It has loaded the scenario, or cannot.
struct Ready {
  static constexpr Word kWord = Word::kReady;
  std::string fingerprint;
  std::string fault;
  template <class Archive>
  void Visit(Archive& io) {
    io(fingerprint), io(fault);
  }
};

/// State of a seat between two ticks: of users and platform, or of a desk.
struct SeatState {
  uint8_t fresh = 1;  ///< as a run begins; no bytes
  std::string first;
  std::string second;
  template <class Archive>
  void Visit(Archive& io) {
    io(fresh), io(first), io(second);
  }
};

struct Adopt {
  static constexpr Word kWord = Word::kAdopt;
  uint32_t seat = 0;
  uint64_t next = 0;  ///< number of the input that comes next
  SeatState state;
  template <class Archive>
  void Visit(Archive& io) {
    io(seat), io(next), state.Visit(io);
  }
};

/// Another node carries the seat from now on.
struct Release {
  static constexpr Word kWord = Word::kRelease;
  uint32_t seat = 0;
  template <class Archive>
  void Visit(Archive& io) {
    io(seat);
  }
};

enum class InputKind : uint8_t { kOpenTick, kPlanBids, kLearnOutcome };

/// One input for each of some seats.
struct Inputs {
  static constexpr Word kWord = Word::kInputs;
  InputKind kind = InputKind::kOpenTick;
  uint64_t number = 0;  ///< counted from 0 for each seat
  std::string common;   ///< the same for all of them
  std::vector<uint32_t> seats;
  std::vector<std::string> own;  ///< by seat
  template <class Archive>
  void Visit(Archive& io) {
    io(kind), io(number), io(common), io(seats), io(own);
  }
};

/// What a seat made of an input.
struct Output {
  static constexpr Word kWord = Word::kOutput;
  uint32_t seat = 0;
  uint64_t number = 0;  ///< of the input
  std::string bytes;
  template <class Archive>
  void Visit(Archive& io) {
    io(seat), io(number), io(bytes);
  }
};

/// Save all seats and make the part durable.
struct Save {
  static constexpr Word kWord = Word::kSave;
  uint64_t number = 0;
  template <class Archive>
  void Visit(Archive& io) {
    io(number);
  }
};

struct SeatSaved {
  static constexpr Word kWord = Word::kSeatSaved;
  uint64_t number = 0;
  uint32_t seat = 0;
  SeatState state;
  template <class Archive>
  void Visit(Archive& io) {
    io(number), io(seat), state.Visit(io);
  }
};

struct PartFlushed {
  static constexpr Word kWord = Word::kPartFlushed;
  uint64_t number = 0;
  results::RowCounts rows = {};
  template <class Archive>
  void Visit(Archive& io) {
    io(number), io(rows);
  }
};

/// The run is over: complete the part.
struct Finish {
  static constexpr Word kWord = Word::kFinish;
  template <class Archive>
  void Visit(Archive&) {}
};

struct PartFinished {
  static constexpr Word kWord = Word::kPartFinished;
  template <class Archive>
  void Visit(Archive&) {}
};

/// The node cannot go on.
struct Failed {
  static constexpr Word kWord = Word::kFailed;
  std::string reason;
  template <class Archive>
  void Visit(Archive& io) {
    io(reason);
  }
};

/// The lead can do without the node.
struct Dismissal {
  static constexpr Word kWord = Word::kLeave;
  enum Then : uint8_t { kRunIsOver, kJoinAgain, kRefused } then = kRunIsOver;
  std::string reason;
  template <class Archive>
  void Visit(Archive& io) {
    io(then), io(reason);
  }
};

/// A heartbeat; of a node with what it knows about itself.
struct Pulse {
  uint64_t memory_bytes = 0;
  uint64_t bytes_in = 0;
  uint64_t bytes_out = 0;
  template <class Archive>
  void Visit(Archive& io) {
    io(memory_bytes), io(bytes_in), io(bytes_out);
  }
};
inline constexpr uint16_t kPulseLetter = 1;

namespace wire {

struct Writing {
  market::ArchiveWriter out;
  template <class T>
  void operator()(const T& field) {
    out.Put(field);
  }
  void operator()(const std::vector<std::string>& texts) {
    out.Put(static_cast<uint64_t>(texts.size()));
    for (const std::string& text : texts) out.Put(text);
  }
};

struct Reading {
  market::ArchiveReader in;
  template <class T>
  void operator()(T& field) {
    in.Get(field);
  }
  void operator()(std::vector<std::string>& texts) {
    texts.clear();
    uint64_t count = 0;
    in.Get(count);
    for (uint64_t i = 0; i < count && in.ok(); ++i) {
      in.Get(texts.emplace_back());
    }
  }
};

}  // namespace wire

template <class Message>
std::string Spoken(Message message) {
  wire::Writing io;
  io(Message::kWord);
  message.Visit(io);
  return std::string(
      io.out.bytes());  // g++ 12 misreads the move of a short one
}

/// The kind of a message; 0 if it is too short to have one.
inline Word WordOf(std::string_view bytes) {
  market::ArchiveReader in(bytes);
  Word word{};
  in.Get(word);
  return word;
}

/// Whether `bytes` are exactly such a message, which is then filled in.
template <class Message>
bool Understand(std::string_view bytes, Message& message) {
  wire::Reading io{market::ArchiveReader(bytes)};
  Word word{};
  io(word);
  if (word != Message::kWord) return false;
  message.Visit(io);
  return io.in.done();
}

}  // namespace souk::actors
