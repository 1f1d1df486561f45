#include "actors/network/secured_scribe.h"

#include <openssl/err.h>

#include <algorithm>
#include <caf/io/all.hpp>
#include <caf/io/network/default_multiplexer.hpp>
#include <caf/io/network/stream_impl.hpp>
#include <climits>

#include "actors/network/frame_watch.h"

namespace souk::actors {
namespace {

namespace net = caf::io::network;

/// Reads and writes through TLS, and watches the frames that come in.
class SecuredPolicy {
 public:
  SecuredPolicy(Passed passed, const SecuredParts& parts)
      : fd_(passed.socket.Release()),
        tls_(std::move(passed.tls)),
        peer_(passed.peer),
        parts_(parts) {
    parts_.connections->Add(peer_, fd_);
  }
  // The stream around this closes the socket afterwards.
  ~SecuredPolicy() { parts_.connections->Remove(fd_); }
  SecuredPolicy(const SecuredPolicy&) = delete;
  SecuredPolicy& operator=(const SecuredPolicy&) = delete;

  net::rw_state read_some(size_t& result, net::native_socket, void* bytes,
                          size_t size) {
    result = 0;
    if (size == 0) return net::rw_state::indeterminate;
    ERR_clear_error();
    const int done = SSL_read(tls_.get(), bytes, Clip(size));
    if (done <= 0) return StateOf(done);
    result = static_cast<size_t>(done);
    const auto reason = watch_.See(static_cast<char*>(bytes), result);
    if (!reason) return net::rw_state::success;
    parts_.refusals->Refuse(TextOf(peer_), *reason);
    return net::rw_state::failure;
  }

  net::rw_state write_some(size_t& result, net::native_socket,
                           const void* bytes, size_t size) {
    result = 0;
    if (size == 0) return net::rw_state::indeterminate;
    ERR_clear_error();
    const int done = SSL_write(tls_.get(), bytes, Clip(size));
    if (done <= 0) return StateOf(done);
    result = static_cast<size_t>(done);
    return net::rw_state::success;
  }

  /// What TLS has decrypted already raises no event of the socket.
  bool must_read_more(net::native_socket, size_t threshold) {
    const int pending = SSL_pending(tls_.get());
    return pending > 0 && static_cast<size_t>(pending) >= threshold;
  }

  const Endpoint& peer() const { return peer_; }

 private:
  static int Clip(size_t size) {
    return static_cast<int>(std::min<size_t>(size, INT_MAX));
  }
  /// Success without bytes: CAF waits for the next event.
  net::rw_state StateOf(int result) {
    const int why = SSL_get_error(tls_.get(), result);
    const bool waits =
        why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE;
    return waits ? net::rw_state::success : net::rw_state::failure;
  }

  int fd_;
  Tls tls_;
  Endpoint peer_;
  SecuredParts parts_;
  FrameWatch watch_;
};

class Scribe final : public caf::io::scribe {
 public:
  Scribe(net::default_multiplexer& multiplexer, Passed passed,
         const SecuredParts& parts)
      : scribe(net::conn_hdl_from_socket(passed.socket.fd())),
        peer_(passed.peer),
        stream_(multiplexer, passed.socket.fd(), std::move(passed), parts) {}

  void configure_read(caf::io::receive_policy::config config) override {
    stream_.configure_read(config);
    if (launched_) return;
    launched_ = true;
    stream_.start(this);
  }
  void ack_writes(bool enable) override { stream_.ack_writes(enable); }
  std::vector<char>& wr_buf() override { return stream_.wr_buf(); }
  std::vector<char>& rd_buf() override { return stream_.rd_buf(); }
  void graceful_shutdown() override {
    stream_.graceful_shutdown();
    detach(&stream_.backend(), false);
  }
  void flush() override { stream_.flush(this); }
  std::string addr() const override { return peer_.host; }
  uint16_t port() const override { return peer_.port; }
  void add_to_loop() override { stream_.activate(this); }
  void remove_from_loop() override { stream_.passivate(); }

 private:
  Endpoint peer_;
  bool launched_ = false;
  net::stream_impl<SecuredPolicy> stream_;
};

}  // namespace

caf::io::scribe_ptr MakeSecuredScribe(net::default_multiplexer& multiplexer,
                                      Passed passed,
                                      const SecuredParts& parts) {
  return caf::make_counted<Scribe>(multiplexer, std::move(passed), parts);
}

}  // namespace souk::actors
