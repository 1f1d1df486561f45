#include "actors/commands/run_scenario.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iostream>
#include <thread>

#include "actors/cluster/part_trace.h"
#include "actors/commands/console.h"
#include "actors/commands/page_text.h"
#include "actors/commands/serve_as_node.h"
#include "actors/commands/summary_json.h"
#include "actors/launch/rendezvous.h"
#include "actors/manifest_of.h"
#include "actors/message_log.h"
#include "results/score.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;

constexpr uint64_t kMostThreads = 1024;
constexpr size_t kMostCandidates = 20;

uint32_t Cores() { return std::max(1U, std::thread::hardware_concurrency()); }

/// Error: what --until says makes no sense.
market::Result<StopPoint> StopPointOf(const Arguments& arguments) {
  StopPoint until;
  if (!arguments.has("until")) return until;
  const std::string word = arguments.get<std::string>("until");
  const size_t equals = std::min(word.find('='), word.size());
  const std::string what = word.substr(0, equals);
  uint64_t number = 0;
  const char* const end = word.data() + word.size();
  const auto read =
      std::from_chars(std::min(word.data() + equals + 1, end), end, number);
  const bool whole = read.ec == std::errc() && read.ptr == end;
  if (whole && what == "tick" && number < UINT32_MAX) {
    until.after_tick = static_cast<uint32_t>(number);
  } else if (whole && what == "page") {
    until.page = number;
  } else {
    return market::Error{"--until is '" + word +
                         "', must be tick=T or page=ID with a whole number"};
  }
  return until;
}

/// What those who watch are told before the first tick.
WatchOrder WatchOf(const RunOrder& order, const Arguments& arguments) {
  WatchOrder watch;
  watch.begin.scenario = order.spec->name;
  watch.begin.trace = order.sink->path();
  watch.begin.ticks_done = order.resume ? order.resume->next_tick : 0;
  watch.begin.ticks_planned = order.spec->calendar.ticks();
  if (order.cluster) return watch;
  watch.local =
      LocalNode(static_cast<uint32_t>(arguments.get<Whole>("threads").value),
                order.spec->cells);
  return watch;
}

ClusterRequest RequestOf(const RunOrder& order) {
  TraceSink& sink = *order.sink;
  const auto manifest = ManifestOf(*order.spec, order.scenario_text);
  ClusterRequest request;
  request.scenario_text = order.scenario_text;
  request.fingerprint = results::Fingerprint(*manifest);
  request.trace = std::filesystem::absolute(sink.path()).string();
  request.first_part = sink.NextPartNumber();
  request.old_parts = sink.parts();
  request.make_part = [trace = request.trace,
                       manifest = *manifest](const Welcome& welcome) {
    return std::make_shared<PartTrace>(trace, welcome.node, manifest);
  };
  return request;
}

market::Result<RunEnd> RunWithNodes(const RunOrder& order,
                                    const RunRequest& request) {
  const ClusterSetup& setup = *order.cluster;
  ClusterRequest cluster = RequestOf(order);
  cluster.nodes_wanted = setup.nodes_wanted;
  cluster.own_threads = setup.own_threads;
  cluster.desks = setup.desks;
  cluster.lost_after = setup.lost_after;
  return RunCluster(request, std::move(cluster), setup.door);
}

market::Result<RunEnd> Run(const RunOrder& order, const Arguments& arguments) {
  Console console;
  std::optional<MessageLog> log;
  if (arguments.has("trace-messages")) log.emplace(std::cerr);
  const WatchSession watched(*order.watch, console, WatchOf(order, arguments));
  const RunRequest request{order.spec, order.sink, watched.observer(),
                           order.resume, StopPointOf(arguments).value()};
  if (arguments.has("sequential") || request.until.page) {
    return RunSequentially(request);
  }
  const auto threads =
      static_cast<uint32_t>(arguments.get<Whole>("threads").value);
  if (order.cluster) return RunWithNodes(order, request);
  // Parts of nodes are there: this process goes on with one of its own.
  if (!order.sink->parts().empty()) {
    ClusterRequest alone = RequestOf(order);
    alone.own_threads = threads;
    return RunCluster(request, std::move(alone), std::nullopt);
  }
  return RunWithActors(request, threads);
}

