#include "agents/learning/win_curve.h"

#include <array>
#include <cmath>
#include <utility>

#include "market/vector_math.h"

namespace souk::agents {
namespace {

constexpr size_t kSize = 3;
constexpr double kRidge = 1e-6;
using Vector = std::array<double, kSize>;
using Matrix = std::array<Vector, kSize>;

/// Solves a * x = b for a positive definite matrix, by elimination.
Vector Solved(Matrix a, Vector b) {
  for (size_t k = 0; k < kSize; ++k) {
    for (size_t i = k + 1; i < kSize; ++i) {
      const double times = a[i][k] / a[k][k];
      for (size_t j = k; j < kSize; ++j) a[i][j] -= times * a[k][j];
      b[i] -= times * b[k];
    }
  }
  for (size_t k = kSize; k-- > 0;) {
    for (size_t j = k + 1; j < kSize; ++j) b[k] -= a[k][j] * b[j];
    b[k] /= a[k][k];
  }
  return b;
}

struct Newton {
  Matrix hessian = {};
  Vector gradient = {};

  void Add(const Vector& feature, double won, const Vector& weight) {
    double index = 0;
    for (size_t i = 0; i < kSize; ++i) index += weight[i] * feature[i];
    const double p = market::Sigmoid(index);
    for (size_t i = 0; i < kSize; ++i) {
      gradient[i] += (won - p) * feature[i];
      for (size_t j = 0; j < kSize; ++j) {
        hessian[i][j] += p * (1 - p) * feature[i] * feature[j];
      }
    }
  }
};

Vector NewtonStep(std::span<const ShadedAuction> auctions,
                  const Vector& weight) {
  Newton sums;
  for (const ShadedAuction& auction : auctions) {
    sums.Add({1, auction.x, auction.shade}, auction.won ? 1 : 0, weight);
    sums.Add({1, auction.x, 0}, 0, weight);
  }
  const double ridge = kRidge * static_cast<double>(auctions.size() + 1);
  for (size_t i = 0; i < kSize; ++i) {
    sums.hessian[i][i] += ridge;
    sums.gradient[i] -= ridge * weight[i];
  }
  return Solved(sums.hessian, sums.gradient);
}

}  // namespace

double WinCurve::operator()(double x, double shade) const {
  return market::Sigmoid(constant + by_value * x + by_shade * shade);
}

double WinCurve::BestShade(double x) const {
  // The slope of log(P * (1 - g)) has at most one change of sign.
  double low = 0.1;
  double high = 1;
  for (int i = 0; i < 30; ++i) {
    const double shade = (low + high) / 2;
    const double slope = (1 - (*this)(x, shade)) * by_shade * (1 - shade) - 1;
    (slope > 0 ? low : high) = shade;
  }
  return (low + high) / 2;
}

WinCurve FitWinCurve(std::span<const ShadedAuction> auctions) {
  Vector weight = {};
  for (int step = 0; step < 30; ++step) {
    const Vector move = NewtonStep(auctions, weight);
    double size = 0;
    for (const double m : move) size += std::abs(m);
    // Far from the optimum a whole step may overshoot.
    const double share = size > 4 ? 4 / size : 1;
    for (size_t i = 0; i < kSize; ++i) weight[i] += share * move[i];
    if (size < 1e-9) break;
  }
  return {weight[0], weight[1], weight[2]};
}

}  // namespace souk::agents
