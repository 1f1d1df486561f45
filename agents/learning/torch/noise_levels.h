// Noise for training diffusion models.
#pragma once

#include "agents/learning/noise_schedule.h"
#include "agents/learning/torch/networks.h"

namespace souk::agents {

/// beta_k = min(1 - f(k + 1) / f(k), .999) with f(k) = cos^2((k / steps + s) /
/// (1 + s) pi / 2), s = .008. Nichol and Dhariwal, "Improved denoising
/// diffusion probabilistic models" (ICML 2021), eq. 17.
NoiseSchedule CosineSchedule(size_t steps);

/// Clean sequences made noisy.
struct NoisyBatch {
  torch::Tensor step;   ///< [n], int64
  torch::Tensor which;  ///< [n, steps]: the same, one-hot
  torch::Tensor noise;  ///< as the sequences
  torch::Tensor value;  ///< as the sequences: x_k
};
/// Of sequences [n, rows, columns], each with a step of its own.
NoisyBatch AddNoise(const torch::Tensor& clean, const NoiseSchedule& schedule,
                    TrainingDraws& draws);

}  // namespace souk::agents
