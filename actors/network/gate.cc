#include "actors/network/gate.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>

#include "actors/network/gate_reasons.h"
#include "market/check.h"

namespace souk::actors {
namespace {

constexpr std::string_view kMagic = "SOUKGATE";
constexpr size_t kVersionBytes = 32;
constexpr size_t kNonceBytes = 32;
constexpr size_t kProofBytes = 32;
constexpr size_t kGreetingBytes =
    kMagic.size() + 2 + kVersionBytes + kNonceBytes;
constexpr char kWelcome = 'W';

unsigned char* BytesOf(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string Hmac(const std::string& secret, const std::string& text) {
  std::string proof(kProofBytes, '\0');
  unsigned int size = 0;
  const auto* made =
      HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(),
           BytesOf(proof), &size);
  SOUK_CHECK(made && size == kProofBytes, "no SHA-256");
  return proof;
}

GateRole Other(GateRole role) {
  return role == GateRole::kClient ? GateRole::kServer : GateRole::kClient;
}

/// A peer's text in a log: printable and short.
std::string Printable(std::string text) {
  text = text.substr(0, text.find('\0'));
  for (char& c : text) {
    if (c < ' ' || c > '~') c = '?';
  }
  return text;
}

}  // namespace

Gate::Gate(const GateRules& rules, GateRole role, int fd)
    : rules_(rules), role_(role), tls_(MakeTls(rules.tls, fd)) {
  if (role == GateRole::kClient) SSL_set_connect_state(tls_.get());
  if (role == GateRole::kServer) SSL_set_accept_state(tls_.get());
}

GateStep Gate::Refuse(std::string reason) {
  reason_ = std::move(reason);
  return GateStep::kRefused;
}

GateStep Gate::Waits(int result) {
  switch (SSL_get_error(tls_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return GateStep::kWantsRead;
    case SSL_ERROR_WANT_WRITE:
      return GateStep::kWantsWrite;
    default:
      return Refuse(reason_.empty() ? ReasonOf(tls_.get()) : reason_);
  }
}

void Gate::StartGreeting() {
  nonce_.assign(kNonceBytes, '\0');
  SOUK_CHECK(RAND_bytes(BytesOf(nonce_), kNonceBytes) == 1, "no random bytes");
  std::string version = rules_.version.substr(0, kVersionBytes);
  version.resize(kVersionBytes, '\0');
  out_ = std::string(kMagic) + static_cast<char>(kWireVersion >> 8) +
         static_cast<char>(kWireVersion & 255) + version + nonce_;
  stage_ = Stage::kGreeting;
}

std::string Gate::ProofOf(GateRole role) const {
  std::array<unsigned char, 32> session = {};
  constexpr std::string_view kLabel = "EXPORTER-souk-gate";
  SOUK_CHECK(SSL_export_keying_material(tls_.get(), session.data(),
                                        session.size(), kLabel.data(),
                                        kLabel.size(), nullptr, 0, 0) == 1,
             "no keying material of an open session");
  const bool is_client = role_ == GateRole::kClient;
  std::string text = role == GateRole::kClient ? "client" : "server";
  text += is_client ? nonce_ + peer_nonce_ : peer_nonce_ + nonce_;
  text.append(reinterpret_cast<const char*>(session.data()), session.size());
  return Hmac(rules_.secret, text);
}

size_t Gate::BytesAwaited() const {
  switch (stage_) {
    case Stage::kGreeting:
      return kGreetingBytes;
    case Stage::kProof:
      return kProofBytes;
    case Stage::kWelcome:
      return 1;
    default:
      return 0;
  }
}

bool Gate::HandleGreeting() {
  if (in_.compare(0, kMagic.size(), kMagic) != 0) {
    reason_ = "no greeting of souk behind TLS";
    return false;
  }
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(in_[kMagic.size() + i]);
  };
  const int wire = byte(0) << 8 | byte(1);
  const auto version = Printable(in_.substr(kMagic.size() + 2, kVersionBytes));
  if (wire != kWireVersion || version != rules_.version) {
    reason_ = "another version of souk: " + version + " (wire " +
              std::to_string(wire) + "), here " + rules_.version + " (wire " +
              std::to_string(kWireVersion) + ")";
    return false;
  }
  peer_nonce_ = in_.substr(kGreetingBytes - kNonceBytes);
  out_ = ProofOf(role_);
  stage_ = Stage::kProof;
  return true;
}

bool Gate::HandleProof() {
  const std::string expected = ProofOf(Other(role_));
  if (CRYPTO_memcmp(in_.data(), expected.data(), kProofBytes) != 0) {
    reason_ = "wrong secret";
    return false;
  }
  out_ = kWelcome;
  stage_ = Stage::kWelcome;
  return true;
}

/// False: refused, and reason_ says why.
bool Gate::HandleMessage() {
  if (stage_ == Stage::kGreeting) return HandleGreeting();
  if (stage_ == Stage::kProof) return HandleProof();
  if (in_[0] != kWelcome) {
    reason_ = "no welcome";
    return false;
  }
  stage_ = Stage::kOpen;
  return true;
}

GateStep Gate::Step() {
  if (!reason_.empty()) return GateStep::kRefused;
  ERR_clear_error();
  if (stage_ == Stage::kTls) {
    const int result = SSL_do_handshake(tls_.get());
    if (result != 1) return Waits(result);
    StartGreeting();
  }
  while (true) {
    while (!out_.empty()) {
      const int done =
          SSL_write(tls_.get(), out_.data(), static_cast<int>(out_.size()));
      if (done <= 0) return Waits(done);
      out_.erase(0, static_cast<size_t>(done));
    }
    if (stage_ == Stage::kOpen) return GateStep::kOpen;
    std::array<char, 128> buffer;
    const size_t wanted = BytesAwaited() - in_.size();
    const int done =
        SSL_read(tls_.get(), buffer.data(), static_cast<int>(wanted));
    if (done <= 0) return Waits(done);
    in_.append(buffer.data(), static_cast<size_t>(done));
    if (in_.size() < BytesAwaited()) continue;
    if (!HandleMessage()) return GateStep::kRefused;
    in_.clear();
  }
}

}  // namespace souk::actors
