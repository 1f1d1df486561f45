// Steering a coefficient through the day, a change a tick: what drlb, uscb and
// cal share.
//
//   kShare      k = k * (1 + change)
//   kLogarithm  k = k * exp(change)
//
// between least and most. A day starts with (1 - carry) start + carry * (mean
// of the day before, weighted by what was spent; where nothing was, its last
// coefficient); the first with start.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "market/archive.h"
#include "market/observation.h"
#include "market/param.h"

namespace souk::agents {

enum class Steering : uint8_t { kShare, kLogarithm };

class SteeredCoefficient {
 public:
  struct Rules {
    double start = 1;
    double least = 0.05;
    double most = 20;
    double carry = 1;
  };
  explicit SteeredCoefficient(const Rules& rules)
      : rules_(rules), value_(rules.start) {}

  double value() const { return value_; }
  /// Before the first change of a day.
  void StartDay();
  void Change(Steering steering, double change);
  /// Micro-units spent at the present value.
  void Spend(double micros);

  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  double Within(double value) const;

  Rules rules_;
  double value_;
  double spent_ = 0;     // today
  double weighted_ = 0;  // sum of value times spend, today
  uint8_t started_ = 0;  // 1: there was a day before
};

/// start, least, most, carry.
std::vector<market::ParamSpec> SteeringParams();
/// Error: least, start and most decrease.
market::Result<SteeredCoefficient::Rules> SteeringRulesOf(
    std::string_view strategy, const market::ParamSet& params);

}  // namespace souk::agents
