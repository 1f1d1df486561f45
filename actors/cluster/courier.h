// Takes messages of any size across a connection in chunks, so that nothing
// large blocks what is urgent, and nobody is sent more than he has taken.
//
// Two lanes: orders and reports of a tick go first, the bytes of checkpoints
// when there is room. Within a lane messages keep their order. At most
// kWindow chunks of a lane are under way; the receiver acknowledges each.
//
// Letters (network/letter.h) of a courier:
//
//   kChunk + lane   1 byte: 1 if the message ends with it; then its bytes
//   kTaken + lane   no bytes: one chunk has arrived
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "actors/network/letter.h"

namespace souk::actors {

enum class Lane : uint8_t { kTick = 0, kState = 1 };
inline constexpr size_t kLanes = 2;

class Courier {
 public:
  static constexpr uint32_t kWindow = 4;
  static constexpr size_t kChunkBytes = 64 * 1024 - 64;
  /// A longer message is a fault of the sender.
  static constexpr size_t kMostBytes = size_t{1} << 30;

  enum Kind : uint16_t { kChunk = 16, kTaken = 32 };

  /// Hands a message over; at most kMostBytes.
  void Post(Lane lane, std::string message);
  /// Letters that may leave now.
  std::vector<Letter> Due();

  struct Received {
    std::optional<std::string> message;  ///< complete with this letter
    std::optional<Letter> answer;        ///< to be sent
    bool good = true;                    ///< false: no letter of a courier
  };
  Received Receive(const Letter& letter);

  /// Bytes that have not left yet.
  size_t waiting_bytes() const;

 private:
  struct Outgoing {
    std::deque<std::string> messages;
    size_t sent_of_first = 0;  ///< bytes of messages.front()
    uint32_t under_way = 0;    ///< chunks
  };

  Letter NextChunk(size_t lane);

  std::array<Outgoing, kLanes> outgoing_;
  std::array<std::string, kLanes> incoming_;
};

}  // namespace souk::actors
