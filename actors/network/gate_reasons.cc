#include "actors/network/gate_reasons.h"

#include <openssl/err.h>
#include <openssl/sslerr.h>
#include <openssl/x509_vfy.h>

namespace souk::actors {
namespace {

std::string ReasonOfCertificate(const SSL* tls) {
  switch (SSL_get_verify_result(tls)) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "an expired certificate";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "a certificate that is not yet valid";
    default:
      return "a certificate of another authority";
  }
}

}  // namespace

std::string ReasonOf(const SSL* tls) {
  const unsigned long error = ERR_peek_last_error();
  ERR_clear_error();
  const bool inside = SSL_is_init_finished(tls);
  if (error == 0) return inside ? "it left at the gate" : "it left during TLS";
  switch (ERR_GET_REASON(error)) {
    case SSL_R_CERTIFICATE_VERIFY_FAILED:
      return ReasonOfCertificate(tls);
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
      return "no certificate";
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
      return "TLS older than 1.3";
    case SSL_R_UNEXPECTED_EOF_WHILE_READING:
      return inside ? "it left at the gate" : "it left during TLS";
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_TLSV1_ALERT_DECRYPT_ERROR:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
      return "it does not accept our certificate";
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
      return "it says that our certificate has expired";
    default:
      return inside ? "damaged TLS" : "not a TLS 1.3 peer";
  }
}

}  // namespace souk::actors
