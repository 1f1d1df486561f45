#include "agents/strategies/relative_rate.h"

#include <algorithm>

#include "agents/strategies/requirements.h"
#include "market/vector_math.h"

namespace souk::agents {
namespace {

class RelativeRateCurve final : public market::BidCurve {
 public:
  RelativeRateCurve(double target, double mean, double exponent)
      : target_(target), mean_(mean), exponent_(exponent) {}

  double Bid(const market::Observation& seen) const override {
    const double p = seen.click_rate * seen.conversion_rate;
    if (p <= 0) return 0;
    const double times = p / mean_;
    const double scale =
        exponent_ == 1 ? times : market::Exp(exponent_ * market::Log(times));
    return std::min(target_ * p * scale, market::kMaxBid);
  }
  void Save(market::ArchiveWriter& out) const override { out.Put(mean_); }
  std::shared_ptr<const market::BidCurve> Loaded(
      market::ArchiveReader& in) const override {
    double mean = 0;
    in.Get(mean);
    return std::make_shared<RelativeRateCurve>(target_, mean, exponent_);
  }

 private:
  double target_;
  double mean_;
  double exponent_;
};

class RelativeRate final : public Strategy {
 public:
  struct Rules {
    double target = 0;
    double exponent = 1;
    double watch_share = 1;
  };
  RelativeRate(const Rules& rules, double first_mean)
      : rules_(rules), mean_(first_mean), planned_(first_mean) {}

  market::BidFunction Plan(const market::PlanInput&) override {
    planned_ = mean_;
    market::BidFunction bid;
    bid.curve = std::make_shared<RelativeRateCurve>(rules_.target, planned_,
                                                    rules_.exponent);
    bid.watch_share = rules_.watch_share;
    return bid;
  }
  void Learn(const market::Feedback& feedback) override {
    double sum = 0;
    for (const market::AuctionSeen& auction : feedback.seen) {
      sum += auction.click_rate * auction.conversion_rate;
    }
    constexpr double kSmallest = 1e-12;  // keeps quotients finite
    if (feedback.seen.empty()) return;
    mean_ =
        std::max(sum / static_cast<double>(feedback.seen.size()), kSmallest);
  }
  void Signals(std::span<double> values) const override {
    values[0] = planned_;
  }
  void Save(market::ArchiveWriter& out) const override {
    out.Put(mean_);
    out.Put(planned_);
  }
  void Load(market::ArchiveReader& in) override {
    in.Get(mean_);
    in.Get(planned_);
  }

 private:
  Rules rules_;
  double mean_;
  double planned_;  // mean of the tick planned last
};

}  // namespace

std::vector<market::ParamSpec> RelativeRateParams() {
  return {
      NumberParam("first_mean", 5e-4, {1e-12, 1},
                  "Mean conversions of a view, before the first auction seen"),
      NumberParam("watch_share", 0.125, {0, 1},
                  "Share of page views that is sampled for the mean"),
  };
}

market::Result<std::unique_ptr<Strategy>> BidByRelativeRate(
    std::string_view strategy, double exponent, const market::ParamSet& params,
    const LineFacts& facts) {
  if (auto view = NeedViewCharge(strategy, facts); !view) return view.error();
  if (auto target = NeedTargetCpa(strategy, facts); !target) {
    return target.error();
  }
  return std::unique_ptr<Strategy>(std::make_unique<RelativeRate>(
      RelativeRate::Rules{.target = facts.target_cpa_micros,
                          .exponent = exponent,
                          .watch_share = params.number("watch_share")},
      params.number("first_mean")));
}

}  // namespace souk::agents
