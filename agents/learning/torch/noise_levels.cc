#include "agents/learning/torch/noise_levels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace souk::agents {

NoiseSchedule CosineSchedule(size_t steps) {
  constexpr double kShift = 0.008;
  const auto f = [&](size_t k) {
    const double part =
        static_cast<double>(k) / static_cast<double>(steps) + kShift;
    const double c = std::cos(part / (1 + kShift) * std::numbers::pi / 2);
    return c * c;
  };
  std::vector<double> betas;
  for (size_t k = 0; k < steps; ++k) {
    betas.push_back(std::min(1 - f(k + 1) / f(k), 0.999));
  }
  return NoiseSchedule(std::move(betas));
}

NoisyBatch AddNoise(const torch::Tensor& clean, const NoiseSchedule& schedule,
                    TrainingDraws& draws) {
  const int64_t count = clean.size(0);
  NoisyBatch made;
  made.step = draws.Integers(count, schedule.steps());
  made.which = torch::one_hot(made.step, static_cast<int64_t>(schedule.steps()))
                   .to(torch::kFloat);
  made.noise = draws.Normals(clean.sizes().vec());
  std::vector<float> signal, noise;
  for (size_t k = 0; k < schedule.steps(); ++k) {
    signal.push_back(static_cast<float>(schedule.signal(k)));
    noise.push_back(static_cast<float>(schedule.noise(k)));
  }
  const auto at = [&](const std::vector<float>& levels) {
    return torch::tensor(levels).index_select(0, made.step).view({-1, 1, 1});
  };
  made.value = at(signal) * clean + at(noise) * made.noise;
  return made;
}

}  // namespace souk::agents
