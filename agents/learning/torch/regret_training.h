// Learning an auction by regret: gradient steps on what it earns, less a price
// on what its bidders could gain by lying.
//
//   loss = -revenue + g * regret
//   revenue  mean over profiles of the sum of payments
//   regret   mean over profiles of the sum over roles r of
//            max(0, u_r(best lie found) - u_r(truth))
//   g       <- max(0, g + rate * (log(regret / revenue) - log(target)))
//
// The target falls geometrically over the first half of the steps, the learning
// rate linearly to a hundredth over the second (our choice). Lies are found
// anew for every batch, whose profiles are fresh: some are drawn, and the best
// of them is improved by gradient ascent with respect to the bid.
//
// Duetting et al., "Optimal Auctions through Deep Learning", ICML 2019; the
// multiplier is that of Ivanov et al., "Optimal-er Auctions through Attention",
// NeurIPS 2022. They take 200,000 steps of 512 profiles with 50 steps of
// ascent each, and no drawn lies.
#pragma once

#include <functional>

#include "agents/learning/torch/lottery_net.h"
#include "agents/learning/training.h"

namespace souk::agents {

/// Where values come from.
struct ValueSource {
  /// [profiles, members, goods], each in [0, highest].
  std::function<torch::Tensor(int64_t profiles, TrainingDraws&)> draw;
  torch::Tensor highest;  ///< [members, goods]
};

struct RegretPlan {
  int64_t steps = 10000;
  int64_t batch = 128;  ///< profiles
  double learning_rate = 1e-3;
  double multiplier = 1;         ///< g at the start
  double multiplier_rate = 0.5;  ///< of g, per step
  double first_target = 0.01;
  double last_target = 0.001;
  int64_t lies = 6;          ///< drawn, per member and profile
  int64_t ascent_steps = 1;  ///< from the best of them
  double ascent_size = 0.1;
};

struct TrainingRun {
  TrainingDraws& draws;
  const TrainingWatch& watch;
};

/// Trains `net` in place; tells the watch "loss", "revenue", "soft regret" (of
/// all members of a profile together) and "multiplier". Error: it was stopped.
market::Result<void> TrainByRegret(LotteryNet& net, const ValueSource& source,
                                   const RegretPlan& plan,
                                   const TrainingRun& run);

}  // namespace souk::agents
