#include "agents/learning/shade_policy.h"

#include <cmath>

#include "market/vector_math.h"

namespace souk::agents {
namespace {

constexpr double kLeastSigma = 0.01;
constexpr double kRootOfTwoPi = 2.5066282746310002;

/// Where the parameters of a unit begin.
constexpr size_t kSlope = 0;   // a_0, a_1
constexpr size_t kOffset = 2;  // b_0, b_1
constexpr size_t kMean = 4;    // m_0, m_1, m_2
constexpr size_t kSigma = 7;   // s_0, s_1, s_2

struct Hidden {
  double input[2];
  double unit[2];
};

Hidden HiddenOf(const ShadePolicy::Parameters& p, double x) {
  Hidden hidden;
  for (size_t j = 0; j < 2; ++j) {
    hidden.input[j] = p[kSlope + j] * x + p[kOffset + j];
    hidden.unit[j] = Softplus(hidden.input[j]);
  }
  return hidden;
}

double Head(const ShadePolicy::Parameters& p, size_t head,
            const Hidden& hidden) {
  return p[head] * hidden.unit[0] + p[head + 1] * hidden.unit[1] + p[head + 2];
}

}  // namespace

double Softplus(double x) {
  // log(1 + exp(x)) without overflow.
  return x > 30 ? x : market::Log(1 + market::Exp(x));
}

double InverseSoftplus(double y) {
  return y > 30 ? y : market::Log(market::Exp(y) - 1);
}

double DensityOf(const Shade& shade, double value) {
  const double z = (value - shade.mean) / shade.sigma;
  return market::Exp(-z * z / 2) / (shade.sigma * kRootOfTwoPi);
}

ShadePolicy ShadePolicy::Around(const Shade& shade, double tilt) {
  ShadePolicy policy;
  policy.parameters = {tilt, -tilt, 0, 0, 0, 0, 0, 0, 0, 0};
  policy.parameters[kMean + 2] = InverseSoftplus(shade.mean);
  policy.parameters[kSigma + 2] = InverseSoftplus(shade.sigma - kLeastSigma);
  return policy;
}

Shade ShadePolicy::At(double x) const {
  const Hidden hidden = HiddenOf(parameters, x);
  return {Softplus(Head(parameters, kMean, hidden)),
          kLeastSigma + Softplus(Head(parameters, kSigma, hidden))};
}

void ShadePolicy::AddGradient(double x, const Shade& by,
                              Parameters& gradient) const {
  const Hidden hidden = HiddenOf(parameters, x);
  double by_unit[2] = {0, 0};
  const auto back = [&](size_t head, double change) {
    const double d = change * market::Sigmoid(Head(parameters, head, hidden));
    for (size_t j = 0; j < 2; ++j) {
      gradient[head + j] += d * hidden.unit[j];
      by_unit[j] += d * parameters[head + j];
    }
    gradient[head + 2] += d;
  };
  back(kMean, by.mean);
  back(kSigma, by.sigma);
  for (size_t j = 0; j < 2; ++j) {
    const double d = by_unit[j] * market::Sigmoid(hidden.input[j]);
    gradient[kSlope + j] += d * x;
    gradient[kOffset + j] += d;
  }
}

}  // namespace souk::agents
