#include "market/param.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "market/check.h"

namespace souk::market {
namespace {

/// The shortest decimal form that reads back as the same number.
std::string NumberText(double number) {
  std::array<char, 32> text;
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), number);
  return {text.data(), end.ptr};
}

std::string UnitText(const ParamSpec& spec) {
  return spec.unit == "1" ? "" : " " + spec.unit;
}

std::string NameText(const ParamSpec& spec) {
  return spec.unit == "1" ? spec.name : spec.name + " [" + spec.unit + "]";
}

std::string AllowedText(std::span<const ParamSpec> specs) {
  if (specs.empty()) return "none";
  std::string text;
  for (const ParamSpec& spec : specs) {
    text += (text.empty() ? "" : ", ") + NameText(spec);
  }
  return text;
}

std::string UnknownText(std::span<const ParamSpec> specs,
                        const std::string& name) {
  std::vector<std::string> names;
  for (const ParamSpec& spec : specs) names.push_back(spec.name);
  const std::string near = NearestSpelling(name, names);
  const std::string hint = near.empty() ? "" : "; did you mean '" + near + "'?";
  return "no parameter '" + name + "'" + hint + (near.empty() ? ";" : "") +
         " allowed: " + AllowedText(specs);
}

const ParamSpec* FindSpec(std::span<const ParamSpec> specs,
                          std::string_view name) {
  for (const ParamSpec& spec : specs) {
    if (spec.name == name) return &spec;
  }
  return nullptr;
}

bool IsGiven(std::span<const ParamValue> given, std::string_view name) {
  return std::ranges::any_of(
      given, [&](const ParamValue& value) { return value.name == name; });
}

/// What is wrong with one number, or nothing.
std::optional<std::string> NumberFault(const ParamSpec& spec, double number) {
  if (!std::isfinite(number)) return "must be finite";
  if (spec.shape == ParamShape::kInteger && number != std::floor(number)) {
    return "must be a whole number";
  }
  if (number < spec.min || number > spec.max) {
    return "must be " + RangeText(spec);
  }
  return std::nullopt;
}

std::optional<std::string> CountFault(const ParamSpec& spec, size_t count) {
  if (spec.shape == ParamShape::kList) {
    if (count > 0) return std::nullopt;
    return "parameter '" + spec.name + "' has no value, must have at least one";
  }
  if (count == 1) return std::nullopt;
  return "parameter '" + spec.name + "' has " + std::to_string(count) +
         " values, must have one";
}

/// "'rates'[2]" in a list, "'rate'" otherwise.
std::string PlaceText(const ParamSpec& spec, size_t position) {
  const std::string place = "'" + spec.name + "'";
  return spec.shape == ParamShape::kList
             ? place + "[" + std::to_string(position) + "]"
             : place;
}

/// Collects the faults of one parameter that is declared.
class FaultFinder {
 public:
  FaultFinder(const ParamSpec& spec, size_t index,
              std::vector<ParamFault>& faults)
      : spec_(spec), index_(index), faults_(faults) {}

  void Check(const ParamValue& given) {
    if (!given.unit.empty() && given.unit != spec_.unit) {
      Add("parameter '" + spec_.name + "' is given in '" + given.unit +
          "', must be in '" + spec_.unit + "'");
    }
    if (const auto fault = CountFault(spec_, given.value.size())) Add(*fault);
    for (size_t i = 0; i < given.value.size(); ++i) {
      if (const auto fault = NumberFault(spec_, given.value[i])) {
        Add("parameter " + PlaceText(spec_, i) + " = " +
            NumberText(given.value[i]) + UnitText(spec_) + ", " + *fault);
      }
    }
  }

 private:
  void Add(std::string message) {
    faults_.push_back({index_, std::move(message)});
  }

  const ParamSpec& spec_;
  size_t index_;
  std::vector<ParamFault>& faults_;
};

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::vector<ParamFault> CheckParams(std::span<const ParamSpec> specs,
                                    std::span<const ParamValue> given) {
  std::vector<ParamFault> faults;
  for (size_t i = 0; i < given.size(); ++i) {
    const ParamSpec* spec = FindSpec(specs, given[i].name);
    if (spec == nullptr) {
      faults.push_back({i, UnknownText(specs, given[i].name)});
    } else if (IsGiven(given.first(i), given[i].name)) {
      faults.push_back({i, "parameter '" + spec->name + "' is given twice"});
    } else {
      FaultFinder(*spec, i, faults).Check(given[i]);
    }
  }
  for (const ParamSpec& spec : specs) {
    if (spec.default_value.empty() && !IsGiven(given, spec.name)) {
      faults.push_back(
          {given.size(),
           "parameter '" + spec.name + "' is missing, must be given" +
               (spec.unit == "1" ? "" : " in '" + spec.unit + "'")});
    }
  }
  return faults;
}

Result<ParamSet> ParamSet::Make(std::span<const ParamSpec> specs,
                                std::span<const ParamValue> given) {
  std::string message;
  for (const ParamFault& fault : CheckParams(specs, given)) {
    message += (message.empty() ? "" : "\n") + fault.message;
  }
  if (!message.empty()) return Error{message};
  ParamSet set;
  for (const ParamSpec& spec : specs) {
    set.values_.push_back({spec.name, spec.default_value, spec.unit});
    for (const ParamValue& value : given) {
      if (value.name == spec.name) set.values_.back().value = value.value;
    }
  }
  return set;
}

const ParamValue& ParamSet::Find(std::string_view name) const {
  for (const ParamValue& value : values_) {
    if (value.name == name) return value;
  }
  SOUK_CHECK(false, "parameter '", name, "' was never declared");
  return values_.front();
}

double ParamSet::number(std::string_view name) const {
  const ParamValue& found = Find(name);
  SOUK_CHECK(found.value.size() == 1, "parameter '", name, "' is a list");
  return found.value[0];
}

int64_t ParamSet::integer(std::string_view name) const {
  const double value = number(name);
  SOUK_CHECK(value == std::floor(value) && std::fabs(value) <= 0x1p62,
             "parameter '", name, "' = ", value, " is no integer");
  return static_cast<int64_t>(value);
}

const std::vector<double>& ParamSet::list(std::string_view name) const {
  return Find(name).value;
}

std::string NearestSpelling(std::string_view word,
                            std::span<const std::string> candidates) {
  std::string nearest;
  size_t least = SIZE_MAX;
  for (const std::string& candidate : candidates) {
    const size_t distance = EditDistance(word, candidate);
    const size_t longer = std::max(word.size(), candidate.size());
    if (distance <= std::max<size_t>(2, longer / 3) && distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string RangeText(const ParamSpec& spec) {
  const bool below = spec.min > -kInfinity;
  const bool above = spec.max < kInfinity;
  if (below && above) {
    return "in [" + NumberText(spec.min) + ", " + NumberText(spec.max) + "]";
  }
  if (below) return ">= " + NumberText(spec.min);
  if (above) return "<= " + NumberText(spec.max);
  return spec.shape == ParamShape::kInteger ? "any whole number" : "any number";
}

}  // namespace souk::market
