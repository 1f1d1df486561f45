// The gate that every connection passes before CAF sees a byte of it.
//
// 1. TLS 1.3, both sides with a certificate of the cluster's authority.
// 2. Both sides send a greeting: "SOUKGATE", the wire version (16 bits, highest
//    byte first), the program's version (32 bytes, padded with zeros), a fresh
//    nonce (32 bytes).
// 3. Both sides prove that they know the secret: HMAC-SHA256(secret, role,
//    the client's nonce, the server's nonce, what TLS exports for this very
//    session), so that nothing recorded is of use again.
// 4. Both sides say one byte of welcome.
#pragma once

#include <cstdint>
#include <string>

#include "actors/network/tls.h"

namespace souk::actors {

inline constexpr uint16_t kWireVersion = 1;

/// What both sides of a gate must agree about.
struct GateRules {
  TlsContext tls;
  std::string secret;
  std::string version;  ///< at most 32 bytes
};

enum class GateRole { kClient, kServer };
enum class GateStep { kWantsRead, kWantsWrite, kOpen, kRefused };

/// One passage over a non-blocking socket. Never blocks, never throws.
class Gate {
 public:
  Gate(const GateRules& rules, GateRole role, int fd);

  /// Goes as far as the socket allows. kOpen and kRefused are final.
  GateStep Step();
  /// Behind kRefused.
  const std::string& reason() const { return reason_; }
  /// Behind kOpen: the connection for CAF.
  Tls TakeTls() { return std::move(tls_); }

 private:
  enum class Stage { kTls, kGreeting, kProof, kWelcome, kOpen };

  GateStep Refuse(std::string reason);
  GateStep Waits(int result);
  bool HandleMessage();
  bool HandleGreeting();
  bool HandleProof();
  void StartGreeting();
  std::string ProofOf(GateRole role) const;
  size_t BytesAwaited() const;

  GateRules rules_;
  GateRole role_;
  Tls tls_;
  Stage stage_ = Stage::kTls;
  std::string nonce_;
  std::string peer_nonce_;
  std::string in_;
  std::string out_;
  std::string reason_;
};

}  // namespace souk::actors
