#include "market/cpa_score.h"

#include "market/vector_math.h"

namespace souk::market {

double CpaScore(const CpaOutcome& outcome, double beta) {
  constexpr double kTiny = 1e-10;  // as published: nothing is divided by 0
  const double cpa = outcome.cost / (outcome.conversions + kTiny);
  if (cpa <= outcome.target) return outcome.conversions;
  const double ratio = outcome.target / (cpa + kTiny);
  const double penalty = beta == 2 ? ratio * ratio : Exp(beta * Log(ratio));
  return outcome.conversions * penalty;
}

}  // namespace souk::market
