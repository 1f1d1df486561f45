#include "actors/launch/doors.h"

#include "actors/launch/ssh_nodes.h"

namespace souk::actors {
namespace {

using market::Result;

constexpr int kDays = 365;  // more than any run
/// Nodes may take this long to leave by themselves.
constexpr std::chrono::milliseconds kFarewell{3000};

}  // namespace

Result<OwnNodes> OwnNodes::Local(LocalNodes local) {
  auto identity = MakeIdentity(kDays);
  if (!identity) return identity.error();
  OwnNodes own;
  own.nodes_ = std::make_shared<std::unique_ptr<Nodes>>();
  local.order.secret_file = std::string("-");
  local.secret = IdentityText(*identity);
  own.door_.identity = std::move(identity).value();
  own.door_.opened = [local, nodes = own.nodes_](
                         const Endpoint& lead) mutable -> Result<void> {
    local.order.lead = TextOf(lead);
    auto started = StartLocalNodes(local);
    if (!started) return started.error();
    *nodes = std::move(started).value();
    return {};
  };
  return own;
}

Result<OwnNodes> OwnNodes::Remote(const scenarios::HostsSpec& hosts) {
  auto identity = MakeIdentity(kDays);
  if (!identity) return identity.error();
  OwnNodes own;
  own.nodes_ = std::make_shared<std::unique_ptr<Nodes>>();
  RemoteNodes remote;
  remote.hosts = hosts.hosts;
  remote.secret = IdentityText(*identity);
  own.door_.listen = {hosts.lead_host, hosts.lead_port};
  own.door_.identity = std::move(identity).value();
  own.door_.opened = [remote, nodes = own.nodes_](
                         const Endpoint& lead) mutable -> Result<void> {
    remote.lead = TextOf(lead);
    auto started = StartRemoteNodes(remote);
    if (!started) return started.error();
    *nodes = std::move(started).value();
    return {};
  };
  return own;
}

OwnNodes::~OwnNodes() {
  if (!nodes_ || !*nodes_) return;
  const auto deadline = std::chrono::steady_clock::now() + kFarewell;
  for (const auto& node : (*nodes_)->all()) {
    const auto left = deadline - std::chrono::steady_clock::now();
    node->Await(
        std::max(std::chrono::milliseconds(0),
                 std::chrono::duration_cast<std::chrono::milliseconds>(left)));
  }
}

}  // namespace souk::actors
