#include <filesystem>
#include <fstream>
#include <iostream>

#include "actors/commands/options.h"
#include "scenarios/calibrated_scenario.h"
#include "scenarios/file_text.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;

Accepts CalibrateAccepts() {
  const scenarios::ClickColumns usual;
  Accepts accepts;
  accepts.positional = "LOG";
  const auto name = [](const std::string& value) {
    return po::value<std::string>()->default_value(value)->value_name("NAME");
  };
  accepts.options.add_options()(
      "output,o", po::value<std::string>()->value_name("FILE"),
      "The scenario to write; without it the scenario is printed")(
      "item", name(usual.item), "The column that says what was shown")(
      "position", name(usual.position), "The column that says where")(
      "click", name(usual.click), "The column that says 1 if clicked, else 0");
  return accepts;
}

/// The error with the path in front.
market::Result<scenarios::CalibratedLog> CalibrateFile(
    const std::string& path, const scenarios::ClickColumns& columns) {
  const auto text = scenarios::ReadFileText(path);
  if (!text) return market::Error{path + ": " + text.error().message};
  auto log = scenarios::ParseClickLog(*text, path, columns);
  if (!log) return log.error();
  auto calibrated = scenarios::Calibrate(std::move(log).value());
  if (!calibrated) {
    return market::Error{path + ": " + calibrated.error().message};
  }
  return calibrated;
}

int Calibrate(const Command& self, const std::vector<std::string>& words) {
  int exit_code = kDone;
  const auto arguments = Parse(self, CalibrateAccepts(), words, exit_code);
  if (!arguments) return exit_code;
  const std::string& path = arguments->positional[0];
  const auto calibrated =
      CalibrateFile(path, {arguments->get<std::string>("item"),
                           arguments->get<std::string>("position"),
                           arguments->get<std::string>("click")});
  if (!calibrated) {
    std::cerr << calibrated.error().message << "\n";
    return kWrongInput;
  }
  const std::string output =
      arguments->has("output") ? arguments->get<std::string>("output") : "";
  const std::filesystem::path named = output.empty() ? path : output;
  const std::string scenario =
      scenarios::CalibratedScenario(*calibrated, named.stem());
  if (output.empty()) {
    std::cout << scenario;
    return kDone;
  }
  std::error_code none;  // a file that is not there is another one
  if (std::filesystem::equivalent(path, output, none)) {
    std::cerr << "souk calibrate: " << output << " is the log itself\n";
    return kWrongInput;
  }
  std::ofstream file(output, std::ios::binary);
  if (!(file << scenario).flush()) {
    std::cerr << "souk calibrate: cannot write " << output << "\n";
    return kRunFailed;
  }
  std::cout << scenarios::CalibrationTable(*calibrated) << "scenario " << output
            << "\n";
  return kDone;
}

}  // namespace

Command CalibrateCommand() {
  return {"calibrate", "Fits position and item effects to a click log",
          "souk calibrate LOG [-o FILE] [--item NAME] [--position NAME] "
          "[--click NAME]",
          "  souk calibrate clicks.csv -o clicks.textproto\n", Calibrate};
}

}  // namespace souk::actors
