// One HTTP connection with a limit on its time and on what it may say, so that
// no client holds a thread for long, however slowly it writes or reads.
#pragma once

#include <httplib.h>

#include <atomic>
#include <chrono>

namespace souk::actors {

struct StreamLimits {
  std::chrono::steady_clock::time_point deadline;  ///< of the answer
  size_t request_bytes = 4096;
};

class BoundedStream final : public httplib::Stream {
 public:
  /// `stopping` outlives the stream; true ends it.
  BoundedStream(socket_t socket, StreamLimits limits,
                const std::atomic<bool>& stopping);

  bool is_readable() const override;
  bool is_writable() const override;
  /// -1: gone, too slow or too long.
  ssize_t read(char* to, size_t size) override;
  ssize_t write(const char* from, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }

 private:
  /// Waits for `events`; false: the time is over.
  bool Await(short events) const;
  bool Refill();

  socket_t socket_;
  StreamLimits limits_;
  const std::atomic<bool>& stopping_;
  std::string buffer_;
  size_t used_ = 0;  ///< of the buffer
};

}  // namespace souk::actors
