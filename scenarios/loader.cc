#include "scenarios/loader.h"

#include <algorithm>
#include <filesystem>

#include "market/bid_function.h"
#include "market/family.h"
#include "scenarios/auctioneer_checks.h"
#include "scenarios/budget_checks.h"
#include "scenarios/contract_checks.h"
#include "scenarios/defaults.h"
#include "scenarios/field_rules.h"
#include "scenarios/file_text.h"
#include "scenarios/market_builder.h"
#include "scenarios/market_checks.h"
#include "scenarios/members.h"
#include "scenarios/model_shelf.h"
#include "scenarios/name_checks.h"
#include "scenarios/overrides.h"
#include "scenarios/population.h"
#include "scenarios/relations.h"
#include "scenarios/replay_log.h"
#include "scenarios/rule_checks.h"
#include "scenarios/scenario_text.h"

namespace souk::scenarios {
namespace {

namespace fs = std::filesystem;
using market::Error;
using market::Result;

struct Source {
  std::string text;
  std::string name;  ///< for faults
  fs::path folder;   ///< where its relative paths start
  std::string stem;  ///< name of a scenario without one
};

class Loader {
 public:
  Loader(const Source& source, const LoadRequest& request)
      : source_(source), request_(request), faults_(source.name) {}

  Result<LoadedScenario> Run() {
    if (!ReadScenarioText(source_.text, scenario_, faults_)) return Fail();
    ApplyRequest();
    AddContracts(scenario_);
    FillDefaults(scenario_);
    CheckRules(scenario_, {}, faults_);
    CheckNames(scenario_, faults_);
    CheckReferences(scenario_, faults_);
    CheckContracts(scenario_, faults_);
    CheckExamination(scenario_.user_model(), faults_);
    models_.Read(scenario_, source_.folder, faults_);
    CompleteMembers(scenario_, models_, faults_);
    CompleteChannels(scenario_, faults_);
    CheckTraffic(scenario_, faults_);
    CheckPopulation(scenario_, faults_);
    CheckRelations(scenario_, faults_);
    if (scenario_.traffic().has_replay()) ReadLog();
    CompleteCalendar(scenario_, log_.click.size(), faults_);
    CompleteContracts(scenario_, faults_);
    CheckBudgetMode(scenario_, faults_);
    if (faults_.empty()) CheckBudgets(scenario_, faults_);
    if (faults_.empty()) CheckWindows(scenario_, faults_);
    if (!faults_.empty()) return Fail();
    LoadedScenario loaded{CanonicalText(scenario_),
                          BuildMarket(scenario_, log_, models_),
                          files_ ^ models_.fingerprint()};
    CheckAdvances(loaded.market, faults_);
    CheckAuctioneers(scenario_, loaded.market, models_, faults_);
    if (!faults_.empty()) return Fail();
    return loaded;
  }

 private:
  Error Fail() const { return Error{faults_.Text()}; }

  void ApplyRequest() {
    for (const std::string& one : request_.overrides) {
      ApplyOverride(one, scenario_, faults_);
    }
    const FieldPath root;
    if (request_.seed) {
      scenario_.set_seed(*request_.seed);
      faults_.RememberOverride(root.Field("seed"),
                               "--seed " + std::to_string(*request_.seed));
    }
    if (scenario_.name().empty() && !faults_.spoiled(root.Field("name"))) {
      scenario_.set_name(source_.stem);
    }
  }

  void ReadLog() {
    Replay& replay = *scenario_.mutable_traffic()->mutable_replay();
    const FieldPath here =
        FieldPath().Field("traffic").Field("replay").Field("path");
    if (replay.path().empty()) return;
    const fs::path base =
        faults_.FromOverride(here) ? fs::current_path() : source_.folder;
    const std::string path = (base / replay.path()).lexically_normal();
    const auto text = ReadFileText(path);
    if (!text.ok()) {
      faults_.Add(here, " = \"" + replay.path() + "\": " + path + ": " +
                            text.error().message);
      return;
    }
    replay.set_path(path);
    files_ = Fnv1a(text.value());
    auto log = ParseReplayLog(text.value(), path);
    if (!log.ok()) {
      faults_.AddPlaced(log.error().message);
      return;
    }
    log_ = std::move(log).value();
    CheckPrices(replay);
  }

  /// Prices compete as bids, which hold whole micro-units only up to a limit.
  void CheckPrices(const Replay& replay) {
    const int64_t most =
        *std::max_element(log_.price.begin(), log_.price.end());
    const double micros = static_cast<double>(most) *
                          static_cast<double>(replay.price_unit_micros());
    if (micros <= market::kMaxBid) return;
    faults_.Add(
        FieldPath().Field("traffic").Field("replay").Field("price_unit_micros"),
        " = " + std::to_string(replay.price_unit_micros()) +
            " times the highest price of the log, " + std::to_string(most) +
            ", must be <= 2^52 micro-units");
  }

  const Source& source_;
  const LoadRequest& request_;
  Faults faults_;
  Scenario scenario_;
  LoggedPages log_;
  ModelShelf models_;
  uint64_t files_ = 0;
};

}  // namespace

Result<LoadedScenario> LoadScenario(const LoadRequest& request) {
  const auto text = ReadSourceText(request.path);
  if (!text.ok()) return text.error();
  const fs::path absolute = fs::absolute(request.path);
  return Loader({text.value(), request.path, absolute.parent_path(),
                 absolute.stem()},
                request)
      .Run();
}

Result<LoadedScenario> LoadScenarioText(const std::string& text,
                                        const std::string& display_name) {
  const LoadRequest nothing;
  return Loader({text, display_name, fs::current_path(), display_name}, nothing)
      .Run();
}

}  // namespace souk::scenarios
