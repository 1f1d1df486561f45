#include "actors/cluster/courier.h"

#include <algorithm>
#include <utility>

#include "market/check.h"

namespace souk::actors {

void Courier::Post(Lane lane, std::string message) {
  SOUK_CHECK(message.size() <= kMostBytes, "a message of ", message.size(),
             " bytes");
  outgoing_[static_cast<size_t>(lane)].messages.push_back(std::move(message));
}

std::vector<Letter> Courier::Due() {
  std::vector<Letter> letters;
  for (size_t lane = 0; lane < kLanes; ++lane) {
    Outgoing& out = outgoing_[lane];
    while (!out.messages.empty() && out.under_way < kWindow) {
      letters.push_back(NextChunk(lane));
    }
  }
  return letters;
}

Letter Courier::NextChunk(size_t lane) {
  Outgoing& out = outgoing_[lane];
  const std::string& message = out.messages.front();
  const size_t size = std::min(kChunkBytes, message.size() - out.sent_of_first);
  const bool last = out.sent_of_first + size == message.size();
  Letter letter{static_cast<uint16_t>(kChunk + lane), {}};
  letter.bytes.reserve(size + 1);
  letter.bytes.push_back(last ? 1 : 0);
  letter.bytes.append(message, out.sent_of_first, size);
  out.sent_of_first += size;
  ++out.under_way;
  if (last) {
    out.messages.pop_front();
    out.sent_of_first = 0;
  }
  return letter;
}

Courier::Received Courier::Receive(const Letter& letter) {
  Received received;
  for (uint16_t lane = 0; lane < kLanes; ++lane) {
    if (letter.kind == kTaken + lane && outgoing_[lane].under_way > 0) {
      --outgoing_[lane].under_way;
      return received;
    }
    if (letter.kind != kChunk + lane || letter.bytes.empty()) continue;
    std::string& message = incoming_[lane];
    if (message.size() + letter.bytes.size() > kMostBytes) break;
    message.append(letter.bytes, 1);
    received.answer = Letter{static_cast<uint16_t>(kTaken + lane), {}};
    if (letter.bytes[0] != 0) {
      received.message = std::exchange(message, {});
    }
    return received;
  }
  received.good = false;
  return received;
}

size_t Courier::waiting_bytes() const {
  size_t bytes = 0;
  for (const Outgoing& out : outgoing_) {
    for (const std::string& message : out.messages) bytes += message.size();
    bytes -= out.sent_of_first;
  }
  return bytes;
}

}  // namespace souk::actors
