// The throttle is a percentile of the click rates that came lately.
//
// v is the predicted click rate of a placement, CDF its distribution by a
// sketch of 256 bins that keeps 0.9 of itself per tick (a bid b = lambda v has
// the same percentiles, whatever lambda). alpha is a contract's dual in the
// unit of v, and its percentile decides:
//
//   P(v) = clip((CDF(v) - CDF(alpha)) / w + 1/2, 0, 1)     pass = room * P
//
// averaged over the percentiles of v's bin, so that placements of like rate
// share what their bin gets. The first news sets CDF(alpha) = 1 - 1 / room:
// then the planned part passes, the best. Then after every tick
//
//   CDF(alpha) <- clip(CDF(alpha) - eta * clip((plan - D) / d, +-0.2), 0, 1)
//
// D delivered in the tick, plan what should have been: planned_tick and an even
// part of what was behind before it (smart_layers.h); d the larger of the two.
// The step is taken in percentiles: between few distinct rates a step of alpha
// itself would do nothing, or everything.
// Stop-loss: a tick that delivers more than `stop_loss` times its plan stops
// the contract for the next one, from which nothing is learnt.
//
// After RCPacing: "Percentile Risk-Constrained Budget Pacing for Guaranteed
// Display Advertising in Online Optimization", AAAI 2024, arXiv 2312.06174,
// whose equations these are not.
//
// Parameters:
//   room       [1]  in [1, 16], default 2: draws per planned impression
//   eta        [1]  > 0, default 0.3: step
//   softness   [1]  w in (0, 1], default 0.1
//   stop_loss  [1]  >= 1, default 3
#include <algorithm>
#include <utility>

#include "market/contracts/pacers/rate_sketch.h"
#include "market/contracts/pacers/smart_layers.h"

namespace souk::market {
namespace {

constexpr double kMemory = 0.9;
constexpr double kMostError = 0.2;

struct PercentileRule {
  double room = 2;
  double eta = 0.3;
  double softness = 0.1;
  double stop_loss = 3;
};

/// The integral of clip(z, 0, 1) from 0 to z.
double Ramp(double z) {
  if (z <= 0) return 0;
  return z < 1 ? z * z / 2 : z - 0.5;
}

/// The mean of P over the percentiles [from, to]; `middle` is alpha's.
double MeanPass(double from, double to, double middle, double softness) {
  const auto place = [&](double p) { return (p - middle) / softness + 0.5; };
  if (to - from < 1e-9) return std::clamp(place(from), 0.0, 1.0);
  return std::clamp(
      softness * (Ramp(place(to)) - Ramp(place(from))) / (to - from), 0.0, 1.0);
}

/// (plan - D) / d of the tick that ended.
double RelativeError(const PaceNews& news) {
  const double behind =
      news.planned - news.planned_tick - (news.delivered - news.delivered_tick);
  const double plan =
      PaceTarget(news.planned_tick, behind, news.ticks_left + 1);
  const double scale = std::max(plan, news.delivered_tick);
  return scale > 0 ? (plan - news.delivered_tick) / scale : 0;
}

class PercentilePace final : public ContractPace {
 public:
  explicit PercentilePace(const PercentileRule& rule) : percentile_(rule) {}

  const PassRule& rule() const override { return rule_; }

  void Learn(const PaceNews& news) override {
    sketch_.Add(news.offered, kMemory);
    if (sketch_.total() <= 0) return;
    double middle = started_ ? sketch_.Cdf(alpha_) : 1 - 1 / percentile_.room;
    if (!frozen_) middle -= percentile_.eta * Step(news);
    middle = std::clamp(middle, 0.0, 1.0);
    started_ = true;
    alpha_ = sketch_.Quantile(middle);
    frozen_ = !frozen_ &&
              news.delivered_tick > percentile_.stop_loss * news.planned_tick;
    Publish(middle);
  }

  void Save(ArchiveWriter& out) const override {
    sketch_.Save(out);
    out.Put(alpha_);
    out.Put(started_);
    out.Put(frozen_);
    out.Put(rule_.pass);
  }
  void Load(ArchiveReader& in) override {
    sketch_.Load(in);
    in.Get(alpha_);
    in.Get(started_);
    in.Get(frozen_);
    in.Get(rule_.pass);
    if (rule_.pass.size() == 1 || rule_.pass.size() == kPaceBins) return;
    in.Fail();
    *this = PercentilePace(percentile_);
  }

 private:
  static double Step(const PaceNews& news) {
    return std::clamp(RelativeError(news), -kMostError, kMostError);
  }
  void Publish(double middle) {
    rule_.pass.resize(kPaceBins);
    const double total = sketch_.total();
    for (size_t b = 0; b < kPaceBins; ++b) {
      const double pass =
          MeanPass(sketch_.Below(b) / total, sketch_.Below(b + 1) / total,
                   middle, percentile_.softness);
      rule_.pass[b] = frozen_ ? 0 : percentile_.room * pass;
    }
  }

  PercentileRule percentile_;
  RateSketch sketch_;
  double alpha_ = 0;
  bool started_ = false;
  bool frozen_ = false;
  PassRule rule_;
};

class PercentilePacing final : public Pacer {
 public:
  explicit PercentilePacing(const ParamSet& params)
      : rule_{params.number("room"), params.number("eta"),
              params.number("softness"), params.number("stop_loss")} {}
  std::unique_ptr<ContractPace> Start() const override {
    return std::make_unique<PercentilePace>(rule_);
  }
  double room() const override { return rule_.room; }
  PacerTraits traits() const override { return {.looks_at_rates = true}; }

 private:
  PercentileRule rule_;
};

}  // namespace

PacerEntry PercentilePacingPacer() {
  return {
      .name = "percentile_pacing",
      .help = "Passes by the percentile of the predicted click rate",
      .params = {{.name = "room",
                  .default_value = {2},
                  .min = 1,
                  .max = 16,
                  .help = "Placements drawn per planned impression."},
                 {.name = "eta",
                  .default_value = {0.3},
                  .min = 0,
                  .max = 10,
                  .help = "Step of the percentile by the relative error."},
                 {.name = "softness",
                  .default_value = {0.1},
                  .min = 0.001,
                  .max = 1,
                  .help = "Percentiles from never passing to always."},
                 {.name = "stop_loss",
                  .default_value = {3},
                  .min = 1,
                  .max = 1000,
                  .help = "A tick with more than so many times its plan "
                          "stops the next."}},
      .make =
          [](const ParamSet& params) -> Result<std::shared_ptr<const Pacer>> {
        return {std::make_shared<const PercentilePacing>(params)};
      }};
}

}  // namespace souk::market
