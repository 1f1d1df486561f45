// The file of a cluster: four PEM blocks.
#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "actors/network/identity.h"
#include "actors/network/socket.h"

namespace souk::actors {
namespace {

using market::Error;
using market::Result;

constexpr off_t kMostFileBytes = 64 * 1024;

std::string Begin(const std::string& name) {
  return "-----BEGIN " + name + "-----\n";
}

std::string End(const std::string& name) {
  return "-----END " + name + "-----\n";
}

std::string SecretBlock(const std::string& secret) {
  std::string text(2 * secret.size() + 4, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(secret.data()),
                      static_cast<int>(secret.size()));
  text.resize(static_cast<size_t>(size));
  return Begin("SOUK SECRET") + text + "\n" + End("SOUK SECRET");
}

/// The next block of this name at or behind `from`, which moves behind it;
/// empty: none.
std::string Block(const std::string& text, const std::string& name,
                  size_t& from) {
  const size_t begin = text.find(Begin(name), from);
  if (begin == std::string::npos) return {};
  const size_t end = text.find(End(name), begin);
  if (end == std::string::npos) return {};
  from = end + End(name).size();
  return text.substr(begin, from - begin);
}

std::string SecretOf(const std::string& block) {
  const size_t from = Begin("SOUK SECRET").size();
  const size_t frame = from + End("SOUK SECRET").size();
  // 32 bytes are 44 characters, the last of them '='.
  if (block.size() != frame + 45) return {};
  std::array<unsigned char, 48> bytes;
  const int size = EVP_DecodeBlock(
      bytes.data(), reinterpret_cast<const unsigned char*>(block.data() + from),
      44);
  if (size != kSecretBytes + 1) return {};
  return std::string(bytes.begin(), bytes.begin() + kSecretBytes);
}

ClusterIdentity Parse(const std::string& text) {
  ClusterIdentity identity;
  size_t from = 0;
  identity.authority = Block(text, "CERTIFICATE", from);
  identity.certificate = Block(text, "CERTIFICATE", from);
  identity.key = Block(text, "PRIVATE KEY", from);
  identity.secret = SecretOf(Block(text, "SOUK SECRET", from));
  return identity;
}

std::string Quoted(const std::string& path) {
  return "The secret file '" + path + "'";
}

Error Failed(const std::string& what, const std::string& path) {
  return Error{"Cannot " + what + " the secret file '" + path +
               "': " + std::strerror(errno)};
}

Result<std::string> ReadInput() {
  std::string text;
  char buffer[4096];
  while (text.size() <= kMostFileBytes) {
    const auto size = read(STDIN_FILENO, buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return Failed("read", "-");
    if (size == 0) return text;
    text.append(buffer, static_cast<size_t>(size));
  }
  return Error{"The secret file on standard input is too long"};
}

Result<std::string> ReadWhole(const std::string& path) {
  const Socket file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return Failed("read", path);
  struct stat status = {};
  if (fstat(file.fd(), &status) != 0) return Failed("read", path);
  if (!S_ISREG(status.st_mode)) return Error{Quoted(path) + " is no file"};
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Error{Quoted(path) + " is open to other users: chmod 600 '" + path +
                 "', and make a new one if others may have read it"};
  }
  if (status.st_size > kMostFileBytes) {
    return Error{Quoted(path) + " is damaged"};
  }
  std::string text(static_cast<size_t>(status.st_size), '\0');
  const auto size = read(file.fd(), text.data(), text.size());
  if (size < 0) return Failed("read", path);
  text.resize(static_cast<size_t>(size));
  return text;
}

bool WriteAll(int fd, const std::string& text) {
  size_t done = 0;
  while (done < text.size()) {
    const auto size = write(fd, text.data() + done, text.size() - done);
    if (size < 0 && errno != EINTR) return false;
    if (size > 0) done += static_cast<size_t>(size);
  }
  return fsync(fd) == 0;
}

}  // namespace

std::string IdentityText(const ClusterIdentity& identity) {
  return identity.authority + identity.certificate + identity.key +
         SecretBlock(identity.secret);
}

Result<void> WriteIdentity(const std::string& path,
                           const ClusterIdentity& identity) {
  const Socket file(
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file && errno == EEXIST) {
    return Error{"'" + path +
                 "' exists already: a secret file is never overwritten"};
  }
  if (!file) return Failed("write", path);
  const std::string text = IdentityText(identity);
  // The umask may have taken bits from 0600 that the owner needs.
  if (fchmod(file.fd(), 0600) == 0 && WriteAll(file.fd(), text)) return {};
  const Error error = Failed("write", path);
  unlink(path.c_str());
  return error;
}

Result<ClusterIdentity> ReadIdentity(const std::string& path) {
  const auto text = path == "-" ? ReadInput() : ReadWhole(path);
  if (!text) return text.error();
  ClusterIdentity identity = Parse(*text);
  const auto checked = CheckIdentity(identity);
  if (!checked) {
    return Error{Quoted(path) + " cannot be used. " + checked.error().message};
  }
  return identity;
}

}  // namespace souk::actors
