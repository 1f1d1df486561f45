#include "agents/learning/steering.h"

#include <algorithm>

#include "agents/strategies/requirements.h"
#include "market/vector_math.h"

namespace souk::agents {

double SteeredCoefficient::Within(double value) const {
  return std::clamp(value, rules_.least, rules_.most);
}

void SteeredCoefficient::StartDay() {
  const double before = spent_ > 0 ? weighted_ / spent_ : value_;
  const double carry = started_ != 0 ? rules_.carry : 0;
  value_ = Within((1 - carry) * rules_.start + carry * before);
  spent_ = weighted_ = 0;
  started_ = 1;
}

void SteeredCoefficient::Change(Steering steering, double change) {
  const double factor =
      steering == Steering::kShare ? 1 + change : market::Exp(change);
  value_ = Within(value_ * factor);
}

void SteeredCoefficient::Spend(double micros) {
  spent_ += micros;
  weighted_ += value_ * micros;
}

void SteeredCoefficient::Save(market::ArchiveWriter& out) const {
  out.Put(value_);
  out.Put(spent_);
  out.Put(weighted_);
  out.Put(started_);
}

void SteeredCoefficient::Load(market::ArchiveReader& in) {
  in.Get(value_);
  in.Get(spent_);
  in.Get(weighted_);
  in.Get(started_);
}

std::vector<market::ParamSpec> SteeringParams() {
  return {
      NumberParam("start", 1, {1e-6, 1e6}, "Coefficient of the first day"),
      NumberParam("least", 0.05, {1e-6, 1e6}, "Least coefficient"),
      NumberParam("most", 20, {1e-6, 1e6}, "Greatest coefficient"),
      NumberParam("carry", 1, {0, 1},
                  "Weight of the day before in the coefficient that a day "
                  "starts with"),
  };
}

market::Result<SteeredCoefficient::Rules> SteeringRulesOf(
    std::string_view strategy, const market::ParamSet& params) {
  const SteeredCoefficient::Rules rules{.start = params.number("start"),
                                        .least = params.number("least"),
                                        .most = params.number("most"),
                                        .carry = params.number("carry")};
  if (rules.least <= rules.start && rules.start <= rules.most) return rules;
  return market::Error{market::Concat(strategy, ": least ", rules.least,
                                      ", start ", rules.start, ", most ",
                                      rules.most, " must not decrease")};
}

}  // namespace souk::agents
