// Nodes started on other machines through SSH, as a hosts file names them.
//
//   ssh -o ... ADDRESS 'souk' 'node' '--join' LEAD '--secret-file' '-' ...
//
// The content of the secret file travels on standard input, never on a command
// line. When the lead dies or ends a node, the connection of ssh ends; the node
// itself leaves because it has lost its lead.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "actors/launch/nodes.h"
#include "scenarios/hosts.h"

namespace souk::actors {

/// The arguments of ssh. Options of the host stand first: ssh takes the first
/// of several. Words for the other side are quoted for its shell.
std::vector<std::string> SshWords(const scenarios::HostSpec& host,
                                  const NodeOrder& order);

struct RemoteNodes {
  std::vector<scenarios::HostSpec> hosts;
  std::string lead;    ///< HOST:PORT to join
  std::string secret;  ///< the content of the secret file
  std::string ssh = "ssh";
  std::function<void(const std::string&)> print;  ///< as ChildOrder::print
};

/// Starts ssh for each host; whether a node gets through is seen by its joining
/// or by Nodes::TakeEnded().
market::Result<std::unique_ptr<Nodes>> StartRemoteNodes(
    const RemoteNodes& remote);

}  // namespace souk::actors
