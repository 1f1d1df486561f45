#include "actors/commands/run_scenario.h"

#include <algorithm>
#include <charconv>
#include <iostream>
#include <thread>

#include "actors/commands/console.h"
#include "actors/commands/page_text.h"
#include "actors/commands/run_with_nodes.h"
#include "actors/commands/summary_json.h"
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
    return RunWithoutNodes(order, request, threads);
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
  AddClusterOptions(options);
  AddWatchOptions(options);
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
