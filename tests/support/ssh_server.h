// An SSH server on a free loopback port, run as the current user with keys and
// settings of its own in a folder; it ends with its scope.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "actors/launch/child_process.h"

namespace souk::tests {

inline sockaddr_in LoopbackAt(uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// A port that nobody uses at this moment.
inline uint16_t FreePort() {
  const int file = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = LoopbackAt(0);
  socklen_t size = sizeof address;
  bind(file, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(file, reinterpret_cast<sockaddr*>(&address), &size);
  close(file);
  return ntohs(address.sin_port);
}

inline bool Listens(uint16_t port) {
  const int file = socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = LoopbackAt(port);
  const bool connected =
      connect(file, reinterpret_cast<const sockaddr*>(&address),
              sizeof address) == 0;
  close(file);
  return connected;
}

class SshServer {
 public:
  /// Why there can be none here; empty if there can.
  static std::string WhyNot() {
    for (const char* program :
         {"/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/ssh-keygen"}) {
      if (!std::filesystem::exists(program)) {
        return std::string(program) +
               " is not there (Debian: openssh-server, openssh-client)";
      }
    }
    return "";
  }

  explicit SshServer(const std::string& folder) : folder_(folder) {
    MakeKey("host");
    MakeKey("user");
    // The server of a privileged user insists on this empty folder.
    if (geteuid() == 0) std::filesystem::create_directories("/run/sshd");
    std::ofstream(folder + "/sshd_config")
        << "ListenAddress 127.0.0.1\nHostKey " << folder
        << "/host\nAuthorizedKeysFile " << folder
        << "/user.pub\nPidFile none\nStrictModes no\nUsePAM no\n"
           "PasswordAuthentication no\nPermitRootLogin prohibit-password\n";
    auto server =
        actors::ChildProcess::Start({"sshd",
                                     "/usr/sbin/sshd",
                                     {"-D", "-e", "-f", folder + "/sshd_config",
                                      "-p", std::to_string(port_)},
                                     "",
                                     [](const std::string&) {}});
    if (server.ok()) server_ = std::move(*server);
  }

  uint16_t port() const { return port_; }
  bool AwaitReady() const {
    for (int i = 0; i < 1000 && server_ && !server_->end(); ++i) {
      if (Listens(port_)) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }
  /// What a client needs to be let in.
  std::vector<std::string> Options() const {
    return {"IdentityFile=" + folder_ + "/user", "IdentitiesOnly=yes",
            "StrictHostKeyChecking=no", "LogLevel=ERROR",
            "UserKnownHostsFile=" + folder_ + "/known_hosts"};
  }

 private:
  void MakeKey(const std::string& name) const {
    auto made = actors::ChildProcess::Start(
        {"ssh-keygen",
         "/usr/bin/ssh-keygen",
         {"-q", "-t", "ed25519", "-N", "", "-f", folder_ + "/" + name},
         "",
         {}});
    if (made.ok()) (*made)->Await(std::chrono::seconds(20));
  }

  std::string folder_;
  uint16_t port_ = FreePort();
  std::unique_ptr<actors::ChildProcess> server_;
};

}  // namespace souk::tests
