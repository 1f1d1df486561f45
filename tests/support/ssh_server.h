// An SSH server on a free loopback port, run as the current user with keys and
// settings of its own in a folder; it ends with its scope.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/ports.h"
#include "tests/support/program.h"

namespace souk::tests {

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
    server_ = std::make_unique<Program>(
        Words{"/usr/sbin/sshd", "-D", "-e", "-f", folder + "/sshd_config", "-p",
              std::to_string(port_)},
        folder);
  }

  uint16_t port() const { return port_; }
  bool AwaitReady() {
    for (int i = 0; i < 1000 && server_->Running(); ++i) {
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
    Program({"/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f",
             folder_ + "/" + name},
            folder_)
        .Wait();
  }

  std::string folder_;
  uint16_t port_ = FreePort();
  std::unique_ptr<Program> server_;
};

}  // namespace souk::tests
