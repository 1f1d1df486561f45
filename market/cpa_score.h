// The score of a campaign with a target for the cost of a conversion.
//
//   CPA   = cost / conversions
//   score = conversions                      if CPA <= target
//           conversions (target / CPA)^beta  otherwise
//
// AuctionNet (NeurIPS 2024) and the papers that follow it take beta = 2; the
// text of the competition says that 3 is typical.
#pragma once

namespace souk::market {

inline constexpr double kScoreExponent = 2;

struct CpaOutcome {
  double conversions = 0;  ///< >= 0
  double cost = 0;         ///< >= 0, in the unit of `target`
  double target = 0;       ///< > 0
};

double CpaScore(const CpaOutcome& outcome, double beta = kScoreExponent);

}  // namespace souk::market
