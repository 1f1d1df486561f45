#include "agents/learning/policy_objectives.h"

#include <algorithm>
#include <cmath>

#include "agents/learning/adam.h"
#include "market/vector_math.h"

namespace souk::agents {
namespace {

constexpr double kClip = 50;
constexpr double kTrust = 0.05;
constexpr double kLeastDensity = 1e-9;
// Three-point Gauss-Hermite rule for a standard normal.
constexpr double kNodes[] = {-1.7320508075688772, 0, 1.7320508075688772};
constexpr double kWeights[] = {1.0 / 6, 2.0 / 3, 1.0 / 6};

double RatioOf(const ShadedAuction& auction, const Shade& policy) {
  const double before = DensityOf({auction.mean, auction.sigma}, auction.shade);
  return DensityOf(policy, auction.shade) / std::max(before, kLeastDensity);
}

/// Derivatives of log pi at the shade that was bid.
Shade Score(const ShadedAuction& auction, const Shade& policy) {
  const double z = (auction.shade - policy.mean) / policy.sigma;
  return {z / policy.sigma, (z * z - 1) / policy.sigma};
}

Shade Times(const Shade& shade, double factor) {
  return {factor * shade.mean, factor * shade.sigma};
}

Shade TrustGradient(const ShadedAuction& auction, const Shade& policy) {
  const double away = policy.mean - auction.mean;
  const double square = policy.sigma * policy.sigma;
  const double spread = auction.sigma * auction.sigma + away * away;
  return {kTrust * away / square,
          kTrust * (1 - spread / square) / policy.sigma};
}

double Divergence(const ShadedAuction& auction, const Shade& policy) {
  const double away = policy.mean - auction.mean;
  const double square = policy.sigma * policy.sigma;
  return market::Log(policy.sigma / auction.sigma) +
         (auction.sigma * auction.sigma + away * away) / (2 * square) - 0.5;
}

/// Of W(g) * x * (1 - g).
double Expected(const WinCurve& curve, double x, double shade) {
  return curve(x, shade) * x * (1 - shade);
}
double ExpectedSlope(const WinCurve& curve, double x, double shade) {
  const double p = curve(x, shade);
  return x * p * ((1 - p) * curve.by_shade * (1 - shade) - 1);
}

Shade RobustGradient(const ShadedAuction& auction, const Shade& policy,
                     const WinCurve& curve) {
  Shade gradient{0, 0};
  for (int k = 0; k < 3; ++k) {
    const double shade = policy.mean + policy.sigma * kNodes[k];
    const double slope = kWeights[k] * ExpectedSlope(curve, auction.x, shade);
    gradient.mean -= slope;
    gradient.sigma -= slope * kNodes[k];
  }
  const double ratio = RatioOf(auction, policy);
  if (ratio <= 1 / kClip || ratio >= kClip) return gradient;
  const double surprise =
      auction.utility - Expected(curve, auction.x, auction.shade);
  const Shade score = Times(Score(auction, policy), ratio * surprise);
  return {gradient.mean - score.mean, gradient.sigma - score.sigma};
}

double RobustLoss(const ShadedAuction& auction, const Shade& policy,
                  const WinCurve& curve) {
  double loss = 0;
  for (int k = 0; k < 3; ++k) {
    loss -= kWeights[k] *
            Expected(curve, auction.x, policy.mean + policy.sigma * kNodes[k]);
  }
  const double ratio = std::clamp(RatioOf(auction, policy), 1 / kClip, kClip);
  return loss -
         ratio * (auction.utility - Expected(curve, auction.x, auction.shade));
}

}  // namespace

Shade LossGradient(Objective objective, const ShadedAuction& auction,
                   const Shade& policy, const WinCurve& curve) {
  if (objective == Objective::kDoublyRobust) {
    return RobustGradient(auction, policy, curve);
  }
  const Shade score = Score(auction, policy);
  const double u = auction.utility;
  if (objective == Objective::kReinforce) {
    return Times(score, -u * DensityOf(policy, auction.shade));
  }
  const double ratio = RatioOf(auction, policy);
  if (objective == Objective::kClipped) {
    const double clipped = std::clamp(ratio, 1 / kClip, kClip);
    if (clipped * u < ratio * u) return {0, 0};
  }
  Shade gradient = Times(score, -u * ratio);
  if (objective == Objective::kTrustRegion) {
    const Shade trust = TrustGradient(auction, policy);
    gradient.mean += trust.mean;
    gradient.sigma += trust.sigma;
  }
  return gradient;
}

double LossOf(Objective objective, const ShadedAuction& auction,
              const Shade& policy, const WinCurve& curve) {
  const double u = auction.utility;
  const double ratio = RatioOf(auction, policy);
  switch (objective) {
    case Objective::kReinforce:
      return -u * DensityOf(policy, auction.shade);
    case Objective::kOffPolicy:
      return -u * ratio;
    case Objective::kTrustRegion:
      return -u * ratio + kTrust * Divergence(auction, policy);
    case Objective::kClipped:
      return -std::min(ratio * u, std::clamp(ratio, 1 / kClip, kClip) * u);
    case Objective::kDoublyRobust:
      return RobustLoss(auction, policy, curve);
  }
  return 0;
}

ShadePolicy Trained(ShadePolicy policy, std::span<const ShadedAuction> batch,
                    const Training& training) {
  if (batch.empty()) return policy;
  WinCurve curve;
  if (training.objective == Objective::kDoublyRobust) {
    curve = FitWinCurve(batch);
  }
  Adam adam(ShadePolicy::kParameters, training.rate);
  for (int epoch = 0; epoch < training.epochs; ++epoch) {
    ShadePolicy::Parameters gradient = {};
    for (const ShadedAuction& auction : batch) {
      const ShadePolicy::Pass pass = policy.PassAt(auction.x);
      policy.AddGradient(
          pass, LossGradient(training.objective, auction, pass.shade(), curve),
          gradient);
    }
    for (double& g : gradient) g /= static_cast<double>(batch.size());
    adam.Step(gradient, policy.parameters);
  }
  return policy;
}

}  // namespace souk::agents
