// Shows a status board by HTTP while a run goes on; read-only.
//   /metrics  Prometheus' text format
//   /status   JSON, what `souk top` reads
//   /         a short text
//
// Bounded whoever calls: four threads, sixteen waiting connections (the next
// ones get 503), one request of at most 4 KiB per connection, two seconds from
// connecting to the end of the answer.
#pragma once

#include <memory>

#include "actors/watch/status_board.h"
#include "actors/watch/watch_endpoint.h"

namespace souk::actors {

class StatusServer {
 public:
  /// `board` outlives the server. Port 0: any that is free. Error: the address
  /// is taken, not ours or unknown.
  static market::Result<std::unique_ptr<StatusServer>> Start(
      const StatusBoard& board, Endpoint address);

  /// Ends within a tenth of a second. If the board says finished and somebody
  /// asked for /status lately, stays for at most 1.5 s until it was told.
  ~StatusServer();
  StatusServer(const StatusServer&) = delete;
  StatusServer& operator=(const StatusServer&) = delete;

  /// With the port that was chosen.
  const Endpoint& address() const { return address_; }

 private:
  class Http;

  StatusServer(const StatusBoard& board, Endpoint address);

  const StatusBoard& board_;
  Endpoint address_;
  std::unique_ptr<Http> http_;
};

}  // namespace souk::actors
