#include "scenarios/population.h"

#include <algorithm>
#include <cmath>

#include "agents/strategy.h"
#include "market/family.h"
#include "market/random.h"
#include "market/vector_math.h"
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

market::Stream DrawsOf(const Scenario& scenario) {
  return {scenario.seed(), scenario.run(), market::Purpose::kPopulation};
}

/// One copy of a template.
struct CopyNumber {
  int advertiser = 0;
  uint32_t copy = 0;

  uint64_t entity() const {
    return kTemplates + static_cast<uint64_t>(advertiser);
  }
};

/// What the vary at position `index` multiplies by.
double FactorOf(const Vary& vary, int index, const market::Stream& stream,
                CopyNumber number) {
  const auto at = static_cast<uint32_t>(index);
  if (vary.has_sigma()) {
    return market::Exp(vary.sigma() *
                       stream.Normal(number.entity(), number.copy, at));
  }
  return vary.low() + (vary.high() - vary.low()) *
                          stream.Uniform(number.entity(), number.copy, at);
}

class VaryChecker {
 public:
  VaryChecker(const Scenario& scenario, int advertiser, Faults& faults)
      : scenario_(scenario),
        position_(advertiser),
        advertiser_(scenario.advertiser(advertiser)),
        path_(FieldPath().Item("advertiser", static_cast<size_t>(advertiser))),
        faults_(faults) {}

  void Check(int index) {
    const Vary& vary = advertiser_.vary(index);
    const FieldPath here = path_.Item("vary", static_cast<size_t>(index));
    if (advertiser_.count() < 2) faults_.Add(here, " needs count > 1");
    if (vary.has_sigma() && (vary.low() != 1 || vary.high() != 1)) {
      faults_.Add(here.Field("sigma"),
                  " draws what low and high bound: give one of them");
    }
    if (vary.low() > vary.high()) {
      faults_.Add(here.Field("low"),
                  " = " + NumberText(vary.low()) +
                      ", must be <= high = " + NumberText(vary.high()));
    }
    if (vary.path().empty()) return;
    const FactorRange range = FactorsOf(scenario_, position_, index);
    for (const double factor : {range.least, range.most}) {
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

  const Scenario& scenario_;
  int position_;
  const Advertiser& advertiser_;
  FieldPath path_;
  Faults& faults_;
};

/// Names without one become FIRST1, FIRST2, ... by position.
template <class Elements>
void NameAll(Elements& elements, const std::string& first) {
  int number = 0;
  for (auto& element : elements) {
    ++number;
    if (element.name().empty())
      element.set_name(first + std::to_string(number));
  }
}

Advertiser CopyOf(const Advertiser& original, CopyNumber number,
                  const market::Stream& stream) {
  Advertiser advertiser = original;
  advertiser.set_name(CopyName(original, number.copy));
  for (int v = 0; v < original.vary_size(); ++v) {
    const Vary& vary = original.vary(v);
    const auto target = VariedNumber(advertiser, vary);
    SetNumber(target->slot,
              Varied(target.value(), FactorOf(vary, v, stream, number)));
  }
  if (original.vary_size() > 0) RoundIntegers(advertiser);
  return advertiser;
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

FactorRange FactorsOf(const Scenario& scenario, int advertiser, int index) {
  const Advertiser& original = scenario.advertiser(advertiser);
  const Vary& vary = original.vary(index);
  if (!vary.has_sigma()) return {vary.low(), vary.high()};
  const market::Stream stream = DrawsOf(scenario);
  FactorRange range{market::kInfinity, 0};
  for (uint32_t copy = 0; copy < CheckedCount(original); ++copy) {
    const double factor = FactorOf(vary, index, stream, {advertiser, copy});
    range.least = std::min(range.least, factor);
    range.most = std::max(range.most, factor);
  }
  return range;
}

void CheckPopulation(const Scenario& scenario, Faults& faults) {
  for (int a = 0; a < scenario.advertiser_size(); ++a) {
    VaryChecker checker(scenario, a, faults);
    for (int v = 0; v < scenario.advertiser(a).vary_size(); ++v) {
      checker.Check(v);
    }
  }
}

void ForEachAdvertiser(
    const Scenario& scenario,
    const std::function<void(const Advertiser&, int)>& visit) {
  const market::Stream stream = DrawsOf(scenario);
  const GroupNameLists names(scenario.traffic());
  for (int a = 0; a < scenario.advertiser_size(); ++a) {
    const Advertiser& original = scenario.advertiser(a);
    for (uint32_t copy = 0; copy < original.count(); ++copy) {
      const CopyNumber number{a, copy};
      Advertiser advertiser = CopyOf(original, number, stream);
      DrawAims(names, stream, {number.entity(), copy}, advertiser);
      NameAll(*advertiser.mutable_campaign(), advertiser.name() + '/');
      NameAll(*advertiser.mutable_contract(), advertiser.name() + "/contract-");
      visit(advertiser, a);
    }
  }
}

}  // namespace souk::scenarios
