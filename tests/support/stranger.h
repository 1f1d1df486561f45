// A peer that is written anew for the tests: it can misbehave at every step.
#pragma once

#include <netinet/in.h>
#include <openssl/hmac.h>
#include <sys/time.h>

#include <string>

#include "actors/network/dial.h"
#include "actors/network/tls.h"

namespace souk::tests {

/// A TCP connection to 127.0.0.1 whose calls take two seconds at most.
class Stranger {
 public:
  explicit Stranger(const actors::Endpoint& at)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience = {2, 0};
    for (const int side : {SO_RCVTIMEO, SO_SNDTIMEO}) {
      setsockopt(socket_.fd(), SOL_SOCKET, side, &patience, sizeof(patience));
    }
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(at.port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(socket_.fd(), reinterpret_cast<sockaddr*>(&address),
                         sizeof(address)) == 0;
  }

  bool connected() const { return connected_; }

  void Send(const std::string& bytes) {
    if (tls_) {
      SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
    } else {
      send(socket_.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }
  }

  /// Up to `size` bytes; fewer: the other side closed, or two seconds passed.
  std::string Read(size_t size) {
    std::string bytes(size, '\0');
    size_t done = 0;
    while (done < size) {
      const int left = static_cast<int>(size - done);
      const auto now =
          tls_ ? SSL_read(tls_.get(), bytes.data() + done, left)
               : static_cast<int>(recv(socket_.fd(), bytes.data() + done,
                                       static_cast<size_t>(left), 0));
      if (now <= 0) break;
      done += static_cast<size_t>(now);
    }
    bytes.resize(done);
    return bytes;
  }

  bool StartTls(const actors::TlsContext& context) {
    tls_ = actors::MakeTls(context, socket_.fd());
    SSL_set_connect_state(tls_.get());
    return SSL_do_handshake(tls_.get()) == 1;
  }

  /// As gate.h describes it.
  static std::string Greeting(const std::string& version,
                              const std::string& nonce) {
    std::string padded = version;
    padded.resize(32, '\0');
    return std::string("SOUKGATE\0\1", 10) + padded + nonce;
  }
  std::string Proof(const std::string& secret, const std::string& nonces) {
    std::string exported(32, '\0');
    const std::string label = "EXPORTER-souk-gate";
    SSL_export_keying_material(
        tls_.get(), reinterpret_cast<unsigned char*>(exported.data()), 32,
        label.data(), label.size(), nullptr, 0, 0);
    const std::string text = "client" + nonces + exported;
    std::string proof(32, '\0');
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(proof.data()), nullptr);
    return proof;
  }

  /// Everything right up to the welcome; returns what was sent.
  std::string PassGate(const actors::ClusterIdentity& identity,
                       const std::string& version) {
    if (!StartTls(actors::MakeTlsContext(identity).value())) return {};
    const std::string nonce(32, 'n');
    const std::string greeting = Greeting(version, nonce);
    Send(greeting);
    const std::string theirs = Read(74);
    if (theirs.size() != 74) return {};
    const std::string proof = Proof(identity.secret, nonce + theirs.substr(42));
    Send(proof);
    if (Read(33).size() != 33) return {};
    Send("W");
    return greeting + proof + "W";
  }

 private:
  actors::Socket socket_;
  actors::Tls tls_;
  bool connected_ = false;
};

}  // namespace souk::tests
