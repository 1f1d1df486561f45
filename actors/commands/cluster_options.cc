#include "actors/commands/cluster_options.h"

#include <cstdio>

#include "actors/launch/rendezvous.h"
#include "scenarios/hosts.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;
using market::Concat;
using market::Error;
using market::Result;

constexpr uint64_t kMostNodes = 1000;
constexpr uint64_t kMostThreads = 1024;
constexpr int kDaysOfARun = 365;  // more than any run

uint64_t Number(const Arguments& arguments, const std::string& name) {
  return arguments.get<Whole>(name).value;
}

/// Empty, or why the number is none that is allowed.
std::string CheckRange(const Arguments& arguments, const std::string& name,
                       uint64_t least, uint64_t most) {
  if (!arguments.has(name)) return "";
  const uint64_t number = Number(arguments, name);
  if (number >= least && number <= most) return "";
  return Concat("--", name, " is ", number, ", must be in [", least, ", ", most,
                "]");
}

std::string CheckOptions(const Arguments& arguments) {
  int ways = 0;
  for (const char* way : {"local-nodes", "cluster", "nodes"}) {
    ways += arguments.has(way) ? 1 : 0;
  }
  if (ways > 1) {
    return "--local-nodes, --cluster and --nodes exclude each other";
  }
  for (const char* name : {"listen", "secret-file"}) {
    if (arguments.has(name) && !arguments.has("nodes")) {
      return Concat("--", name, " is of use with --nodes only");
    }
  }
  if (arguments.has("nodes") &&
      (!arguments.has("listen") || !arguments.has("secret-file"))) {
    return "--nodes needs --listen HOST:PORT and --secret-file FILE, which "
           "souk cluster init makes";
  }
  if (ways > 0 && arguments.has("sequential")) {
    return "--sequential runs without nodes";
  }
  for (const std::string& fault :
       {CheckRange(arguments, "local-nodes", 1, kMostNodes),
        CheckRange(arguments, "nodes", 1, kMostNodes),
        CheckRange(arguments, "node-threads", 1, kMostThreads),
        CheckRange(arguments, "lost-after", 1, 3600),
        CheckRange(arguments, "desks", 0, kMostNodes)}) {
    if (!fault.empty()) return fault;
  }
  return "";
}

Result<ClusterSetup> LocalCluster(const Arguments& arguments) {
  LocalNodes local;
  local.count = static_cast<uint32_t>(Number(arguments, "local-nodes"));
  local.order.name = "node-";
  local.order.threads =
      arguments.has("node-threads")
          ? static_cast<uint32_t>(Number(arguments, "node-threads"))
          : std::max(1U, UsableProcessors() / local.count);
  auto own = OwnNodes::Local(local);
  if (!own) return own.error();
  ClusterSetup setup;
  setup.nodes_wanted = local.count;
  setup.own_nodes = std::make_shared<OwnNodes>(std::move(own).value());
  setup.door = setup.own_nodes->door();
  return setup;
}

Result<ClusterSetup> RemoteCluster(const Arguments& arguments) {
  const auto hosts =
      scenarios::LoadHosts(arguments.get<std::string>("cluster"));
  if (!hosts) return hosts.error();
  auto own = OwnNodes::Remote(*hosts);
  if (!own) return own.error();
  ClusterSetup setup;
  setup.nodes_wanted = hosts->hosts.size();
  setup.own_nodes = std::make_shared<OwnNodes>(std::move(own).value());
  setup.door = setup.own_nodes->door();
  return setup;
}

Result<ClusterSetup> OpenCluster(const Arguments& arguments) {
  const auto listen = ParseEndpoint(arguments.get<std::string>("listen"));
  if (!listen) return Error{"--listen: " + listen.error().message};
  auto identity = ReadIdentity(arguments.get<std::string>("secret-file"));
  if (!identity) return identity.error();
  ClusterSetup setup;
  setup.nodes_wanted = Number(arguments, "nodes");
  setup.door.listen = *listen;
  setup.door.identity = std::move(identity).value();
  setup.door.opened = [](const Endpoint& lead) -> Result<void> {
    std::fprintf(stderr, "listening on %s\n", TextOf(lead).c_str());
    return {};
  };
  return setup;
}

/// The processes of one srun meet beside the trace.
Result<ClusterSetup> LaunchedCluster(const Role& role,
                                     const std::string& trace) {
  Result<ClusterIdentity> identity = MakeIdentity(kDaysOfARun);
  if (!identity) return identity.error();
  ClusterSetup setup;
  setup.nodes_wanted = role.size - 1;
  setup.own_threads = role.threads;
  setup.door.listen = {SharedAddress(CurrentEnvironment()), 0};
  setup.door.identity = *identity;
  setup.rendezvous = RendezvousFolder(trace, role);
  setup.door.opened =
      [folder = setup.rendezvous,
       secret = IdentityText(*identity)](const Endpoint& lead) -> Result<void> {
    return WriteRendezvous(folder, TextOf(lead), secret);
  };
  return setup;
}

Result<ClusterSetup> AnyCluster(const Arguments& arguments, const Role& role,
                                const std::string& trace) {
  if (arguments.has("local-nodes")) return LocalCluster(arguments);
  if (arguments.has("cluster")) return RemoteCluster(arguments);
  if (arguments.has("nodes")) return OpenCluster(arguments);
  return LaunchedCluster(role, trace);
}

}  // namespace

void AddClusterOptions(po::options_description& options) {
  const auto number = [] { return po::value<Whole>()->value_name("N"); };
  options.add_options()("local-nodes", number(),
                        "Start N node processes on this machine")(
      "cluster", po::value<std::string>()->value_name("HOSTS"),
      "Start nodes through SSH, as the file HOSTS says")(
      "nodes", number(), "Begin when N nodes have joined (souk node --join)")(
      "listen", po::value<std::string>()->value_name("HOST:PORT"),
      "With --nodes: where they join")(
      "secret-file", po::value<std::string>()->value_name("FILE"),
      "With --nodes: who may join; made by souk cluster init")(
      "node-threads", number(), "Threads of each local node")(
      "lost-after", number()->default_value(Whole{3}),
      "Seconds of silence after which a node is given up")(
      "desks", number()->default_value(Whole{0}),
      "Place the bidders' strategies on nodes, in N parts; 0: by the lead");
}

ClusterSetup::~ClusterSetup() {
  if (!rendezvous.empty()) RemoveRendezvous(rendezvous);
}

Result<std::optional<ClusterSetup>> SetUpCluster(const Arguments& arguments,
                                                 const Role& role,
                                                 const std::string& trace) {
  if (const std::string fault = CheckOptions(arguments); !fault.empty()) {
    return Error{fault};
  }
  const bool asked = arguments.has("local-nodes") || arguments.has("cluster") ||
                     arguments.has("nodes");
  if (!asked && role.alone()) return std::optional<ClusterSetup>();
  Result<ClusterSetup> setup = AnyCluster(arguments, role, trace);
  if (!setup) return setup.error();
  if (!arguments.values["threads"].defaulted()) {
    setup->own_threads = static_cast<uint32_t>(Number(arguments, "threads"));
  }
  setup->desks = Number(arguments, "desks");
  setup->lost_after = std::chrono::seconds(Number(arguments, "lost-after"));
  return std::optional<ClusterSetup>(std::move(setup).value());
}

}  // namespace souk::actors
