// Loads the hosts of a cluster. As for scenarios, every fault is found before
// anything is said: one line each, "FILE:LINE:COLUMN: FIELD.PATH = FOUND, ...".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "market/result.h"

namespace souk::scenarios {

struct HostSpec {
  /// The address; a host given n times is also called ADDRESS.2 to ADDRESS.n.
  std::string name;
  std::string address;
  uint32_t threads = 0;  ///< 0: the node decides for itself
  std::string program;
  std::string user;   ///< empty: ssh decides
  uint16_t port = 0;  ///< of the SSH server; 0: ssh decides
  std::vector<std::string> ssh_options;
  std::string trace_dir;  ///< empty: not given
};

struct HostsSpec {
  std::string lead_host;   ///< what nodes dial
  uint16_t lead_port = 0;  ///< 0: any that is free
  std::vector<HostSpec> hosts;
};

market::Result<HostsSpec> LoadHosts(const std::string& path);

/// `display_name` stands for the file in faults.
market::Result<HostsSpec> LoadHostsText(const std::string& text,
                                        const std::string& display_name);

}  // namespace souk::scenarios
