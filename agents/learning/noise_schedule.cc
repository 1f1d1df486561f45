#include "agents/learning/noise_schedule.h"

#include <algorithm>
#include <cmath>

namespace souk::agents {

NoiseSchedule::NoiseSchedule(std::vector<double> betas)
    : betas_(std::move(betas)) {
  double before = 1;
  for (const double beta : betas_) {
    const double abar = before * (1 - beta);
    abar_.push_back(abar);
    signal_.push_back(std::sqrt(abar));
    noise_.push_back(std::sqrt(1 - abar));
    own_.push_back(std::sqrt(1 - beta) * (1 - before) / (1 - abar));
    clean_.push_back(std::sqrt(before) * beta / (1 - abar));
    variance_.push_back(beta * (1 - before) / (1 - abar));
    before = abar;
  }
}

market::Result<NoiseSchedule> NoiseSchedule::From(
    const market::TrainedModel& model) {
  const auto* const betas = model.FindSetting(kBetasSetting);
  const auto within = [](double beta) { return beta > 0 && beta < 1; };
  if (betas == nullptr || betas->empty() ||
      !std::ranges::all_of(*betas, within)) {
    return market::Error{
        market::Concat("model of '", model.member,
                       "': the setting 'betas' must be numbers in (0, 1)")};
  }
  return NoiseSchedule(*betas);
}

}  // namespace souk::agents
