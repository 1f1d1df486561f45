#include "market/conversion_delay.h"

#include <algorithm>

#include "market/vector_math.h"

namespace souk::market {

double ArrivedShare(const DelaySpec& spec, double hours) {
  const double h = std::min(hours, spec.cut_hours);
  return 1 - spec.fast_share * Exp(-h / spec.fast_mean_hours) -
         (1 - spec.fast_share) * Exp(-h / spec.slow_mean_hours);
}

double DelayHours(const DelaySpec& spec, double kind, double time) {
  const double mean =
      kind < spec.fast_share ? spec.fast_mean_hours : spec.slow_mean_hours;
  const double hours = -Log(1 - time) * mean;
  return hours <= spec.cut_hours ? hours : -1;
}

double DelayAwareRate(const DelaySpec& spec, double conversions,
                      std::span<const double> click_ages) {
  double exposure = 0;
  for (const double age : click_ages) exposure += ArrivedShare(spec, age);
  return exposure > 0 ? conversions / exposure : 0;
}

double LogConverted(const DelayedClick& click, double delay) {
  return Log(click.p) + Log(click.rate) - click.rate * delay;
}

double LogNotYet(const DelayedClick& click, double age) {
  return Log(1 - click.p + click.p * Exp(-click.rate * age));
}

double StillToCome(const DelayedClick& click, double age) {
  const double late = click.p * Exp(-click.rate * age);
  return late / (1 - click.p + late);
}

}  // namespace souk::market
