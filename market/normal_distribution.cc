#include "market/normal_distribution.h"

#include "market/vector_math.h"

namespace souk::market {
namespace {

constexpr double kInverseRootTwoPi = 0.39894228040143267794;
/// Beyond it, the tail is less than the error that is promised.
constexpr double kFar = 8.3;

}  // namespace

double NormalDensity(double x) { return kInverseRootTwoPi * Exp(-0.5 * x * x); }

// 1/2 + density(x) (x + x^3/3 + x^5/(3 5) + x^7/(3 5 7) + ...): Marsaglia,
// "Evaluating the Normal Distribution", 2004.
double NormalDistribution(double x) {
  if (x < -kFar) return 0;
  if (x > kFar) return 1;
  double term = x;
  double sum = x;
  double last = 0;
  for (double odd = 3; sum != last; odd += 2) {
    last = sum;
    term *= x * x / odd;
    sum += term;
  }
  return 0.5 + sum * NormalDensity(x);
}

double TruncatedNormalMean(double low, double high) {
  return (NormalDensity(low) - NormalDensity(high)) /
         (NormalDistribution(high) - NormalDistribution(low));
}

}  // namespace souk::market
