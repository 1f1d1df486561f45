#include "scenarios/population.h"

#include <algorithm>
#include <cmath>

#include "agents/strategy.h"
#include "market/family.h"
#include "market/random.h"
#include "scenarios/drawn_aims.h"
#include "scenarios/field_path.h"
#include "scenarios/field_rules.h"
#include "scenarios/members.h"

namespace souk::scenarios {
namespace {

using market::Error;
using market::Result;

constexpr uint32_t kMostCopies = 1000000;
/// Users draw their traits from the same stream, by their numbers.
constexpr uint64_t kTemplates = uint64_t{1} << 63;

bool IsParamValue(const FieldSlot& slot) {
  return slot.holder->GetDescriptor() == Param::descriptor();
}

/// The number in `advertiser` that `vary` is about.
Result<FieldTarget> VariedNumber(Advertiser& advertiser, const Vary& vary) {
  const auto steps = ParsePath(vary.path());
  if (!steps.ok()) return steps.error();
  auto target = FollowPath(advertiser, steps.value(), Absent::kFault);
  if (!target.ok()) return target.error();
  FieldSlot& slot = target->slot;
  const std::string& first = steps.value().front().name;
  if (first == "count" || first == "vary" || !IsNumber(slot.field)) {
    return Error{target->path.shown + " is no number that can vary"};
  }
  const auto* reflection = slot.holder->GetReflection();
  if (!slot.field->is_repeated()) {
    if (reflection->HasField(*slot.holder, slot.field)) return target;
    return Error{target->path.shown + " is not given"};
  }
  if (slot.index == FieldSlot::kAppend) {
    if (reflection->FieldSize(*slot.holder, slot.field) != 1) {
      return Error{target->path.shown + " is a list: which one? write " +
                   target->path.shown + "[0]"};
    }
    slot.index = 0;
  }
  return target;
}

std::string OneLine(const Error& error) {
  std::string text = error.message;
  std::replace(text.begin(), text.end(), '\n', ';');
  return text;
}

/// Parameters that their strategy declares as whole stay whole.
void RoundIntegers(Advertiser& advertiser) {
  for (Campaign& campaign : *advertiser.mutable_campaign()) {
    RoundIntegerParams(*campaign.mutable_strategy());
  }
}

double Varied(const FieldTarget& target, double factor) {
  const FieldSlot& slot = target.slot;
  return NumberOf(*slot.holder, slot.field, slot.index) * factor;
}

class VaryChecker {
 public:
  VaryChecker(const Advertiser& advertiser, const FieldPath& path,
              Faults& faults)
      : advertiser_(advertiser), path_(path), faults_(faults) {}

  void Check(int index) {
    const Vary& vary = advertiser_.vary(index);
    const FieldPath here = path_.Item("vary", static_cast<size_t>(index));
    if (advertiser_.count() < 2) faults_.Add(here, " needs count > 1");
    if (vary.low() > vary.high()) {
      faults_.Add(here.Field("low"),
                  " = " + NumberText(vary.low()) +
                      ", must be <= high = " + NumberText(vary.high()));
    }
    if (vary.path().empty()) return;
    for (const double factor : {vary.low(), vary.high()}) {
      if (const auto fits = Fits(vary, factor); !fits.ok()) {
        faults_.Add(here.Field("path"), ": " + fits.error().message);
        return;
      }
    }
  }

 private:
  Result<void> Fits(const Vary& vary, double factor) const {
    Advertiser copy = advertiser_;
    const auto target = VariedNumber(copy, vary);
    if (!target.ok()) return target.error();
    const double value = Varied(target.value(), factor);
    const NumberRange range = RangeOf(target->slot.field);
    const std::string becomes = target->path.shown + " x " +
                                NumberText(factor) + " = " + NumberText(value);
    if (!Contains(range, value) || std::fabs(value) > 1e15) {
      return Error{becomes + ", must be " + RangeText(range)};
    }
    SetNumber(target->slot, value);
    if (!IsParamValue(target->slot)) return {};
    RoundIntegers(copy);
    for (int c = 0; c < copy.campaign_size(); ++c) {
      if (!StrategyParams(advertiser_.campaign(c).strategy()).ok()) continue;
      const auto made = StrategyParams(copy.campaign(c).strategy());
      if (!made.ok()) return Error{becomes + ": " + OneLine(made.error())};
    }
    return {};
  }

  const Advertiser& advertiser_;
  FieldPath path_;
  Faults& faults_;
};

void NameCampaigns(Advertiser& advertiser) {
  for (int c = 0; c < advertiser.campaign_size(); ++c) {
    Campaign& campaign = *advertiser.mutable_campaign(c);
    if (campaign.name().empty()) {
      campaign.set_name(advertiser.name() + '/' + std::to_string(c + 1));
    }
  }
}

}  // namespace

uint32_t CheckedCount(const Advertiser& advertiser) {
  const uint32_t count = advertiser.count();
  return count >= 1 && count <= kMostCopies ? count : 1;
}

std::string CopyName(const Advertiser& advertiser, uint32_t copy) {
  if (CheckedCount(advertiser) == 1) return advertiser.name();
  return advertiser.name() + '-' + std::to_string(copy + 1);
}

void CheckPopulation(const Scenario& scenario, Faults& faults) {
  for (int a = 0; a < scenario.advertiser_size(); ++a) {
    const Advertiser& advertiser = scenario.advertiser(a);
    VaryChecker checker(advertiser,
                        FieldPath().Item("advertiser", static_cast<size_t>(a)),
                        faults);
    for (int v = 0; v < advertiser.vary_size(); ++v) checker.Check(v);
  }
}

void ForEachAdvertiser(const Scenario& scenario,
                       const std::function<void(const Advertiser&)>& visit) {
  const market::Stream stream(scenario.seed(), scenario.run(),
                              market::Purpose::kPopulation);
  const GroupNameLists names(scenario.traffic().synthetic());
  for (int a = 0; a < scenario.advertiser_size(); ++a) {
    const uint64_t entity = kTemplates + static_cast<uint64_t>(a);
    const Advertiser& original = scenario.advertiser(a);
    for (uint32_t copy = 0; copy < original.count(); ++copy) {
      Advertiser advertiser = original;
      advertiser.set_name(CopyName(original, copy));
      for (int v = 0; v < original.vary_size(); ++v) {
        const Vary& vary = original.vary(v);
        const double u = stream.Uniform(entity, copy, static_cast<uint32_t>(v));
        const auto target = VariedNumber(advertiser, vary);
        SetNumber(target->slot,
                  Varied(target.value(),
                         vary.low() + (vary.high() - vary.low()) * u));
      }
      if (original.vary_size() > 0) RoundIntegers(advertiser);
      DrawAims(names, stream, {entity, copy}, advertiser);
      NameCampaigns(advertiser);
      visit(advertiser);
    }
  }
}

}  // namespace souk::scenarios
