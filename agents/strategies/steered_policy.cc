#include "agents/strategies/steered_policy.h"

#include <utility>

#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

using market::ParamSet;
using market::ParamSpec;

struct Wheel {
  Steering steering = Steering::kShare;
  SteeredCoefficient coefficient;
  double watch_share = 0;
};

class SteeredPolicy final : public NetworkStrategy {
 public:
  SteeredPolicy(std::shared_ptr<const CoefficientNetwork> network,
                MarketView view, Wheel wheel)
      : NetworkStrategy(network),
        features_(network->input().features()),
        view_(std::move(view)),
        wheel_(std::move(wheel)) {}

  void Ask(const market::PlanInput& input, std::span<float> question) override {
    view_.Describe(input, features_, question);
  }
  market::BidFunction Answer(const market::PlanInput& input,
                             std::span<const float> answer) override {
    SteeredCoefficient& coefficient = wheel_.coefficient;
    if (input.time.first_of_day()) coefficient.StartDay();
    change_ = static_cast<double>(answer[0]);
    coefficient.Change(wheel_.steering, change_);
    market::BidFunction bid{CoefficientBid(view_.aim(), coefficient.value()),
                            nullptr};
    bid.watch_share = wheel_.watch_share;
    return bid;
  }
  void Learn(const market::Feedback& feedback) override {
    wheel_.coefficient.Spend(static_cast<double>(feedback.tally.spend.micros));
    view_.Learn(feedback, wheel_.coefficient.value());
  }
  void Signals(std::span<double> values) const override {
    values[0] = wheel_.coefficient.value();
    values[1] = change_;
  }
  void Save(market::ArchiveWriter& out) const override {
    view_.Save(out);
    wheel_.coefficient.Save(out);
    out.Put(change_);
  }
  void Load(market::ArchiveReader& in) override {
    view_.Load(in);
    wheel_.coefficient.Load(in);
    in.Get(change_);
  }

 private:
  const FeatureSet& features_;  // of the network, which lives as long
  MarketView view_;
  Wheel wheel_;
  double change_ = 0;
};

}  // namespace

std::vector<ParamSpec> SteeredPolicyParams() {
  std::vector<ParamSpec> params = SteeringParams();
  for (const ParamSpec& param : TrainedParams()) params.push_back(param);
  return params;
}

std::vector<std::string> SteeredPolicySignals() {
  return {"coefficient", "change"};
}

market::Result<std::unique_ptr<Strategy>> BidBySteeredPolicy(
    std::string_view strategy, Steering steering, const ParamSet& params,
    const LineFacts& facts) {
  auto network = TrainedNetwork<CoefficientNetwork>(strategy, facts);
  if (!network) return network.error();
  const auto aim = AimOf(strategy, facts);
  if (!aim) return aim.error();
  const auto rules = SteeringRulesOf(strategy, params);
  if (!rules) return rules.error();
  Wheel wheel{steering, SteeredCoefficient(*rules),
              params.number("watch_share")};
  return std::unique_ptr<Strategy>(std::make_unique<SteeredPolicy>(
      *network, MarketView(facts, *aim), std::move(wheel)));
}

}  // namespace souk::agents
