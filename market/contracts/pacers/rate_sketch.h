// How predicted click rates were distributed lately: 256 bins that forget.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "market/archive.h"
#include "market/contracts/pacer.h"

namespace souk::market {

/// Weights of the bins of PaceBin. A rate lies anywhere within its bin, all
/// places as likely.
class RateSketch {
 public:
  /// Multiplies what is there by `memory`, [0, 1), and adds the counts.
  void Add(std::span<const int64_t> counts, double memory);
  double total() const { return total_; }
  /// Weight of the bins below `bin`, <= kPaceBins.
  double Below(size_t bin) const { return below_[bin]; }
  /// Share of the weight below `rate`; 0 without weight.
  double Cdf(double rate) const;
  /// The lowest rate with Cdf = p, p in [0, 1]; needs weight.
  double Quantile(double p) const;
  void Save(ArchiveWriter& out) const { out.Put(weight_); }
  void Load(ArchiveReader& in);

 private:
  void SumUp();

  std::vector<double> weight_ = std::vector<double>(kPaceBins, 0);
  std::vector<double> below_ = std::vector<double>(kPaceBins + 1, 0);
  double total_ = 0;
};

}  // namespace souk::market
