#include "actors/watch/status_server.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "actors/watch/bounded_pool.h"
#include "actors/watch/bounded_stream.h"
#include "actors/watch/metrics_text.h"
#include "actors/watch/status_json.h"
#include "actors/watch/status_table.h"

namespace souk::actors {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr size_t kThreads = 4;
constexpr size_t kMostWaiting = 16;
constexpr milliseconds kPatience{2000};
constexpr milliseconds kLately{2500};
constexpr milliseconds kFarewell{1500};
constexpr char kPlain[] = "text/plain; charset=utf-8";
constexpr char kBusy[] =
    "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n"
    "Content-Length: 0\r\n\r\n";

/// httplib's own options would let two servers share a port.
void SetOptions(socket_t socket) {
  const int on = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
}

std::string FrontPage(const RunStatus& status) {
  return StatusTable(status, {}) +
         "\n/metrics for Prometheus, /status as JSON\n";
}

}  // namespace

class StatusServer::Http final : public httplib::Server {
 public:
  explicit Http(const StatusBoard& board) {
    set_socket_options(SetOptions);
    set_payload_max_length(0);
    new_task_queue = [] { return new BoundedPool(kThreads, kMostWaiting); };
    Show("/metrics", kMetricsType, [&] { return MetricsText(board.Read()); });
    Show("/", kPlain, [&] { return FrontPage(board.Read()); });
    Show("/status", "application/json", [this, &board] {
      const RunStatus status = board.Read();
      asked_ = SteadyClock::now();
      return StatusJson(status);
    });
    set_error_handler([](const httplib::Request&, httplib::Response& answer) {
      answer.set_content("look at /, /metrics or /status\n", kPlain);
    });
  }
  ~Http() override {
    stopping_ = true;
    stop();
    if (listener_.joinable()) listener_.join();
  }

  /// After a bind.
  void Listen() {
    listener_ = std::thread([this] { listen_after_bind(); });
    while (!is_running()) std::this_thread::sleep_for(milliseconds(1));
  }

  /// Those who watch ask once a second: they all get to know that the run is
  /// over.
  void SayFarewell() const {
    const auto now = SteadyClock::now();
    if (now - asked_.load() > kLately) return;
    std::this_thread::sleep_for(kFarewell);
  }

 private:
  template <class Text>
  void Show(const char* path, const char* type, Text text) {
    Get(path, [=](const httplib::Request&, httplib::Response& answer) {
      answer.set_content(text(), type);
    });
  }

  bool process_and_close_socket(socket_t socket) override {
    const auto arrived = BoundedPool::ArrivedAt();
    if (!arrived) {
      send(socket, kBusy, sizeof kBusy - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    } else {
      BoundedStream stream(socket, {*arrived + kPatience}, stopping_);
      bool closed = false;
      // Parts of a page are never sent: many small ones make a large answer.
      process_request(stream, true, closed, [](httplib::Request& request) {
        request.ranges.clear();
      });
    }
    shutdown(socket, SHUT_RDWR);
    close(socket);
    return true;
  }

  std::thread listener_;
  std::atomic<bool> stopping_ = false;
  std::atomic<SteadyClock::time_point> asked_ = SteadyClock::time_point();
};

StatusServer::StatusServer(const StatusBoard& board, Endpoint address)
    : board_(board),
      address_(std::move(address)),
      http_(std::make_unique<Http>(board)) {}

StatusServer::~StatusServer() {
  if (board_.Read().run.finished) http_->SayFarewell();
}

market::Result<std::unique_ptr<StatusServer>> StatusServer::Start(
    const StatusBoard& board, Endpoint address) {
  std::unique_ptr<StatusServer> made(
      new StatusServer(board, std::move(address)));
  Endpoint& at = made->address_;
  errno = 0;
  const int port = at.port == 0 ? made->http_->bind_to_any_port(at.host)
                   : made->http_->bind_to_port(at.host, at.port) ? at.port
                                                                 : -1;
  if (port <= 0) {
    const std::string reason =
        errno == 0 ? "no such host" : std::strerror(errno);
    return market::Error{"cannot show metrics at " + TextOf(at) + ": " +
                         reason};
  }
  at.port = static_cast<uint16_t>(port);
  made->http_->Listen();
  return made;
}

}  // namespace souk::actors
