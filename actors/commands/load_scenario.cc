#include "actors/commands/load_scenario.h"

namespace souk::actors {

namespace po = boost::program_options;

void AddScenarioOptions(po::options_description& options) {
  options.add_options()(
      "set",
      po::value<std::vector<std::string>>()->composing()->value_name(
          "PATH=VALUE"),
      "Override a field of the scenario; may be repeated")(
      "seed", po::value<Whole>()->value_name("S"),
      "The seed, whatever the scenario says");
}

scenarios::LoadRequest RequestOf(const Arguments& arguments) {
  scenarios::LoadRequest request;
  request.path = arguments.positional[0];
  if (arguments.has("set")) {
    request.overrides = arguments.get<std::vector<std::string>>("set");
  }
  if (arguments.has("seed")) request.seed = arguments.get<Whole>("seed").value;
  return request;
}

}  // namespace souk::actors
