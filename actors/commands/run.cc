#include <iostream>

#include "actors/commands/console.h"
#include "actors/commands/load_scenario.h"
#include "actors/commands/run_with_nodes.h"
#include "actors/manifest_of.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;

Accepts RunAccepts() {
  Accepts accepts;
  accepts.positional = "FILE";
  AddScenarioOptions(accepts.options);
  accepts.options.add_options()(
      "output,o", po::value<std::string>()->value_name("TRACE"),
      "The trace to write; default NAME.h5 in this folder")(
      "check", "Hold every page view to the market's promises; slower");
  AddRunOptions(accepts.options);
  return accepts;
}

int Run(const Command& self, const std::vector<std::string>& words) {
  int exit_code = kDone;
  const auto arguments = Parse(self, RunAccepts(), words, exit_code);
  if (!arguments) return exit_code;
  if (const std::string fault = CheckRunOptions(*arguments); !fault.empty()) {
    std::cerr << "souk run: " << fault << "\n";
    return kWrongInput;
  }
  const auto role = FindRole("run", exit_code);
  if (!role) return exit_code;
  auto loaded = scenarios::LoadScenario(RequestOf(*arguments));
  if (!loaded) {
    std::cerr << loaded.error().message << "\n";
    return kWrongInput;
  }
  loaded->market.audit = arguments->has("check");
  const auto spec =
      std::make_shared<const market::MarketSpec>(std::move(loaded->market));
  const std::string path = arguments->has("output")
                               ? arguments->get<std::string>("output")
                               : spec->name + ".h5";
  if (const auto fit = CheckStrategies(*spec); !fit) {
    std::cerr << fit.error().message << "\n";
    return kWrongInput;
  }
  if (!role->leads()) return ServeLaunchedLead(*role, path);
  auto cluster = SetUpCluster(*arguments, *role, path);
  if (!cluster) {
    std::cerr << "souk run: " << cluster.error().message << "\n";
    return kWrongInput;
  }
  const auto watch = Watch::Open(*arguments);
  if (!watch) {
    std::cerr << "souk run: " << watch.error().message << "\n";
    return kWrongInput;
  }
  CatchInterrupts();
  auto sink = TraceSink::Create(path, ManifestOf(*spec, loaded->expanded_text));
  if (!sink) {
    std::cerr << "souk: " << sink.error().message << "\n";
    return kRunFailed;
  }
  return RunScenario(
      {spec, sink->get(), std::nullopt, *watch, loaded->expanded_text,
       loaded->files, std::move(cluster).value()},
      *arguments);
}

}  // namespace

Command RunCommand() {
  return {"run", "Runs a scenario and writes its trace",
          "souk run FILE [--set PATH=VALUE]... [-o TRACE] [options]",
          "  souk run scenarios/library/quickstart.textproto\n"
          "  souk run scenarios/library/quickstart.textproto --set cells=2 "
          "--set mechanism.name=vcg -o vcg.h5 --summary=json\n",
          Run};
}

}  // namespace souk::actors
