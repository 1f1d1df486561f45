#include "actors/watch/bounded_stream.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>

namespace souk::actors {
namespace {

constexpr int kLookAroundMilliseconds = 50;

}  // namespace

BoundedStream::BoundedStream(socket_t socket, StreamLimits limits,
                             const std::atomic<bool>& stopping)
    : socket_(socket), limits_(limits), stopping_(stopping) {}

bool BoundedStream::Await(short events) const {
  while (!stopping_ && std::chrono::steady_clock::now() < limits_.deadline) {
    pollfd entry = {socket_, events, 0};
    if (poll(&entry, 1, kLookAroundMilliseconds) > 0) return true;
  }
  return false;
}

bool BoundedStream::is_readable() const { return Await(POLLIN); }
bool BoundedStream::is_writable() const { return Await(POLLOUT); }

bool BoundedStream::Refill() {
  if (limits_.request_bytes == 0 || !Await(POLLIN)) return false;
  char bytes[1024];
  const ssize_t got =
      recv(socket_, bytes, std::min(sizeof bytes, limits_.request_bytes),
           MSG_DONTWAIT);
  if (got <= 0) return false;
  limits_.request_bytes -= static_cast<size_t>(got);
  buffer_.assign(bytes, static_cast<size_t>(got));
  used_ = 0;
  return true;
}

ssize_t BoundedStream::read(char* to, size_t size) {
  if (used_ == buffer_.size() && !Refill()) return -1;
  const size_t taken = buffer_.copy(to, size, used_);
  used_ += taken;
  return static_cast<ssize_t>(taken);
}

ssize_t BoundedStream::write(const char* from, size_t size) {
  if (!Await(POLLOUT)) return -1;
  return send(socket_, from, size, MSG_DONTWAIT | MSG_NOSIGNAL);
}

void BoundedStream::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}
void BoundedStream::get_local_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}

}  // namespace souk::actors
