#include <iostream>

#include "actors/commands/options.h"
#include "scenarios/loader.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;

void Describe(const market::MarketSpec& spec) {
  std::cout << spec.name << " is a valid scenario: " << spec.advertisers.size()
            << " advertisers, " << spec.campaigns.size() << " campaigns, "
            << spec.cells << " cells, " << spec.calendar.days << " days of "
            << spec.calendar.ticks_per_day << " ticks\n";
}

int Validate(const Command& self, const std::vector<std::string>& words) {
  Accepts accepts;
  accepts.positional = "FILE";
  accepts.options.add_options()(
      "set",
      po::value<std::vector<std::string>>()->composing()->value_name(
          "PATH=VALUE"),
      "Override a field of the scenario; may be repeated")(
      "expand", "Print the complete scenario, defaults filled in");
  int exit_code = kDone;
  const auto arguments = Parse(self, accepts, words, exit_code);
  if (!arguments) return exit_code;
  scenarios::LoadRequest request;
  request.path = arguments->positional[0];
  if (arguments->has("set")) {
    request.overrides = arguments->get<std::vector<std::string>>("set");
  }
  const auto loaded = scenarios::LoadScenario(request);
  if (!loaded) {
    std::cerr << loaded.error().message << "\n";
    return kWrongInput;
  }
  if (arguments->has("expand")) {
    std::cout << loaded->expanded_text;
  } else {
    Describe(loaded->market);
  }
  return kDone;
}

}  // namespace

Command ValidateCommand() {
  return {"validate", "Checks a scenario and reports all of its faults",
          "souk validate FILE [--set PATH=VALUE]... [--expand]",
          "  souk validate scenarios/library/quickstart.textproto\n", Validate};
}

}  // namespace souk::actors
