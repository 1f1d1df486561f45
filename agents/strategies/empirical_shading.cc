// empirical_shading: bids the share of the value that did best.
//
//   g ~ N(best, 0.02), cut to [0, 1]                 per page view
//   buckets of width 0.005 by g; score = mean - 1.96 * deviation / sqrt(n) of
//   the utilities over the n > 1 auctions of a bucket
//   best = middle of the bucket of the highest score, the largest g at a tie
//
// in the rules of shading.h. Reference: AuctionGym, see there.
//
// Parameters: batch, watch_share. Signals: shade, sigma.
#include <algorithm>
#include <cmath>

#include "agents/strategies/shading.h"

namespace souk::agents {
namespace {

constexpr double kWidth = 0.005;
constexpr size_t kBuckets = 201;  // the last one holds 1

struct Bucket {
  double n = 0;
  double sum = 0;
  double squares = 0;

  double Score() const {
    const double mean = sum / n;
    const double variance = std::max(squares / n - mean * mean, 0.0);
    return mean - 1.96 * std::sqrt(variance / n);
  }
};

class EmpiricalShade final : public ShadeLearner {
 public:
  explicit EmpiricalShade(double best) : best_(best) {}

  Shade At(double) const override { return {best_, kFirstShade.sigma}; }
  std::shared_ptr<const ShadeLearner> Taught(
      std::span<const ShadedAuction> batch) const override {
    std::vector<Bucket> buckets(kBuckets);
    for (const ShadedAuction& auction : batch) {
      const double place = std::clamp(auction.shade, 0.0, 1.0) / kWidth;
      Bucket& bucket = buckets[static_cast<size_t>(std::floor(place))];
      bucket.n += 1;
      bucket.sum += auction.utility;
      bucket.squares += auction.utility * auction.utility;
    }
    return std::make_shared<EmpiricalShade>(Best(buckets));
  }
  void Save(market::ArchiveWriter& out) const override { out.Put(best_); }
  std::shared_ptr<const ShadeLearner> Loaded(
      market::ArchiveReader& in) const override {
    double best = 0;
    in.Get(best);
    return std::make_shared<EmpiricalShade>(best);
  }

 private:
  double Best(const std::vector<Bucket>& buckets) const {
    double best = best_;
    double score = -market::kInfinity;
    for (size_t i = 0; i < buckets.size(); ++i) {
      if (buckets[i].n <= 1 || buckets[i].Score() < score) continue;
      score = buckets[i].Score();
      best = std::min((static_cast<double>(i) + 0.5) * kWidth, 1.0);
    }
    return best;
  }

  double best_;
};

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  return BidByShading("empirical_shading",
                      std::make_shared<EmpiricalShade>(kFirstShade.mean),
                      params, facts);
}

}  // namespace

StrategyEntry EmpiricalShadingStrategy() {
  return {.name = "empirical_shading",
          .help =
              "Bids the share of its value that earned most in the last "
              "batch",
          .params = ShadingParams(),
          .signals = {"shade", "sigma"},
          .make = Make};
}

}  // namespace souk::agents
