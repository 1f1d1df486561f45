#include <iostream>

#include "actors/commands/load_scenario.h"

namespace souk::actors {
namespace {

void Describe(const market::MarketSpec& spec) {
  const size_t contracts = spec.contracts.contracts.size();
  std::cout << spec.name << " is a valid scenario: " << spec.advertisers.size()
            << " advertisers, " << spec.campaigns.size() - contracts
            << " campaigns, ";
  if (contracts > 0) std::cout << contracts << " contracts, ";
  std::cout << spec.cells << " cells, " << spec.calendar.days << " days of "
            << spec.calendar.ticks_per_day << " ticks\n";
}

int Validate(const Command& self, const std::vector<std::string>& words) {
  Accepts accepts;
  accepts.positional = "FILE";
  AddScenarioOptions(accepts.options);
  accepts.options.add_options()(
      "expand", "Print the complete scenario, defaults filled in");
  int exit_code = kDone;
  const auto arguments = Parse(self, accepts, words, exit_code);
  if (!arguments) return exit_code;
  const auto loaded = scenarios::LoadScenario(RequestOf(*arguments));
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
