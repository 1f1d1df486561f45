// Adam: gradient descent with a step size per parameter (Kingma, Ba, "Adam: a
// method for stochastic optimization", ICLR 2015). Deterministic.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "market/archive.h"

namespace souk::agents {

class Adam {
 public:
  Adam(size_t parameters, double rate)
      : rate_(rate), mean_(parameters, 0), square_(parameters, 0) {}

  /// One step against `gradient` of a loss.
  void Step(std::span<const double> gradient, std::span<double> parameters) {
    constexpr double kMean = 0.9;
    constexpr double kSquare = 0.999;
    mean_power_ *= kMean;
    square_power_ *= kSquare;
    for (size_t i = 0; i < parameters.size(); ++i) {
      const double g = gradient[i];
      mean_[i] = kMean * mean_[i] + (1 - kMean) * g;
      square_[i] = kSquare * square_[i] + (1 - kSquare) * g * g;
      const double mean = mean_[i] / (1 - mean_power_);
      const double square = square_[i] / (1 - square_power_);
      parameters[i] -= rate_ * mean / (std::sqrt(square) + 1e-8);
    }
  }

  /// All but the rate.
  void Save(market::ArchiveWriter& out) const {
    out.Put(mean_power_);
    out.Put(square_power_);
    out.Put(mean_);
    out.Put(square_);
  }
  void Load(market::ArchiveReader& in) {
    const size_t parameters = mean_.size();
    in.Get(mean_power_);
    in.Get(square_power_);
    in.Get(mean_);
    in.Get(square_);
    if (mean_.size() == parameters && square_.size() == parameters) return;
    in.Fail();
    mean_.assign(parameters, 0);
    square_.assign(parameters, 0);
  }

 private:
  double rate_;
  double mean_power_ = 1;
  double square_power_ = 1;
  std::vector<double> mean_;
  std::vector<double> square_;
};

}  // namespace souk::agents
