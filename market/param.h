// Parameters of family members: declared once, validated, printed, recorded.
//
// A member (mechanism, strategy, user model, traffic) declares ParamSpecs.
// The loader turns `param { name: "base_bid" value: 69 }` of a scenario into a
// ParamSet: unknown names, wrong counts, values out of range and wrong units
// are errors that list what is allowed; defaults are filled in, so that the
// expanded scenario is complete. `souk explain MEMBER` prints the same table.
#pragma once

#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "market/result.h"

namespace souk::market {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

enum class ParamShape : uint8_t { kNumber, kInteger, kList };

struct ParamSpec {
  std::string name = {};                  ///< snake_case
  std::string unit = "1";                 ///< "1" = a pure number
  ParamShape shape = ParamShape::kNumber;
  std::vector<double> default_value = {};  ///< empty: must be given
  double min = -kInfinity;                ///< inclusive, for every value
  double max = kInfinity;                 ///< inclusive, for every value
  std::string help = {};                  ///< one sentence
};

/// One parameter as the scenario gives it.
struct ParamValue {
  std::string name;
  std::vector<double> value;
  std::string unit;  ///< empty: not stated
};

/// The complete parameters of one member, in the order of its specs.
class ParamSet {
 public:
  /// Checks `given` against `specs` and fills in defaults. The Error lists
  /// every fault, one sentence a line, with the nearest spelling.
  static Result<ParamSet> Make(std::span<const ParamSpec> specs,
                               std::span<const ParamValue> given);

  /// The value of a number or integer parameter; the name must be declared.
  double number(std::string_view name) const;
  int64_t integer(std::string_view name) const;
  const std::vector<double>& list(std::string_view name) const;
  const std::vector<ParamValue>& values() const { return values_; }

 private:
  const ParamValue& Find(std::string_view name) const;

  std::vector<ParamValue> values_;
};

/// One fault of one given parameter. `index` is its position in `given`, or
/// given.size() for a required parameter that is missing.
struct ParamFault {
  size_t index = 0;
  std::string message;
};

/// All faults of `given` against `specs` (empty: none).
std::vector<ParamFault> CheckParams(std::span<const ParamSpec> specs,
                                    std::span<const ParamValue> given);

/// The candidate nearest to `word` by edit distance, or "" if none is near
/// (distance above a third of the longer word, at least 2).
std::string NearestSpelling(std::string_view word,
                            std::span<const std::string> candidates);

/// "in [0, 1]", ">= 0", "any number": the range of a spec, for people.
std::string RangeText(const ParamSpec& spec);

}  // namespace souk::market
