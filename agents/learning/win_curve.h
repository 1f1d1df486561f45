// A win curve: the chance to win an auction by the value of the page view and
// the share of it that is bid, as a logistic regression.
//
//   P(win) = sigmoid(constant + by_value * x + by_shade * g)
//
// x is the value over a mean value, g the share. Every auction also counts as
// one lost at g = 0: who bids nothing wins nothing.
#pragma once

#include <span>
#include <tuple>

#include "market/archive.h"

namespace souk::agents {

/// One auction of a first-price bidder.
struct ShadedAuction {
  double x = 0;      ///< value of the view over the mean value, above 0
  double shade = 0;  ///< bid / value, [0, 1]
  bool won = false;
  double utility = 0;  ///< value realised minus payment, in mean values
  double mean = 1;     ///< of the shade, under the policy that bid
  double sigma = 0;    ///< its standard deviation

  static constexpr auto Fields() {
    using Row = ShadedAuction;
    return std::tuple(&Row::x, &Row::shade, &Row::won, &Row::utility,
                      &Row::mean, &Row::sigma);
  }
};

struct WinCurve {
  double constant = 0;
  double by_value = 0;
  double by_shade = 0;

  double operator()(double x, double shade) const;
  /// The share in [0.1, 1] of the best P(win) * (1 - share).
  double BestShade(double x) const;
};

/// The most likely curve, by Newton's method with a little regularisation.
WinCurve FitWinCurve(std::span<const ShadedAuction> auctions);

}  // namespace souk::agents
