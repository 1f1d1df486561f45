#include "actors/network/network.h"

#include <sys/resource.h>

#include <caf/io/all.hpp>
#include <vector>

#include "actors/network/dial.h"
#include "actors/network/secured_middleman.h"

namespace souk::actors {
namespace {

using market::Error;
using market::Result;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

void RaiseLimitOfFiles() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

GateRules MakeGateRules(const ClusterIdentity& identity,
                        const std::string& version) {
  auto tls = MakeTlsContext(identity);
  return {std::move(tls.value()), identity.secret, version};
}

Error CannotConnect(const Endpoint& to, const std::string& reason) {
  return Error{"Cannot connect to " + TextOf(to) + ": " + reason};
}

}  // namespace

struct Network::Parts {
  caf::actor_system& system;
  GateRules gate;
  milliseconds patience;
  SecuredParts secured;
  caf::io::middleman_actor middleman;
  std::mutex mutex;
  std::vector<std::shared_ptr<Porter>> porters;
};

void AddNetwork(caf::actor_system_config& config) {
  config.load<caf::io::middleman>();
  config.set("middleman.heartbeat-interval", caf::timespan{0});
  config.set("middleman.enable-automatic-connections", false);
  config.set("middleman.workers", int64_t{2});
  config.set(
      "middleman.app-identifiers",
      std::vector<std::string>{"souk/wire-" + std::to_string(kWireVersion)});
  config.add_message_type<Letter>("souk/letter-1");
}

NetworkRules DefaultNetworkRules() { return {.version = SOUK_VERSION}; }

Network::Network(caf::actor_system& system, const ClusterIdentity& identity,
                 SayLine say, NetworkRules rules) {
  RaiseLimitOfFiles();
  const SecuredParts secured{std::make_shared<Tickets>(),
                             std::make_shared<Connections>(),
                             std::make_shared<Refusals>(std::move(say))};
  parts_.reset(new Parts{system,
                         MakeGateRules(identity, rules.version),
                         rules.patience,
                         secured,
                         SpawnSecuredMiddleman(system, secured),
                         {},
                         {}});
}

Network::~Network() {
  for (const auto& porter : parts_->porters) porter->Stop();
  caf::scoped_actor self(parts_->system, true);
  self->send_exit(parts_->middleman, caf::exit_reason::kill);
  self->wait_for(parts_->middleman);
  parts_->secured.connections->SeverAll();
}

Result<uint16_t> Network::Listen(const Endpoint& at, const caf::actor& who) {
  auto porter = Porter::Listen(
      at, {parts_->gate, parts_->patience, parts_->secured.refusals});
  if (!porter) return porter.error();
  const uint16_t port = (*porter)->port();
  {
    const std::scoped_lock lock(parts_->mutex);
    parts_->porters.push_back(*porter);
  }
  Result<uint16_t> result = port;
  caf::scoped_actor self(parts_->system, true);
  self->request(parts_->middleman, caf::infinite, caf::publish_atom::value,
                port, caf::actor_cast<caf::strong_actor_ptr>(who),
                std::set<std::string>{},
                parts_->secured.tickets->Keep(std::move(*porter)), false)
      .receive([](uint16_t) {},
               [&](const caf::error& error) {
                 result = Error{"Cannot listen at " + TextOf(at) + ": " +
                                parts_->system.render(error)};
               });
  return result;
}

Result<caf::actor> Network::Connect(const Endpoint& to, milliseconds patience) {
  const auto deadline = Clock::now() + patience;
  auto passed = Dial(to, parts_->gate, deadline);
  if (!passed) return CannotConnect(to, passed.error().message);
  const auto left =
      std::max(std::chrono::ceil<milliseconds>(deadline - Clock::now()),
               milliseconds(1));
  const Endpoint peer = passed->peer;
  Result<caf::actor> result = CannotConnect(to, "it offers nothing");
  caf::scoped_actor self(parts_->system, true);
  self->request(parts_->middleman, left, caf::connect_atom::value,
                parts_->secured.tickets->Keep(std::move(*passed)), peer.port)
      .receive(
          [&](const caf::node_id&, const caf::strong_actor_ptr& who,
              const std::set<std::string>&) {
            if (who) result = caf::actor_cast<caf::actor>(who);
          },
          [&](const caf::error& error) {
            result = CannotConnect(to, parts_->system.render(error));
            parts_->secured.connections->Sever(peer);
          });
  return result;
}

void Network::Disconnect(const caf::actor& remote) {
  caf::scoped_actor self(parts_->system, true);
  self->request(parts_->middleman, std::chrono::seconds(5),
                caf::get_atom::value, remote.node())
      .receive(
          [&](const caf::node_id&, const std::string& host, uint16_t port) {
            parts_->secured.connections->Sever({host, port});
          },
          [](const caf::error&) {});
}

}  // namespace souk::actors
