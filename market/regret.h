// Regret: what bidders could gain by bidding something else than their values.
//
//   u_i(b) = sum over i's slots of events * (v_i - price), bidding b
//   rgt_i  = max over b of u_i(b) - u_i(v_i), 0 for truthful mechanisms
//
// Values are the bids of the auction that is given, events what its rates and
// slot weights say. The mechanism is cleared
// with one bid altered and everything else as it was (common random numbers).
// Three estimators, each a lower bound:
//
//   exact  0 and both ends of every range of bids in which the candidate's
//          events stay the same. Exact, to the micro-unit, if a higher bid
//          never loses events and never lowers the price at equal events.
//   dense  even steps from 0 to the highest bid, and v (1 +- 1e-3): for any
//          mechanism
//   grid   0.2 v, 0.4 v, ..., 2 v: what "CGA" (KDD 2025) reports
//
// Duetting et al., "Optimal Auctions through Deep Learning", ICML 2019.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "market/auction.h"
#include "market/bid_trials.h"

namespace souk::market {

enum class RegretEstimator : uint8_t { kExact, kDense, kGrid };

struct RegretProbe {
  RegretEstimator estimator = RegretEstimator::kExact;
  /// Dense: upper end of the steps; 0: the highest bid of the auction.
  double highest_micros = 0;
  /// Dense: number of bids from 0 to there, at least 2.
  uint32_t points = 101;
};

/// One candidate of one auction, in micro-units.
struct Regret {
  double utility = 0;   ///< bidding the value
  double regret = 0;    ///< >= 0
  double best_bid = 0;  ///< gains it
  bool won = false;     ///< bidding the value
};

class RegretMeter {
 public:
  /// The mechanism must outlive the meter.
  RegretMeter(const Mechanism& mechanism, RegretProbe probe)
      : trials_(mechanism), probe_(probe) {}

  Regret Measure(const Auction& auction, uint32_t candidate);

 private:
  struct Trial {
    double bid = 0;
    double events = 0;
  };

  /// Clears with `bid`; keeps the best of all trials.
  Trial Try(double bid);
  void TryExactly();
  void TryDensely();

  /// Of the candidate if its value is its own bid.
  double Utility() const;

  BidTrials trials_;  // of the candidate that is being measured
  RegretProbe probe_;
  Regret found_;
};

/// What is reported of many regrets.
struct RegretFigures {
  int64_t count = 0;
  double utility = 0;  ///< mean
  double mean = 0;     ///< and the others in micro-units
  double p95 = 0;
  double p99 = 0;
  double max = 0;
  /// Mean over auctions of the sum over winners of regret / utility; winners
  /// with utilities below 1e-3 micro-units are left out. Empty: all were.
  std::optional<double> psi;
  /// Sum of regrets / sum of utilities, of winners. Empty: no utility.
  std::optional<double> psi_ratio;
};

class RegretTally {
 public:
  void Add(const Regret& one);
  /// `auctions`: that the regrets are from.
  RegretFigures Figures(int64_t auctions) const;

 private:
  std::vector<double> regrets_;
  double utility_ = 0;
  double relative_ = 0;  // sum of regret / utility
  bool any_relative_ = false;
  double winners_regret_ = 0;
  double winners_utility_ = 0;
};

}  // namespace souk::market
