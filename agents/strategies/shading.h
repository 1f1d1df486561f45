// Bandits that learn how much of the value to bid: what empirical_shading,
// value_learning, policy_learning and doubly_robust share.
//
//   bid = g * V,  g ~ N(mean(V), sigma(V)), cut to [0, 1]
//
// for one view, with V the truthful value of it and g drawn for every page view
// and line. They see their auctions, and when there are `batch` of them, learn
// from these and forget them. Until the first time g ~ N(1, 0.02). The utility
// of an auction is the value of its click and conversion minus the price, if
// the view was examined. For markets that charge the bid; no budget is looked
// at. Reference: Jeunen et al., "Learning from bandit feedback: an overview of
// the state of the art in AuctionGym", AdKDD 2022.
#pragma once

#include <string_view>
#include <vector>

#include "agents/learning/shade_policy.h"
#include "agents/learning/win_curve.h"
#include "agents/strategy.h"

namespace souk::agents {

/// The law of g before the first lesson, and the noise of rules that have none
/// of their own.
inline constexpr Shade kFirstShade = {1, 0.02};

/// What is learnt. Immutable: a lesson makes another one.
class ShadeLearner {
 public:
  virtual ~ShadeLearner() = default;
  /// x: V over the mean V of the first batch.
  virtual Shade At(double x) const = 0;
  virtual std::shared_ptr<const ShadeLearner> Taught(
      std::span<const ShadedAuction> batch) const = 0;
  virtual void Save(market::ArchiveWriter& out) const = 0;
  /// One like this, from what Save wrote.
  virtual std::shared_ptr<const ShadeLearner> Loaded(
      market::ArchiveReader& in) const = 0;
};

/// batch, watch_share.
std::vector<market::ParamSpec> ShadingParams();

/// Signals: shade (the mean of g at the mean value), sigma. Errors: a charge
/// other than VIEW.
market::Result<std::unique_ptr<Strategy>> BidByShading(
    std::string_view strategy, std::shared_ptr<const ShadeLearner> learner,
    const market::ParamSet& params, const LineFacts& facts);

}  // namespace souk::agents