/// Says why a run ended early, and how to go on; the exit code.
int ExplainStop(const RunOrder& order, const RunEnd& end,
                const StopPoint& until) {
  const bool asked = end.story || end.ticks_done > until.after_tick;
  std::cerr << "stopped after tick " << end.ticks_done << " of "
            << order.spec->calendar.ticks() << (asked ? ", as asked" : "")
            << "; go on with: souk resume " << order.sink->path() << "\n";
  return asked ? kDone : kDegraded;
}

void PrintSummary(const RunOrder& order, const Arguments& arguments) {
  const TraceSink& sink = *order.sink;
  if (arguments.get<std::string>("summary") == "json") {
    std::cout << SummaryJson(*order.spec, sink);
    return;
  }
  const results::Summary& summary = sink.summary();
  const std::string scores =
      results::ScoreTable(results::ScoresOf(*order.spec, summary));
  std::cout << summary.Table();
  if (!scores.empty()) std::cout << "\n" << scores << "\n";
  std::cout << summary.page_views() << " page views in " << summary.ticks()
            << " of " << order.spec->calendar.ticks() << " ticks\n";
  if (!sink.digest().empty()) std::cout << "digest " << sink.digest() << "\n";
  if (!sink.why_no_digest().empty()) {
    std::cout << sink.why_no_digest() << "\n";
  }
  std::cout << "trace  " << sink.path() << "\n";
}

}  // namespace

void AddRunOptions(po::options_description& options) {
  options.add_options()(
      "threads",
      po::value<Whole>()->default_value(Whole{Cores()})->value_name("N"),
      "Threads for the actors; never changes the result")(
      "sequential", "Run the plain loop instead of actors (same result)")(
      "summary",
      po::value<std::string>()->default_value("table")->value_name("FORM"),
      "table or json, on standard output")(
      "until", po::value<std::string>()->value_name("WHAT"),
      "Stop early: tick=T, after that tick; page=ID, after the tick of that "
      "page view (by the plain loop), and tell how it was decided")(
      "trace-messages", "Say on standard error which actor sends what to whom");
  AddWatchOptions(options);
  AddClusterOptions(options);
}

std::string CheckRunOptions(const Arguments& arguments) {
  const std::string form = arguments.get<std::string>("summary");
  if (form != "table" && form != "json") {
    return "--summary is '" + form + "', must be table or json";
  }
  const uint64_t threads = arguments.get<Whole>("threads").value;
  if (threads < 1 || threads > kMostThreads) {
    return market::Concat("--threads is ", threads, ", must be in [1, ",
                          kMostThreads, "]");
  }
  const auto until = StopPointOf(arguments);
  return until ? CheckWatchOptions(arguments) : until.error().message;
}

std::optional<Role> FindRole(const std::string& command, int& exit_code) {
  auto role = RoleOf(CurrentEnvironment(), {}, UsableProcessors());
  if (role) return *role;
  std::cerr << "souk " << command << ": " << role.error().message << "\n";
  exit_code = kWrongInput;
  return std::nullopt;
}

int ServeLaunchedLead(const Role& role, const std::string& trace) {
  const auto fail = [](const market::Error& error) {
    std::cerr << "souk: " << error.message << "\n";
    return kRunFailed;
  };
  const auto meeting = AwaitRendezvous(RendezvousFolder(trace, role));
  if (!meeting) return fail(meeting.error());
  const auto lead = ParseEndpoint(meeting->lead);
  if (!lead) return fail(lead.error());
  const auto identity = ReadIdentity(meeting->secret_file);
  if (!identity) return fail(identity.error());
  NodePlan plan;
  plan.lead = *lead;
  plan.identity = *identity;
  plan.name = market::Concat("rank-", role.rank);
  plan.threads = role.threads;
  return ServeAsNode(plan);
}

int RunScenario(const RunOrder& order, const Arguments& arguments) {
  const auto end = Run(order, arguments);
  if (!end) {
    std::cerr << "souk: the run failed: " << end.error().message << "\n";
    return kRunFailed;
  }
  PrintSummary(order, arguments);
  const StopPoint until = StopPointOf(arguments).value();
  if (end->story) {
    std::cout << "\n" << PageText(*order.spec, *end->story, kMostCandidates);
  } else if (until.page && end->complete) {
    std::cerr << "souk: the run has no page view " << *until.page << "\n";
    return kWrongInput;
  }
  return end->complete ? kDone : ExplainStop(order, *end, until);
}

}  // namespace souk::actors
