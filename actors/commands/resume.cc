#include <iostream>

#include "actors/commands/console.h"
#include "actors/commands/run_with_nodes.h"
#include "actors/manifest_of.h"
#include "results/trace_file.h"
#include "results/trace_reader.h"
#include "scenarios/loader.h"

namespace souk::actors {
namespace {

/// The manifest of an unfinished trace.
market::Result<results::Manifest> Unfinished(const std::string& path) {
  auto head = results::ReadTraceHead(path);
  if (!head) return head.error();
  if (head->progress.complete) {
    return market::Error{"'" + path + "' is complete: nothing to resume"};
  }
  const auto reader = results::TraceReader::Open(path);
  if (reader) return head->manifest;
  if (head->parts.empty()) return reader.error();
  // Parts on the disks of nodes need not be readable from here.
  std::cerr << "souk resume: going on, although this machine "
            << reader.error().message << "\n";
  return head->manifest;
}

int Resume(const Command& self, const std::vector<std::string>& words) {
  Accepts accepts;
  accepts.positional = "TRACE";
  AddRunOptions(accepts.options);
  int exit_code = kDone;
  const auto arguments = Parse(self, accepts, words, exit_code);
  if (!arguments) return exit_code;
  const auto refuse = [](const std::string& sentence) {
    std::cerr << "souk resume: " << sentence << "\n";
    return kWrongInput;
  };
  if (const std::string fault = CheckRunOptions(*arguments); !fault.empty()) {
    return refuse(fault);
  }
  const std::string path = arguments->positional[0];
  const auto role = FindRole("resume", exit_code);
  if (!role) return exit_code;
  if (!role->leads()) return ServeLaunchedLead(*role, path);
  auto cluster = SetUpCluster(*arguments, *role, path);
  if (!cluster) return refuse(cluster.error().message);
  const auto manifest = Unfinished(path);
  if (!manifest) return refuse(manifest.error().message);
  auto loaded = scenarios::LoadScenarioText(manifest->scenario_text,
                                            path + " (scenario)");
  if (!loaded) return refuse(loaded.error().message);
  const auto spec =
      std::make_shared<const market::MarketSpec>(std::move(loaded->market));
  scenarios::RunState state;
  const auto watch = Watch::Open(*arguments);
  if (!watch) return refuse(watch.error().message);
  CatchInterrupts();
  auto sink = TraceSink::Resume(path, *manifest, state);
  if (!sink) return refuse(sink.error().message);
  std::cerr << "resuming " << path << " after tick " << state.next_tick
            << " of " << spec->calendar.ticks() << "\n";
  return RunScenario({spec, sink->get(), std::move(state), *watch,
                      manifest->scenario_text, std::move(cluster).value()},
                     *arguments);
}

}  // namespace

Command ResumeCommand() {
  return {"resume", "Goes on with a run that was interrupted or killed",
          "souk resume TRACE [options]", "  souk resume quickstart.h5\n",
          Resume};
}

}  // namespace souk::actors
