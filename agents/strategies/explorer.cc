// explorer: bids by a coefficient that walks at random, to collect data that
// covers what a learner may want to do.
//
//   first tick of a day   x = ln low + u * (ln high - ln low)
//   other ticks           x = x + step * z, reflected at ln low and ln high
//   bid                   e^x * (worth of a charged event)
//
// with u uniform and z standard normal, draws of the line and tick. Worth: the
// target for every expected conversion, else the values (learning/aim.h).
//
// Signal: coefficient, of the tick planned last.
#include <algorithm>

#include "agents/learning/aim.h"
#include "agents/strategies/requirements.h"
#include "market/random.h"
#include "market/vector_math.h"

namespace souk::agents {
namespace {

class Explorer final : public Strategy {
 public:
  Explorer(const LineFacts& facts, const Aim& aim,
           const market::ParamSet& params)
      : aim_(aim),
        line_(facts.line),
        low_(market::Log(params.number("low"))),
        high_(market::Log(params.number("high"))),
        step_(params.number("step")),
        chance_(facts.seed, facts.run, market::Purpose::kStrategy) {}

  market::BidFunction Plan(const market::PlanInput& input) override {
    walk_ = input.time.first_of_day()
                ? Start(input.time.tick)
                : Reflected(walk_ + Step(input.time.tick));
    return {CoefficientBid(aim_, market::Exp(walk_)), nullptr};
  }
  void Learn(const market::Feedback&) override {}
  void Signals(std::span<double> values) const override {
    values[0] = market::Exp(walk_);
  }
  void Save(market::ArchiveWriter& out) const override { out.Put(walk_); }
  void Load(market::ArchiveReader& in) override { in.Get(walk_); }

 private:
  double Start(uint32_t tick) const {
    return low_ + chance_.Uniform(line_, tick, 0) * (high_ - low_);
  }
  double Step(uint32_t tick) const {
    return step_ * chance_.Normal(line_, tick, 1);
  }
  /// Steps that are larger than the range end at its bounds.
  double Reflected(double x) const {
    if (x < low_) x = low_ + (low_ - x);
    if (x > high_) x = high_ - (x - high_);
    return std::clamp(x, low_, high_);
  }

  Aim aim_;
  uint32_t line_;
  double low_, high_, step_;
  market::Stream chance_;
  double walk_ = 0;
};

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  if (params.number("low") > params.number("high")) {
    return market::Error{
        market::Concat("explorer: low = ", params.number("low"),
                       " must not be above high = ", params.number("high"))};
  }
  const auto aim = AimOf("explorer", facts);
  if (!aim) return aim.error();
  return std::unique_ptr<Strategy>(
      std::make_unique<Explorer>(facts, *aim, params));
}

}  // namespace

StrategyEntry ExplorerStrategy() {
  return {
      .name = "explorer",
      .help = "Bids by a coefficient that walks at random, to collect data",
      .params = {NumberParam("low", 0.3, {0.001, 1000},
                             "Least coefficient: 1 bids the target or the "
                             "value"),
                 NumberParam("high", 2.5, {0.001, 1000}, "Largest coefficient"),
                 NumberParam("step", 0.1, {0, 3},
                             "Standard deviation of its logarithm's "
                             "change per tick")},
      .signals = {"coefficient"},
      .make = Make};
}

}  // namespace souk::agents
