// What a shade policy is trained for: the loss of one auction, as its change by
// the mean and the deviation of the policy there.
//
//   kReinforce     -pi * u
//   kOffPolicy     -(pi / pi0) * u
//   kTrustRegion   -(pi / pi0) * u + 0.05 * KL(pi0 || pi)
//   kClipped       -min(r * u, clip(r, 1/50, 50) * u),  r = pi / pi0   (PPO)
//   kDoublyRobust  -(E over g ~ pi of W(g) * (x - g * x)
//                    + clip(r, 1/50, 50) * (u - W(g0) * (x - g0 * x)))
//
// with u the utility and pi, pi0 the densities of the shade g0 that was bid
// under the policy in training and the one that bid, and W a win curve. The
// expectation is a three-point Gauss-Hermite rule. Reference: AuctionGym, see
// shade_policy.h.
#pragma once

#include "agents/learning/shade_policy.h"
#include "agents/learning/win_curve.h"

namespace souk::agents {

enum class Objective : uint8_t {
  kReinforce = 0,
  kOffPolicy = 1,
  kTrustRegion = 2,
  kClipped = 3,
  kDoublyRobust = 4,
};

/// Derivatives of the loss by mean and sigma. `curve`: for kDoublyRobust.
Shade LossGradient(Objective objective, const ShadedAuction& auction,
                   const Shade& policy, const WinCurve& curve);
/// The loss itself, for tests.
double LossOf(Objective objective, const ShadedAuction& auction,
              const Shade& policy, const WinCurve& curve);

struct Training {
  Objective objective = Objective::kOffPolicy;
  double rate = 2e-3;  ///< of Adam
  int epochs = 200;    ///< steps on the whole batch
};

/// `policy` after training on a batch; a batch of none changes nothing.
ShadePolicy Trained(ShadePolicy policy, std::span<const ShadedAuction> batch,
                    const Training& training);

}  // namespace souk::agents
