#include <filesystem>
#include <iostream>

#include "actors/commands/options.h"
#include "results/trajectory_file.h"
#include "results/trajectory_pivot.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;

using results::TraceReader;

Accepts DatasetAccepts() {
  Accepts accepts;
  accepts.positional = "TRACE...";
  accepts.at_most = 10000;
  accepts.options.add_options()("output,o",
                                po::value<std::string>()->value_name("FILE"),
                                "The file to write, which must not be there");
  return accepts;
}

int Fail(ExitCode exit_code, const std::string& sentence) {
  std::cerr << "souk dataset: " << sentence << "\n";
  return exit_code;
}

/// The features that all traces recorded.
market::Result<std::vector<std::string>> CommonFeatures(
    const std::vector<std::string>& paths) {
  std::vector<std::string> features;
  for (const std::string& path : paths) {
    const auto trace = TraceReader::Open(path);
    if (!trace) return trace.error();
    auto recorded = results::RecordedFeatures(**trace);
    if (!recorded) return recorded.error();
    if (features.empty()) features = *recorded;
    if (*recorded != features) {
      return market::Error{"'" + path + "' recorded other features than '" +
                           paths[0] + "'"};
    }
  }
  return features;
}

/// Appends the days of a trace; the number of its next episode.
market::Result<uint32_t> AppendTrace(const std::string& path, uint32_t episode,
                                     results::TrajectoryWriter& writer) {
  const auto trace = TraceReader::Open(path);
  if (!trace) return trace.error();
  return results::ForEachDay(
      **trace, episode,
      [&writer](const market::Trajectories& day) { writer.Append(day); });
}

int Write(const std::vector<std::string>& paths, const std::string& output) {
  const auto features = CommonFeatures(paths);
  if (!features) return Fail(kWrongInput, features.error().message);
  results::TrajectoryWriter writer(output, *features);
  uint32_t episodes = 0;
  for (const std::string& path : paths) {
    const auto next = AppendTrace(path, episodes, writer);
    if (!next) writer.Discard();
    if (!next) return Fail(kRunFailed, next.error().message);
    episodes = *next;
  }
  const uint64_t rows = writer.rows();
  if (const auto written = writer.Finish(paths); !written) {
    return Fail(kRunFailed, written.error().message);
  }
  std::cout << rows << " rows, " << episodes << " trajectories, "
            << features->size() << " features\ndataset " << output << "\n";
  return kDone;
}

int Dataset(const Command& self, const std::vector<std::string>& words) {
  int exit_code = kDone;
  const auto arguments = Parse(self, DatasetAccepts(), words, exit_code);
  if (!arguments) return exit_code;
  if (!arguments->has("output")) {
    return Fail(kWrongInput, "needs the file to write: -o FILE");
  }
  const auto output = arguments->get<std::string>("output");
  if (std::error_code ignored; std::filesystem::exists(output, ignored)) {
    return Fail(kWrongInput, "'" + output +
                                 "' is there already; remove it, or choose "
                                 "another name with -o FILE");
  }
  return Write(arguments->positional, output);
}

}  // namespace

Command DatasetCommand() {
  return {"dataset", "Makes trajectories to learn from out of traces",
          "souk dataset TRACE... -o FILE",
          "  souk dataset monday.h5 tuesday.h5 -o days.h5\n", Dataset};
}

}  // namespace souk::actors
