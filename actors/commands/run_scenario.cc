#include "actors/commands/run_scenario.h"

#include <algorithm>
#include <iostream>
#include <thread>

#include "actors/commands/console.h"
#include "actors/commands/summary_json.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;

constexpr uint64_t kMostThreads = 1024;

uint32_t Cores() { return std::max(1U, std::thread::hardware_concurrency()); }

market::Result<RunEnd> Run(const RunOrder& order, const Arguments& arguments) {
  Console console;
  const RunRequest request{order.spec, order.sink, &console, order.resume};
  return arguments.has("sequential")
             ? RunSequentially(request)
             : RunWithActors(request, arguments.get<Whole>("threads").value);
}

void PrintSummary(const RunOrder& order, const Arguments& arguments) {
  const TraceSink& sink = *order.sink;
  if (arguments.get<std::string>("summary") == "json") {
    std::cout << SummaryJson(*order.spec, sink);
    return;
  }
  const results::Summary& summary = sink.summary();
  std::cout << summary.Table() << summary.page_views() << " page views in "
            << summary.ticks() << " of " << order.spec->calendar.ticks()
            << " ticks\n";
  if (!sink.digest().empty()) std::cout << "digest " << sink.digest() << "\n";
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
      "table or json, on standard output");
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
  return "";
}

int RunScenario(const RunOrder& order, const Arguments& arguments) {
  const auto end = Run(order, arguments);
  if (!end) {
    std::cerr << "souk: the run failed: " << end.error().message << "\n";
    return kRunFailed;
  }
  PrintSummary(order, arguments);
  if (end->complete) return kDone;
  std::cerr << "stopped after tick " << end->ticks_done << " of "
            << order.spec->calendar.ticks() << "; go on with: souk resume "
            << order.sink->path() << "\n";
  return kDegraded;
}

}  // namespace souk::actors
