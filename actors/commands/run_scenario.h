// What `run` and `resume` share: the run itself and what is printed after it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "actors/commands/cluster_options.h"
#include "actors/commands/options.h"
#include "actors/commands/watch_options.h"
#include "actors/trace_sink.h"
#include "market/market_spec.h"

namespace souk::actors {

/// --threads, --sequential, --summary, --until, --metrics.
void AddRunOptions(boost::program_options::options_description& options);

/// Empty: the options fit; otherwise what is wrong.
std::string CheckRunOptions(const Arguments& arguments);

struct RunOrder {
  std::shared_ptr<const market::MarketSpec> spec;
  TraceSink* sink = nullptr;
  std::optional<scenarios::RunState> resume;
  std::shared_ptr<Watch> watch;    ///< never nullptr
  std::string scenario_text = {};  ///< expanded
  std::optional<ClusterSetup> cluster = {};
};

/// Runs, prints the summary or says how to resume; the exit code.
int RunScenario(const RunOrder& order, const Arguments& arguments);

}  // namespace souk::actors
