#include <filesystem>
#include <iostream>

#include "actors/commands/options.h"
#include "results/trace_merge.h"
#include "results/trace_reader.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;

/// "run.h5" -> "run.merged.h5".
std::string MergedName(std::string master) {
  constexpr std::string_view kEnding = ".h5";
  if (master.ends_with(kEnding)) master.resize(master.size() - kEnding.size());
  return master + ".merged.h5";
}

Accepts MergeAccepts() {
  Accepts accepts;
  accepts.positional = "TRACE";
  accepts.options.add_options()(
      "output,o", po::value<std::string>()->value_name("FILE"),
      "The file to write, which must not be there; default: TRACE with the "
      "ending .merged.h5");
  return accepts;
}

int Fail(ExitCode exit_code, const std::string& sentence) {
  std::cerr << "souk merge: " << sentence << "\n";
  return exit_code;
}

int Merge(const Command& self, const std::vector<std::string>& words) {
  int exit_code = kDone;
  const auto arguments = Parse(self, MergeAccepts(), words, exit_code);
  if (!arguments) return exit_code;
  const std::string path = arguments->positional[0];
  const std::string output = arguments->has("output")
                                 ? arguments->get<std::string>("output")
                                 : MergedName(path);
  auto master = results::TraceReader::Open(path);
  if (!master) return Fail(kWrongInput, master.error().message);
  if ((*master)->parts().empty()) {
    return Fail(kWrongInput, "'" + path +
                                 "' has no parts written by nodes: nothing to "
                                 "merge");
  }
  if (std::error_code ignored; std::filesystem::exists(output, ignored)) {
    return Fail(kWrongInput, "'" + output +
                                 "' is there already; remove it, or choose "
                                 "another name with -o FILE");
  }
  const auto digest = results::MergeTrace(**master, output);
  if (!digest) return Fail(kRunFailed, digest.error().message);
  std::cout << "digest " << *digest << "\ntrace  " << output << "\n";
  if ((*master)->complete()) return kDone;
  std::cerr << "souk merge: '" << path
            << "' is incomplete: " << (*master)->ticks_done() << " of "
            << (*master)->manifest().ticks_planned
            << " ticks; so is what was merged\n";
  return kDegraded;
}

}  // namespace

Command MergeCommand() {
  return {"merge", "Makes one portable file of a trace from many nodes",
          "souk merge TRACE [-o FILE]", "  souk merge run.h5 -o all.h5\n",
          Merge};
}

}  // namespace souk::actors
