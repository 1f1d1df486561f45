// stochastic_cpa: offers the target for a conversion, with noise per tick.
//
//   bid = C * exp(sigma * z) * (expected conversions of a charged event)
//
// with C the target of the campaign and z a standard normal draw of the line
// and tick. Reference: StochasticCPA of the rlbidder benchmark
// (github.com/zuoxingdong/rlbidder), which does not publish its noise.
//
// Signal: coefficient (in micro-units), of the tick planned last.
#include "agents/strategies/requirements.h"
#include "market/random.h"
#include "market/vector_math.h"

namespace souk::agents {
namespace {

class StochasticCpa final : public Strategy {
 public:
  StochasticCpa(const LineFacts& facts, double sigma)
      : facts_(facts),
        sigma_(sigma),
        noise_(facts.seed, facts.run, market::Purpose::kStrategy) {}

  market::BidFunction Plan(const market::PlanInput& input) override {
    const double z = noise_.Normal(facts_.line, input.time.tick, 0);
    coefficient_ = facts_.target_cpa_micros * market::Exp(sigma_ * z);
    market::BidFunction bid{ConversionBid(facts_), nullptr};
    bid.linear.factor = coefficient_;
    return bid;
  }
  void Learn(const market::Feedback&) override {}
  void Signals(std::span<double> values) const override {
    values[0] = coefficient_;
  }
  void Save(market::ArchiveWriter& out) const override {
    out.Put(coefficient_);
  }
  void Load(market::ArchiveReader& in) override { in.Get(coefficient_); }

 private:
  LineFacts facts_;
  double sigma_;
  market::Stream noise_;
  double coefficient_ = 0;
};

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  if (auto target = NeedTargetCpa("stochastic_cpa", facts); !target) {
    return target.error();
  }
  return std::unique_ptr<Strategy>(
      std::make_unique<StochasticCpa>(facts, params.number("sigma")));
}

}  // namespace

StrategyEntry StochasticCpaStrategy() {
  return {.name = "stochastic_cpa",
          .help =
              "Offers the target for every conversion, with noise per tick "
              "(needs a target)",
          .params = {NumberParam("sigma", 0.1, {0, 3},
                                 "Standard deviation of the logarithm")},
          .signals = {"coefficient"},
          .make = Make};
}

}  // namespace souk::agents
