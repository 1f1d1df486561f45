// OpenSSL behind values that clean up after themselves.
#pragma once

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

#include "actors/network/identity.h"

namespace souk::actors {

template <auto kFree>
struct FreeWith {
  template <class T>
  void operator()(T* held) const {
    kFree(held);
  }
};

using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using Tls = std::unique_ptr<SSL, FreeWith<SSL_free>>;
using TlsContext = std::shared_ptr<SSL_CTX>;

/// Null if `pem` is no certificate / private key.
Certificate CertificateOf(const std::string& pem);
Key KeyOf(const std::string& pem);

/// TLS 1.3 only, both sides show a certificate of the identity's authority,
/// no tickets (a session is never resumed). No file is opened later on.
market::Result<TlsContext> MakeTlsContext(const ClusterIdentity& identity);

/// TLS over the socket `fd`, which stays the caller's. Writes never raise
/// SIGPIPE; its bytes are counted in TrafficOfProcess.
Tls MakeTls(const TlsContext& context, int fd);

}  // namespace souk::actors
