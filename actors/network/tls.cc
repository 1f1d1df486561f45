#include "actors/network/tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <sys/socket.h>

#include <cerrno>

#include "actors/network/traffic.h"

namespace souk::actors {
namespace {

using market::Error;
using market::Result;
using Bio = std::unique_ptr<BIO, FreeWith<BIO_free>>;

Bio BytesOf(const std::string& pem) {
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

int SocketOf(BIO* bio) {
  return static_cast<int>(reinterpret_cast<intptr_t>(BIO_get_data(bio)));
}

bool ShouldRetry() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

int WriteToSocket(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const auto done =
      send(SocketOf(bio), bytes, static_cast<size_t>(size), MSG_NOSIGNAL);
  if (done > 0) TrafficOfProcess().bytes_out += static_cast<uint64_t>(done);
  if (done < 0 && ShouldRetry()) BIO_set_retry_write(bio);
  return static_cast<int>(done);
}

int ReadFromSocket(BIO* bio, char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const auto done = recv(SocketOf(bio), bytes, static_cast<size_t>(size), 0);
  if (done > 0) TrafficOfProcess().bytes_in += static_cast<uint64_t>(done);
  if (done < 0 && ShouldRetry()) BIO_set_retry_read(bio);
  return static_cast<int>(done);
}

long ControlSocket(BIO*, int command, long, void*) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

/// OpenSSL's own socket BIO writes without MSG_NOSIGNAL.
const BIO_METHOD* SocketMethod() {
  static BIO_METHOD* const method = [] {
    BIO_METHOD* made =
        BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "souk socket");
    BIO_meth_set_write(made, WriteToSocket);
    BIO_meth_set_read(made, ReadFromSocket);
    BIO_meth_set_ctrl(made, ControlSocket);
    return made;
  }();
  return method;
}

bool Configure(SSL_CTX* context, const ClusterIdentity& identity) {
  const Certificate authority = CertificateOf(identity.authority);
  const Certificate certificate = CertificateOf(identity.certificate);
  const Key key = KeyOf(identity.key);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
                     nullptr);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return authority && certificate && key &&
         SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
         SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1 &&
         SSL_CTX_set_num_tickets(context, 0) == 1 &&
         X509_STORE_add_cert(SSL_CTX_get_cert_store(context),
                             authority.get()) == 1 &&
         SSL_CTX_use_certificate(context, certificate.get()) == 1 &&
         SSL_CTX_use_PrivateKey(context, key.get()) == 1 &&
         SSL_CTX_check_private_key(context) == 1;
}

}  // namespace

Certificate CertificateOf(const std::string& pem) {
  const Bio bytes = BytesOf(pem);
  Certificate found(PEM_read_bio_X509(bytes.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  return found;
}

Key KeyOf(const std::string& pem) {
  const Bio bytes = BytesOf(pem);
  // An empty pass phrase: never ask on the terminal.
  static char none[] = "";
  Key found(PEM_read_bio_PrivateKey(bytes.get(), nullptr, nullptr, none));
  ERR_clear_error();
  return found;
}

Result<TlsContext> MakeTlsContext(const ClusterIdentity& identity) {
  TlsContext context(SSL_CTX_new(TLS_method()), SSL_CTX_free);
  if (!context || !Configure(context.get(), identity)) {
    ERR_clear_error();
    return Error{"The cluster's certificate cannot be used for TLS"};
  }
  return context;
}

Tls MakeTls(const TlsContext& context, int fd) {
  Tls tls(SSL_new(context.get()));
  BIO* socket = BIO_new(SocketMethod());
  BIO_set_data(socket, reinterpret_cast<void*>(static_cast<intptr_t>(fd)));
  BIO_set_init(socket, 1);
  SSL_set_bio(tls.get(), socket, socket);
  return tls;
}

}  // namespace souk::actors
