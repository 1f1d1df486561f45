#include "actors/network/identity.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "actors/network/tls.h"
#include "market/check.h"

namespace souk::actors {
namespace {

using market::Error;
using market::Result;
using Bio = std::unique_ptr<BIO, FreeWith<BIO_free>>;
using Extension =
    std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;

constexpr long kHour = 3600;

std::string TextOf(const Bio& bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return std::string(bytes, static_cast<size_t>(size));
}

std::string PemOf(const Certificate& certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  SOUK_CHECK(PEM_write_bio_X509(bio.get(), certificate.get()) == 1,
             "cannot write a certificate to memory");
  return TextOf(bio);
}

std::string PemOf(const Key& key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  SOUK_CHECK(PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr,
                                           nullptr, 0, nullptr, nullptr) == 1,
             "cannot write a key to memory");
  return TextOf(bio);
}

void Extend(X509* certificate, int what, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Extension made(X509V3_EXT_conf_nid(nullptr, &context, what, value));
  SOUK_CHECK(made && X509_add_ext(certificate, made.get(), -1) == 1,
             "cannot extend a certificate");
}

void Name(X509* certificate, const std::string& name) {
  X509_NAME* subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(
      subject, "CN", MBSTRING_ASC,
      reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
}

std::string RandomBytes(int size) {
  std::string bytes(static_cast<size_t>(size), '\0');
  SOUK_CHECK(
      RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), size) == 1,
      "no random bytes");
  return bytes;
}

/// Without names of signer, extensions and signature.
Certificate Blank(const Key& key, std::time_t now, int days) {
  Certificate made(X509_new());
  X509_set_version(made.get(), X509_VERSION_3);
  const std::string serial = RandomBytes(8);
  uint64_t number = 0;
  for (const char byte : serial) {
    number = number << 8 | static_cast<unsigned char>(byte);
  }
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()), number >> 1);
  X509_time_adj(X509_getm_notBefore(made.get()), -kHour, &now);
  X509_time_adj_ex(X509_getm_notAfter(made.get()), days, 0, &now);
  X509_set_pubkey(made.get(), key.get());
  return made;
}

struct Signer {
  const Certificate& certificate;
  const Key& key;
};

void Sign(const Certificate& certificate, const Signer& by) {
  X509_set_issuer_name(certificate.get(),
                       X509_get_subject_name(by.certificate.get()));
  SOUK_CHECK(X509_sign(certificate.get(), by.key.get(), EVP_sha256()) > 0,
             "cannot sign a certificate");
}

Result<void> CheckTimes(const Certificate& certificate) {
  if (X509_cmp_current_time(X509_get0_notBefore(certificate.get())) > 0) {
    return Error{"The certificate is not yet valid: check the clock"};
  }
  if (X509_cmp_current_time(X509_get0_notAfter(certificate.get())) < 0) {
    return Error{
        "The certificate has expired: make a new file with "
        "souk cluster init"};
  }
  return {};
}

}  // namespace

Result<ClusterIdentity> MakeIdentity(int days) {
  return MakeIdentityAt(std::time(nullptr), days);
}

Result<ClusterIdentity> MakeIdentityAt(std::time_t now, int days) {
  if (days < 1 || days > kMostDays) {
    return Error{"A cluster's certificate is valid for 1 to " +
                 std::to_string(kMostDays) + " days, not " +
                 std::to_string(days)};
  }
  const Key authority_key(EVP_EC_gen("P-256"));
  const Key key(EVP_EC_gen("P-256"));
  if (!authority_key || !key) return Error{"OpenSSL cannot make a P-256 key"};
  const Certificate authority = Blank(authority_key, now, days);
  Name(authority.get(), "souk cluster authority");
  Extend(authority.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  Extend(authority.get(), NID_key_usage, "critical,keyCertSign");
  Sign(authority, {authority, authority_key});
  const Certificate certificate = Blank(key, now, days);
  Name(certificate.get(), "souk cluster process");
  Extend(certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
  Extend(certificate.get(), NID_key_usage, "critical,digitalSignature");
  Sign(certificate, {authority, authority_key});
  return ClusterIdentity{PemOf(authority), PemOf(certificate), PemOf(key),
                         RandomBytes(kSecretBytes)};
}

Result<void> CheckIdentity(const ClusterIdentity& identity) {
  const Certificate authority = CertificateOf(identity.authority);
  const Certificate certificate = CertificateOf(identity.certificate);
  const Key key = KeyOf(identity.key);
  if (!authority || !certificate || !key ||
      identity.secret.size() != kSecretBytes) {
    return Error{"It is damaged"};
  }
  const bool fits = X509_check_private_key(certificate.get(), key.get()) == 1;
  const bool is_signed =
      X509_verify(certificate.get(), X509_get0_pubkey(authority.get())) == 1;
  ERR_clear_error();
  if (!fits) return Error{"Its certificate and its key do not match"};
  if (!is_signed) return Error{"Its authority did not sign its certificate"};
  return CheckTimes(certificate);
}

}  // namespace souk::actors
