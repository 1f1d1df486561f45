// Loads a scenario: defaults < file < overrides, in order.
//
// Every fault is found before anything is said: the message of an Error has
// one line for each, "FILE:LINE:COLUMN: FIELD.PATH = FOUND, must be ALLOWED".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "market/market_spec.h"
#include "market/result.h"

namespace souk::scenarios {

struct LoadRequest {
  std::string path;
  std::vector<std::string> overrides;  ///< "PATH=VALUE", see overrides.h
  std::optional<uint64_t> seed;        ///< replaces the file's
};

struct LoadedScenario {
  /// Everything filled in, paths absolute; loads back to the same market.
  std::string expanded_text;
  market::MarketSpec market;
  /// Tells apart what was read from files that the text names (FNV-1a of the
  /// log and of models); 0: nothing. Two machines may hold two files of one
  /// name.
  uint64_t files = 0;
};

market::Result<LoadedScenario> LoadScenario(const LoadRequest& request);

/// For the expanded text in a trace. Relative paths start at the working
/// directory; `display_name` stands for the file in faults.
market::Result<LoadedScenario> LoadScenarioText(
    const std::string& text, const std::string& display_name);

}  // namespace souk::scenarios
