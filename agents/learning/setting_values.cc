#include "agents/learning/setting_values.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace souk::agents {
namespace {

using market::Concat;
using market::Error;
using market::Result;
using market::TrainedModel;

using Values = std::vector<double>;

Values LawValues(const ValueLaw& law) {
  return {static_cast<double>(law.kind), law.high, law.mean};
}

bool IsCount(double value) {
  return value >= 0 && value <= std::numeric_limits<uint32_t>::max() &&
         value == std::floor(value);
}

/// Reads settings by name; the first fault stays.
class Settings {
 public:
  explicit Settings(const TrainedModel& model) : model_(model) {}

  /// The setting, if it has `size` values (0: any number but none).
  Values Read(const char* name, size_t size) {
    const Values* const found = model_.FindSetting(name);
    if (found == nullptr) {
      Fault(Concat("The model has no setting '", name, "'."));
      return Values(std::max(size, size_t{1}));
    }
    if (size > 0 && found->size() != size) {
      Fault(Concat("Setting '", name, "' of the model has ", found->size(),
                   " values; ", size, " are allowed."));
      return Values(size);
    }
    return *found;
  }
  uint32_t Count(const char* name) {
    const double value = Read(name, 1)[0];
    if (IsCount(value)) return static_cast<uint32_t>(value);
    Fault(Concat("Setting '", name, "' of the model is ", value,
                 "; a whole number is allowed."));
    return 0;
  }
  ValueLaw Law(const char* name) {
    const Values values = Read(name, 3);
    const bool known = values[0] == 0 || values[0] == 1;
    if (!known || !(values[1] > 0) || !(values[2] > 0)) {
      Fault(Concat("Setting '", name,
                   "' of the model is no law of values: a kind (0 or 1), an "
                   "upper end and a mean above 0 are allowed."));
    }
    return {static_cast<ValueLaw::Kind>(values[0] == 1), values[1], values[2]};
  }
  void Fault(std::string sentence) {
    if (fault_.empty()) fault_ = std::move(sentence);
  }
  const std::string& fault() const { return fault_; }

 private:
  const TrainedModel& model_;
  std::string fault_;
};

/// Whether it is a bundle of the setting that stands behind `before`.
bool IsNext(const JointSetting& setting, const market::Bundle& one) {
  const bool known = one.brand < setting.brands &&
                     one.store >= setting.brands &&
                     one.store < setting.members();
  if (!known || setting.bundles.empty()) return known;
  const market::Bundle& last = setting.bundles.back();
  return std::pair(last.brand, last.store) < std::pair(one.brand, one.store);
}

/// The bundle of two values; one that is in no setting if they are no counts.
market::Bundle BundleOf(double brand, double store) {
  if (!IsCount(brand) || !IsCount(store)) return {UINT32_MAX, 0};
  return {static_cast<uint32_t>(brand), static_cast<uint32_t>(store)};
}

void ReadBundles(Settings& settings, JointSetting& setting) {
  const Values values = settings.Read("bundles", 0);
  bool right = settings.fault().empty() && values.size() % 2 == 0;
  for (size_t i = 0; right && i < values.size(); i += 2) {
    const market::Bundle one = BundleOf(values[i], values[i + 1]);
    right = IsNext(setting, one);
    if (right) setting.bundles.push_back(one);
  }
  if (!right) {
    settings.Fault(
        "Setting 'bundles' of the model must hold pairs of a brand and a "
        "store, ascending.");
  }
}

}  // namespace

void KeepSetting(const JointSetting& setting, TrainedModel& model) {
  const auto keep = [&](const char* name, Values values) {
    model.settings.push_back({name, std::move(values)});
  };
  keep("brands", {static_cast<double>(setting.brands)});
  keep("stores", {static_cast<double>(setting.stores)});
  keep("slot_weight", setting.slot_weight);
  Values bundles;
  for (const market::Bundle& one : setting.bundles) {
    bundles.push_back(one.brand);
    bundles.push_back(one.store);
  }
  keep("bundles", std::move(bundles));
  keep("brand_law", LawValues(setting.brand_law));
  keep("store_law", LawValues(setting.store_law));
  keep("value_unit_micros", {setting.value_unit_micros});
}

Result<JointSetting> SettingOf(const TrainedModel& model) {
  Settings settings(model);
  JointSetting setting;
  setting.brands = settings.Count("brands");
  setting.stores = settings.Count("stores");
  setting.slot_weight = settings.Read("slot_weight", 0);
  ReadBundles(settings, setting);
  setting.brand_law = settings.Law("brand_law");
  setting.store_law = settings.Law("store_law");
  setting.value_unit_micros = settings.Read("value_unit_micros", 1)[0];
  if (setting.slot_weight.empty() ||
      setting.slot_weight.size() > market::kMaxSlots) {
    settings.Fault(Concat("Setting 'slot_weight' of the model has ",
                          setting.slot_weight.size(), " values; 1 to ",
                          market::kMaxSlots, " are allowed."));
  }
  if (!(setting.value_unit_micros > 0)) {
    settings.Fault("Setting 'value_unit_micros' of the model must be above 0.");
  }
  if (!settings.fault().empty()) return Error{settings.fault()};
  return setting;
}

}  // namespace souk::agents
