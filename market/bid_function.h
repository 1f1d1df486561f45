// Bid functions: pure values that map an Observation to a bid.
//
// Bidders plan one per line and tick; cells evaluate it on every page view.
//
// LinearBid covers every rule of the form "weights times rates", and is
// evaluated on columns over candidates:
//
//   x   = constant + click * c + conversion * v + click_conversion * c * v
//   bid = clip(factor * step * (whole_steps ? floor(x) : x), min, max)
//
// with c, v the predicted click and conversion rates, all amounts in
// micro-units. A rule with more memory than that is a BidCurve.
// The cell then rounds up to whole micro-units and caps the bid by what its
// lease still covers.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "market/archive.h"
#include "market/observation.h"

namespace souk::market {

/// Bids above this (2^52 micro-units) are cut: doubles hold whole micro-units
/// exactly only up to there.
inline constexpr double kMaxBid = 4503599627370496.0;

struct LinearBid {
  double constant = 0;
  double click = 0;
  double conversion = 0;
  double click_conversion = 0;
  double step = 1;
  double factor = 1;
  double min = 0;
  double max = kMaxBid;
  bool whole_steps = false;

  double operator()(double click_rate, double conversion_rate) const;
};

/// A bid function that is no line; immutable and shared. A strategy that plans
/// curves plans one for every tick.
class BidCurve {
 public:
  virtual ~BidCurve() = default;
  /// Writes what differs from one tick to another; the rest is in the scenario.
  virtual void Save(ArchiveWriter& out) const = 0;
  /// This curve as it was when it was saved. `this` stems from the same line of
  /// the same scenario, in whatever tick. Null if the bytes make no sense.
  virtual std::shared_ptr<const BidCurve> Loaded(ArchiveReader& in) const = 0;
  /// Micro-units, finite, >= 0.
  virtual double Bid(const Observation& observation) const = 0;
  /// Whether Bid looks at Observation::chance.
  virtual bool draws() const { return false; }
};

struct BidFunction {
  LinearBid linear;
  /// If set, `linear` is not used.
  std::shared_ptr<const BidCurve> curve;
  /// Share of its page views of which the strategy wants to see the auction.
  double watch_share = 0;

  double operator()(const Observation& observation) const {
    return curve ? curve->Bid(observation)
                 : linear(observation.click_rate, observation.conversion_rate);
  }
};

/// The bid functions of a tick, one per line.
using BidSheet = std::vector<BidFunction>;

}  // namespace souk::market
