#include "scenarios/training_file.h"

#include <algorithm>
#include <filesystem>

#include "market/family.h"
#include "scenarios/defaults.h"
#include "scenarios/faults.h"
#include "scenarios/file_text.h"
#include "scenarios/members.h"
#include "scenarios/overrides.h"
#include "scenarios/rule_checks.h"
#include "scenarios/scenario_text.h"
#include "scenarios/training.pb.h"

namespace souk::scenarios {
namespace {

namespace fs = std::filesystem;
using agents::JointSetting;
using agents::TrainerEntry;
using agents::TrainingNeeds;
using agents::ValueLaw;
using market::Bundle;
using market::Error;
using market::Result;

ValueLaw LawOf(const Values& values) {
  const bool exponential = values.law() == Values::EXPONENTIAL;
  return {exponential ? ValueLaw::Kind::kTruncatedExponential
                      : ValueLaw::Kind::kUniform,
          values.high(), values.mean()};
}

JointSetting SettingOf(const JointMarket& market) {
  JointSetting setting;
  setting.brands = market.brands();
  setting.stores = market.stores();
  setting.slot_weight = {market.slot_weight().begin(),
                         market.slot_weight().end()};
  for (const Pair& pair : market.bundle()) {
    setting.bundles.push_back(
        {pair.brand() - 1, market.brands() + pair.store() - 1});
  }
  setting.brand_law = LawOf(market.brand_value());
  setting.store_law = LawOf(market.store_value());
  setting.value_unit_micros = static_cast<double>(market.value_unit_micros());
  return setting;
}

bool Before(const Bundle& a, const Bundle& b) {
  return std::pair(a.brand, a.store) < std::pair(b.brand, b.store);
}

class TrainingLoader {
 public:
  TrainingLoader(const TrainingRequest& request,
                 std::span<const TrainerEntry> trainers)
      : request_(request), trainers_(trainers), faults_(request.path) {}

  Result<TrainingOrder> Load(const std::string& text) {
    if (!ReadMessageText(text, file_, faults_)) return Fail();
    for (const std::string& one : request_.overrides) {
      ApplyOverride(one, file_, faults_);
    }
    if (file_.name().empty()) file_.set_name(fs::path(request_.path).stem());
    FillDefaults(file_);
    CheckRules(file_, {}, faults_);
    const TrainerEntry* trainer = Trainer();
    if (file_.has_market()) CheckMarket();
    if (trainer) CheckNeeds(*trainer);
    if (!faults_.empty() || !trainer) return Fail();
    TrainingOrder order{file_.name(), trainer->name, {}, Paths(), Played()};
    order.task.seed = file_.seed();
    order.task.params = ParamsOf(trainer->params, file_.trainer());
    if (file_.has_market()) order.task.setting = SettingOf(file_.market());
    order.task.text = CanonicalText(file_);
    return order;
  }

 private:
  Error Fail() const { return Error{faults_.Text()}; }

  const TrainerEntry* Trainer() {
    Member& member = *file_.mutable_trainer();
    const FieldPath here = FieldPath().Field("trainer");
    if (member.name().empty()) return nullptr;
    const auto found = market::FindMember("trainer", trainers_, member.name());
    if (!found) {
      faults_.Add(here.Field("name"), ": " + found.error().message);
      return nullptr;
    }
    if (member.has_model()) {
      faults_.Add(here.Field("model"),
                  " is given: a trainer starts from nothing");
    }
    const bool right = CompleteParams((*found)->params, member, here, faults_);
    return right ? *found : nullptr;
  }

  void CheckNeeds(const TrainerEntry& trainer) {
    const bool joint = trainer.needs == TrainingNeeds::kJointSetting;
    if (joint && !file_.has_market()) {
      faults_.Add({}, "'" + trainer.name +
                          "' needs `market { ... }`: the auctions to be "
                          "trained for");
    }
    const bool traces = trainer.needs == TrainingNeeds::kTrajectories;
    if (traces && file_.trajectories_size() == 0) {
      faults_.Add({}, "'" + trainer.name +
                          "' needs `trajectories: \"FILE\"`: what `souk "
                          "dataset` wrote");
    }
    const bool channels = trainer.needs == TrainingNeeds::kChannelLog;
    const bool replays = trainer.needs == TrainingNeeds::kReplays;
    if ((channels || replays) && !file_.has_runs()) {
      faults_.Add({}, "'" + trainer.name +
                          "' needs `runs { scenario: \"FILE\" }`: the market "
                          "to learn from");
    }
  }

  void CheckMarket() {
    JointMarket& market = *file_.mutable_market();
    const FieldPath here = FieldPath().Field("market");
    if (!std::ranges::is_sorted(market.slot_weight(), std::greater<>())) {
      faults_.Add(here.Field("slot_weight"), " must not increase");
    }
    if (market.bundle_size() == 0) AddAllBundles(market);
    CheckBundles(market, here);
  }

  static void AddAllBundles(JointMarket& market) {
    for (uint32_t brand = 1; brand <= market.brands(); ++brand) {
      for (uint32_t store = 1; store <= market.stores(); ++store) {
        Pair* const pair = market.add_bundle();
        pair->set_brand(brand);
        pair->set_store(store);
      }
    }
  }

  void CheckBundles(const JointMarket& market, const FieldPath& here) {
    for (int i = 0; i < market.bundle_size(); ++i) {
      const FieldPath at = here.Item("bundle", static_cast<size_t>(i));
      const Pair& pair = market.bundle(i);
      if (pair.brand() > market.brands()) {
        faults_.Add(at.Field("brand"),
                    market::Concat(" = ", pair.brand(), ", must be in [1, ",
                                   market.brands(), "]"));
      }
      if (pair.store() > market.stores()) {
        faults_.Add(at.Field("store"),
                    market::Concat(" = ", pair.store(), ", must be in [1, ",
                                   market.stores(), "]"));
      }
    }
    const std::vector<Bundle> bundles = SettingOf(market).bundles;
    const auto out_of_order = [](const Bundle& a, const Bundle& b) {
      return !Before(a, b);
    };
    if (std::ranges::adjacent_find(bundles, out_of_order) != bundles.end()) {
      faults_.Add(here.Field("bundle"),
                  " must be ascending by brand, then store, each once");
    }
  }

  RunsOrder Played() {
    if (!file_.has_runs()) return {};
    const Runs& runs = file_.runs();
    const FieldPath here = FieldPath().Field("runs").Field("scenario");
    return {From(here, runs.scenario()),
            {runs.set().begin(), runs.set().end()},
            runs.count()};
  }

  /// Absolute.
  std::string From(const FieldPath& field, const std::string& path) const {
    const fs::path folder = fs::absolute(request_.path).parent_path();
    const fs::path base =
        faults_.FromOverride(field) ? fs::current_path() : folder;
    return (base / path).lexically_normal();
  }

  std::vector<std::string> Paths() {
    std::vector<std::string> paths;
    const FieldPath here = FieldPath().Field("trajectories");
    for (const std::string& path : file_.trajectories()) {
      paths.push_back(From(here, path));
    }
    return paths;
  }

  const TrainingRequest& request_;
  std::span<const TrainerEntry> trainers_;
  Faults faults_;
  Training file_;
};

}  // namespace

Result<TrainingOrder> LoadTraining(const TrainingRequest& request,
                                   std::span<const TrainerEntry> trainers) {
  const auto text = ReadSourceText(request.path);
  if (!text) return text.error();
  return TrainingLoader(request, trainers).Load(*text);
}

}  // namespace souk::scenarios
