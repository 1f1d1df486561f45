#include "actors/cluster/run_node.h"

#include <unistd.h>

#include <filesystem>
#include <thread>

#include "actors/cluster/host_actor.h"
#include "actors/cluster/part_trace.h"
#include "actors/cluster/pulse_actor.h"
#include "actors/manifest_of.h"
#include "actors/system_configuration.h"
#include "scenarios/loader.h"

namespace souk::actors {
namespace {

using market::Concat;
using market::Error;
using market::Result;
using Time = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPause{300};
constexpr std::chrono::milliseconds kAttempt{3000};

std::string HostName() {
  char name[256] = {};
  gethostname(name, sizeof name - 1);
  return name;
}

/// Loads what the lead has sent.
Prepared PrepareNode(const NodePlan& plan, const Welcome& welcome) {
  auto loaded = scenarios::LoadScenarioText(welcome.scenario_text,
                                            "the scenario of the lead");
  if (!loaded) return {nullptr, nullptr, "", loaded.error().message};
  loaded->market.audit = welcome.audit != 0;
  const auto fit = CheckStrategies(loaded->market);
  if (!fit) return {nullptr, nullptr, "", fit.error().message};
  const auto manifest = ManifestOf(loaded->market, welcome.scenario_text);
  const std::filesystem::path trace(welcome.trace);
  const std::string master =
      plan.trace_dir.empty()
          ? welcome.trace
          : (std::filesystem::path(plan.trace_dir) / trace.filename()).string();
  return {std::make_shared<const market::MarketSpec>(std::move(loaded->market)),
          std::make_shared<PartTrace>(master, welcome.node, manifest),
          MarketFingerprint(manifest, loaded->files), ""};
}

/// Dials until a lead answers.
Result<caf::actor> Reach(Network& network, const NodePlan& plan,
                         RunObserver& observer) {
  const Time::time_point deadline = Time::now() + plan.patience;
  std::string reason = "it was stopped";
  while (!observer.StopRequested()) {
    auto lead = network.Connect(plan.lead, kAttempt);
    if (lead) return lead;
    reason = lead.error().message;
    if (Time::now() > deadline) break;
    std::this_thread::sleep_for(kPause);
  }
  return Error{Concat("no lead at ", TextOf(plan.lead), " within ",
                      plan.patience.count(), " s: ", reason)};
}

/// Waits for the end of the host; asks it to leave when somebody wants it so.
HostEnded Follow(caf::scoped_actor& owner, const caf::actor& host,
                 RunObserver& observer) {
  std::optional<HostEnded> end;
  bool asked = false;
  owner->monitor(host);
  while (!end) {
    owner->receive(
        [&](HostEnded& news) { end = std::move(news); },
        [&](const NewsFromNodes& news) { observer.Notice(news.what); },
        [&](const caf::down_msg& down) {
          end = HostEnded{Dismissal::kJoinAgain,
                          owner->system().render(down.reason)};
        },
        caf::after(std::chrono::milliseconds(100)) >> [] {});
    if (!asked && observer.StopRequested()) {
      asked = true;
      owner->send(host, Leave{});
    }
  }
  return *end;
}

/// One time as a member of a cluster.
Result<HostEnded> Serve(const NodePlan& plan, RunObserver& observer) {
  SystemConfiguration configuration(plan.threads);
  AddNetwork(configuration);
  caf::actor_system system(configuration);
  caf::scoped_actor owner(system);
  Network network(system, plan.identity, NewsTo(owner));
  const auto lead = Reach(network, plan, observer);
  if (!lead) return lead.error();
  HostOrder order;
  order.hello.name = plan.name;
  order.hello.host = HostName();
  order.hello.threads = plan.threads;
  order.prepare = [&plan](const Welcome& welcome) {
    return PrepareNode(plan, welcome);
  };
  order.lead = *lead;
  order.owner = owner;
  order.measure = OwnPulse;
  const caf::actor host = system.spawn(HostActor, std::move(order));
  observer.Notice(Concat("[", plan.name, "] joined ", TextOf(plan.lead)));
  return Follow(owner, host, observer);
}

}  // namespace

Result<NodeEnd> RunNode(const NodePlan& plan, RunObserver& observer) {
  KeepFreedMemory();
  while (true) {
    const Result<HostEnded> end = Serve(plan, observer);
    if (observer.StopRequested()) return NodeEnd::kStopped;
    if (!end) return end.error();
    switch (end->then) {
      case Dismissal::kRunIsOver:
        return NodeEnd::kRunIsOver;
      case Dismissal::kRefused:
        return Error{end->reason};
      case Dismissal::kJoinAgain:
        observer.Notice(Concat("[", plan.name, "] [tick ", end->tick,
                               "] joining again: ", end->reason));
    }
  }
}

}  // namespace souk::actors
