// Who belongs to a cluster: one file, shared by all its processes.
//
// Every cluster has a certificate authority of its own. Its key is thrown away
// as soon as it has signed the one certificate that all processes of the
// cluster show; the secret proves membership once more behind TLS.
#pragma once

#include <ctime>
#include <string>

#include "market/result.h"

namespace souk::actors {

struct ClusterIdentity {
  std::string authority;    ///< PEM certificate
  std::string certificate;  ///< PEM, signed by `authority`
  std::string key;          ///< PEM, the private key of `certificate`
  std::string secret;       ///< kSecretBytes random bytes
};

inline constexpr int kSecretBytes = 32;
inline constexpr int kMostDays = 3650;

/// A fresh cluster, valid from an hour ago (clocks differ) until `days` from
/// now, 1..kMostDays.
market::Result<ClusterIdentity> MakeIdentity(int days);
/// The same, made at `now`.
market::Result<ClusterIdentity> MakeIdentityAt(std::time_t now, int days);

/// Checks that the parts fit together and are valid now.
market::Result<void> CheckIdentity(const ClusterIdentity& identity);

/// Writes one file of mode 0600. An existing file stays as it is: an error.
market::Result<void> WriteIdentity(const std::string& path,
                                   const ClusterIdentity& identity);

/// The content of such a file.
std::string IdentityText(const ClusterIdentity& identity);

/// Of "-": from standard input. Errors: missing, readable by others, damaged,
/// parts that do not fit, expired, not yet valid.
market::Result<ClusterIdentity> ReadIdentity(const std::string& path);

}  // namespace souk::actors
