// Loading scenarios of the library, and running them into memory.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "market/market_spec.h"
#include "scenarios/loader.h"
#include "tests/support/shared_data.h"

namespace souk::tests {

inline std::string LibraryPath(const std::string& name) {
  return std::string(SOUK_SOURCE_DIR) + "/scenarios/library/" + name +
         ".textproto";
}

/// Names of all shipped scenarios, ascending.
inline std::vector<std::string> LibraryNames() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::string(SOUK_SOURCE_DIR) + "/scenarios/library")) {
    if (entry.path().extension() == ".textproto") {
      names.push_back(entry.path().stem());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// The log that a shipped replay plays; "" for other scenarios.
inline std::string LogOf(const std::string& scenario) {
  if (scenario.starts_with("ipinyou_2997")) {
    return "ipinyou/2997.test.theta.txt";
  }
  if (scenario.starts_with("ipinyou_1458")) {
    return "ipinyou/1458.pid_train.tsv";
  }
  return "";
}

/// Overrides that a shipped scenario needs to run here, and fast: the worlds
/// of AuctionNet shrink to a twenty-fifth, with their budgets.
inline std::vector<std::string> OverridesOf(const std::string& scenario) {
  if (scenario.starts_with("auctionnet")) {
    std::vector<std::string> smaller = {
        "traffic.auctionnet.page_views_per_day=20000", "budgets.scale=0.04"};
    if (scenario.starts_with("auctionnet_behaviours")) {
      smaller.push_back("calendar.days=1");
    }
    return smaller;
  }
  if (scenario == "hibid4") {
    return {"calendar.days=3", "traffic.requests.page_views_per_day=2400",
            "budgets.scale=0.05"};
  }
  const std::string log = LogOf(scenario);
  if (log.empty()) return {};
  return {"traffic.replay.path=" + SharedData() + "/" + log};
}

inline bool NeedsMissingLog(const std::string& scenario) {
  return !LogOf(scenario).empty() && SharedData().empty();
}

inline std::shared_ptr<const market::MarketSpec> LoadLibrary(
    const std::string& scenario, std::vector<std::string> overrides = {}) {
  scenarios::LoadRequest request;
  request.path = LibraryPath(scenario);
  request.overrides = OverridesOf(scenario);
  request.overrides.insert(request.overrides.end(), overrides.begin(),
                           overrides.end());
  auto loaded = scenarios::LoadScenario(request);
  if (!loaded) {
    ADD_FAILURE() << loaded.error().message;
    std::abort();
  }
  return std::make_shared<const market::MarketSpec>(std::move(loaded->market));
}

/// Loads `text`; faults name it `name`.
inline std::shared_ptr<const market::MarketSpec> LoadText(
    const std::string& text, const std::string& name = "text") {
  auto loaded = scenarios::LoadScenarioText(text, name);
  if (!loaded) {
    ADD_FAILURE() << loaded.error().message << '\n' << text;
    std::abort();
  }
  return std::make_shared<const market::MarketSpec>(std::move(loaded->market));
}

}  // namespace souk::tests
