#include "agents/learning/shade_policy.h"

#include <cmath>

#include "market/vector_math.h"

namespace souk::agents {
namespace {

constexpr double kRootOfTwoPi = 2.5066282746310002;

/// Where the parameters of a unit begin.
constexpr size_t kSlope = 0;   // a_0, a_1
constexpr size_t kOffset = 2;  // b_0, b_1
constexpr size_t kMean = 4;    // m_0, m_1, m_2
constexpr size_t kSigma = 7;   // s_0, s_1, s_2

ShadePolicy::Unit Softplus(double x) {
  if (x > 30) return {x, 1};  // without overflow
  const double e = market::Exp(x);
  return {market::Log(1 + e), e / (1 + e)};
}

}  // namespace

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

ShadePolicy::Pass ShadePolicy::PassAt(double x) const {
  const Parameters& p = parameters;
  Pass pass;
  pass.x = x;
  for (size_t j = 0; j < 2; ++j) {
    pass.hidden[j] = Softplus(p[kSlope + j] * x + p[kOffset + j]);
  }
  const auto head = [&](size_t first) {
    return Softplus(p[first] * pass.hidden[0].value +
                    p[first + 1] * pass.hidden[1].value + p[first + 2]);
  };
  pass.mean = head(kMean);
  pass.sigma = head(kSigma);
  return pass;
}

void ShadePolicy::AddGradient(const Pass& pass, const Shade& by,
                              Parameters& gradient) const {
  double by_unit[2] = {0, 0};
  const auto back = [&](size_t head, double d) {
    for (size_t j = 0; j < 2; ++j) {
      gradient[head + j] += d * pass.hidden[j].value;
      by_unit[j] += d * parameters[head + j];
    }
    gradient[head + 2] += d;
  };
  back(kMean, by.mean * pass.mean.slope);
  back(kSigma, by.sigma * pass.sigma.slope);
  for (size_t j = 0; j < 2; ++j) {
    const double d = by_unit[j] * pass.hidden[j].slope;
    gradient[kSlope + j] += d * pass.x;
    gradient[kOffset + j] += d;
  }
}

}  // namespace souk::agents
