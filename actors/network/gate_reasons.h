// Why TLS failed, in words.
#pragma once

#include <openssl/ssl.h>

#include <string>

namespace souk::actors {

/// For a connection whose last call failed for good; empties OpenSSL's queue
/// of errors of this thread.
std::string ReasonOf(const SSL* tls);

}  // namespace souk::actors
