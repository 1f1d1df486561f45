// What a bid counts for, as a curve that was learned: piecewise linear and
// strictly increasing, so that it has an inverse; straight beyond its last
// knot.
#pragma once

#include <string>
#include <vector>

#include "market/result.h"
#include "market/trained_model.h"

namespace souk::agents {

class WorthCurve {
 public:
  /// Tensors NAME.bids, from 0 on, and NAME.worths, of the same size, at least
  /// 2, both increasing, in units of `unit` micro-units. Error: they are not.
  static market::Result<WorthCurve> From(const market::TrainedModel& model,
                                         const std::string& name, double unit);

  /// Both in micro-units; bid >= 0.
  double WorthOf(double bid) const;
  /// Not below the worth of 0.
  double BidOf(double worth) const;

 private:
  std::vector<double> bids_;
  std::vector<double> worths_;
};

}  // namespace souk::agents
