// A plain HTTP client for tests: one request per connection, byte by byte if
// need be.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdint>
#include <string>

namespace souk::tests {

/// A connection to a port on loopback that never waits longer than 5 s.
class HttpLine {
 public:
  explicit HttpLine(uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval patience = {5, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* any = reinterpret_cast<const sockaddr*>(&address);
    connected_ = connect(socket_, any, sizeof address) == 0;
  }
  ~HttpLine() { close(socket_); }
  HttpLine(const HttpLine&) = delete;
  HttpLine& operator=(const HttpLine&) = delete;

  bool connected() const { return connected_; }
  bool Say(const std::string& bytes) {
    return send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }
  /// Until the other side closes.
  std::string Hear() {
    std::string all;
    char bytes[4096];
    ssize_t got = 0;
    while ((got = recv(socket_, bytes, sizeof bytes, 0)) > 0) {
      all.append(bytes, static_cast<size_t>(got));
    }
    return all;
  }

 private:
  int socket_;
  bool connected_ = false;
};

/// The whole answer, head and body; empty: none.
inline std::string HttpGet(uint16_t port, const std::string& path,
                           const std::string& more_head = "") {
  HttpLine line(port);
  line.Say("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more_head +
           "\r\n");
  return line.Hear();
}

inline std::string BodyOf(const std::string& answer) {
  const size_t end = answer.find("\r\n\r\n");
  return end == std::string::npos ? "" : answer.substr(end + 4);
}

}  // namespace souk::tests
