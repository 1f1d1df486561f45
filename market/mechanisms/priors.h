// Priors of values in closed form: virtual values and their inverses.
//
//   phi(v) = v - (1 - F(v)) / f(v)
//
//   uniform on [low, high]              phi(v) = 2 v - high
//   exponential of mean m               phi(v) = v - m
//   ... truncated to [0, c]             phi(v) = v - m (1 - exp((v - c) / m))
//
// A bid above the prior's upper end counts for itself. Inverse gives the least
// bid of a virtual value. The truncated exponential's is Newton's, from above
// (phi is convex), until it moves less than a millionth of a micro-unit or, for
// large amounts, no further. Myerson, "Optimal Auction Design", 1981.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "market/param.h"
#include "market/vector_math.h"

namespace souk::market {

struct UniformPrior {
  double low;
  double high;

  double Phi(double bid) const { return std::min(2 * bid - high, bid); }
  double Inverse(double value) const {
    return std::max((value + high) / 2, value);
  }
};

struct ExponentialPrior {
  static constexpr double low = 0;
  double mean;

  double Phi(double bid) const { return bid - mean; }
  double Inverse(double value) const { return value + mean; }
};

struct TruncatedPrior {
  static constexpr double low = 0;
  double mean;
  double cap;

  double Decay(double bid) const { return Exp((bid - cap) / mean); }
  double Phi(double bid) const {
    return bid < cap ? bid - mean * (1 - Decay(bid)) : bid;
  }
  double Inverse(double value) const {
    if (value >= cap) return value;
    double bid = std::min(cap, value + mean);
    for (int step = 0; step < 64; ++step) {
      const double less = (Phi(bid) - value) / (1 + Decay(bid));
      if (!(less > 1e-6)) break;
      bid -= less;
    }
    return bid;
  }
};

/// Declaration of one number of a prior, in whole micro-units; 0: not given.
inline ParamSpec PriorParam(std::string name, std::string help) {
  return {.name = std::move(name),
          .unit = "micros",
          .shape = ParamShape::kInteger,
          .default_value = {0},
          .min = 0,
          .max = 1e15,
          .help = std::move(help)};
}

}  // namespace souk::market
