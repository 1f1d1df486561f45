#include "agents/learning/cautious_cost.h"

#include <algorithm>
#include <cmath>

namespace souk::agents {

double CostUpperBound(std::span<const double> heads, double caution) {
  const auto n = static_cast<double>(heads.size());
  double sum = 0;
  for (const double head : heads) sum += head;
  const double mean = sum / n;
  double squares = 0;
  for (const double head : heads) squares += (head - mean) * (head - mean);
  return mean + caution * std::sqrt(squares / (n - 1));
}

double Rectification(double room, double correction, double lambda) {
  return std::min(correction * room, lambda);
}

double EffectiveMultiplier(double room, double correction, double lambda) {
  return lambda - Rectification(room, correction, lambda);
}

double DiscountedLimit(double limit, double discount, uint32_t ticks) {
  double power = 1;
  for (uint32_t tick = 0; tick < ticks; ++tick) power *= discount;
  return limit * (1 - power) / ((1 - discount) * ticks);
}

}  // namespace souk::agents
