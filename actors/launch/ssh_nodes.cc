#include "actors/launch/ssh_nodes.h"

#include <array>

namespace souk::actors {
namespace {

using scenarios::HostSpec;

/// Nobody is there to type a password, and a connection of another ssh must not
/// outlive its master.
constexpr std::array kOptions = {"BatchMode=yes", "ConnectTimeout=10",
                                 "ServerAliveInterval=10", "ControlPath=none"};

/// For any POSIX shell: within single quotes only ' itself has a meaning.
std::string Quoted(const std::string& word) {
  std::string quoted(1, '\'');
  for (const char c : word) {
    if (c == '\'') {
      quoted.append("'\\''");
    } else {
      quoted.push_back(c);
    }
  }
  quoted.push_back('\'');
  return quoted;
}

NodeOrder OrderFor(const HostSpec& host, const std::string& lead) {
  return {lead, "-", host.name, host.threads, host.trace_dir, {}};
}

}  // namespace

std::vector<std::string> SshWords(const HostSpec& host,
                                  const NodeOrder& order) {
  std::vector<std::string> words = {"-T"};
  const auto add = [&words](const char* option, const std::string& value) {
    words.emplace_back(option);
    words.push_back(value);
  };
  for (const std::string& option : host.ssh_options) add("-o", option);
  for (const char* option : kOptions) add("-o", option);
  if (host.port != 0) add("-p", std::to_string(host.port));
  if (!host.user.empty()) add("-l", host.user);
  add("--", host.address);
  words.push_back(Quoted(host.program));
  for (const std::string& word : NodeWords(order)) {
    words.push_back(Quoted(word));
  }
  return words;
}

market::Result<std::unique_ptr<Nodes>> StartRemoteNodes(
    const RemoteNodes& remote) {
  auto nodes = std::make_unique<Nodes>();
  for (const HostSpec& host : remote.hosts) {
    auto node = ChildProcess::Start(
        {host.name, remote.ssh, SshWords(host, OrderFor(host, remote.lead)),
         remote.secret, remote.print});
    if (!node) return node.error();
    nodes->Add(std::move(*node));
  }
  return nodes;
}

}  // namespace souk::actors
