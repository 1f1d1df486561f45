#include "market/contracts/pacers/rate_sketch.h"

#include <algorithm>

#include "market/check.h"

namespace souk::market {
namespace {

/// Bin 0 begins at 0, whatever PaceBinStart says.
double StartOf(size_t bin) { return bin == 0 ? 0 : PaceBinStart(bin); }

}  // namespace

void RateSketch::Add(std::span<const int64_t> counts, double memory) {
  SOUK_CHECK(counts.empty() || counts.size() == kPaceBins, "counts of ",
             counts.size(), " bins");
  for (double& weight : weight_) weight *= memory;
  for (size_t b = 0; b < counts.size(); ++b) {
    weight_[b] += static_cast<double>(counts[b]);
  }
  SumUp();
}

void RateSketch::SumUp() {
  total_ = 0;
  for (size_t b = 0; b < kPaceBins; ++b) {
    below_[b] = total_;
    total_ += weight_[b];
  }
  below_[kPaceBins] = total_;
}

double RateSketch::Cdf(double rate) const {
  if (total_ <= 0) return 0;
  const size_t bin = PaceBin(rate);
  const double start = StartOf(bin);
  const double within =
      std::clamp((rate - start) / (PaceBinStart(bin + 1) - start), 0.0, 1.0);
  return (below_[bin] + within * weight_[bin]) / total_;
}

double RateSketch::Quantile(double p) const {
  SOUK_CHECK(total_ > 0, "a quantile of nothing");
  const double wanted = std::clamp(p, 0.0, 1.0) * total_;
  // The first bin whose end reaches it.
  const auto end = std::lower_bound(below_.begin() + 1, below_.end(), wanted);
  const auto bin = static_cast<size_t>(end - below_.begin()) - 1;
  if (bin >= kPaceBins) return 1;
  const double start = StartOf(bin);
  if (weight_[bin] <= 0) return start;
  return start + (wanted - below_[bin]) / weight_[bin] *
                     (PaceBinStart(bin + 1) - start);
}

void RateSketch::Load(ArchiveReader& in) {
  in.Get(weight_);
  if (weight_.size() != kPaceBins) {
    in.Fail();
    weight_.assign(kPaceBins, 0);
  }
  SumUp();
}

}  // namespace souk::market
