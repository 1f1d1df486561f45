// What a learned auctioneer is trained for: brands, stores, who may share a
// slot, slots, and where values come from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "market/auction.h"

namespace souk::agents {

/// Where the values of one side come from, in units of `value_unit_micros`.
struct ValueLaw {
  enum class Kind : uint8_t { kUniform, kTruncatedExponential };
  Kind kind = Kind::kUniform;
  double high = 1;  ///< uniform on [0, high]; exponential: cut there
  double mean = 1;  ///< of the exponential before the cut
};

/// Candidates are numbered brands first, then stores.
struct JointSetting {
  uint32_t brands = 2;
  uint32_t stores = 2;
  std::vector<double> slot_weight = {1};
  std::vector<market::Bundle> bundles;  ///< store = brands + its number
  ValueLaw brand_law, store_law;
  /// What a value of 1 stands for, per charged event.
  double value_unit_micros = 1000000;

  uint32_t members() const { return brands + stores; }
};

}  // namespace souk::agents
