// value_learning: learns the chance to win by value and share, and bids the
// share of the best expected utility (the direct method).
//
//   mean  = the g in [0.1, 1] of the largest P(win | V, g) * (V - g * V)
//   sigma = 0.02
//
// in the rules of shading.h; P is a logistic regression on V, g and one lost
// auction at g = 0 per auction, see agents/learning/win_curve.h. Reference:
// AuctionGym, see shading.h, which fits by gradient descent and searches 128
// random g; here the fit is the maximum of the likelihood and g that of the
// utility.
//
// Parameters: batch, watch_share. Signals: shade, sigma.
#include "agents/strategies/shading.h"

namespace souk::agents {
namespace {

class LearntCurve final : public ShadeLearner {
 public:
  LearntCurve() = default;
  explicit LearntCurve(const WinCurve& curve) : curve_(curve), taught_(1) {}

  Shade At(double x) const override {
    if (taught_ == 0) return kFirstShade;
    return {curve_.BestShade(x), kFirstShade.sigma};
  }
  std::shared_ptr<const ShadeLearner> Taught(
      std::span<const ShadedAuction> batch) const override {
    return std::make_shared<LearntCurve>(FitWinCurve(batch));
  }
  void Save(market::ArchiveWriter& out) const override {
    out.Put(curve_);
    out.Put(taught_);
  }
  std::shared_ptr<const ShadeLearner> Loaded(
      market::ArchiveReader& in) const override {
    auto loaded = std::make_shared<LearntCurve>();
    in.Get(loaded->curve_);
    in.Get(loaded->taught_);
    return loaded;
  }

 private:
  WinCurve curve_;
  uint8_t taught_ = 0;
};

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  return BidByShading("value_learning", std::make_shared<LearntCurve>(), params,
                      facts);
}

}  // namespace

StrategyEntry ValueLearningStrategy() {
  return {.name = "value_learning",
          .help =
              "Learns the chance to win and bids the best share of its "
              "value",
          .params = ShadingParams(),
          .signals = {"shade", "sigma"},
          .make = Make};
}

}  // namespace souk::agents
