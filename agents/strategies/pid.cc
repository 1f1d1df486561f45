// pid: feedback control of the effective cost per click (eCPC).
//
// A round is a tick. All amounts below count steps (step_micros), and so do
// the gains: they are per step of error. In round 0
//
//   bid = first_bid                    for every view, phi = 0
//
// and in round r >= 1
//
//   e   = reference - ecpc[r-1]        S += e
//   phi = p * e + i * S + d * (ecpc[r-2] - ecpc[r-1])   (no d term for r = 1)
//   phi = clip(phi, min_phi, max_phi)
//   bid = max(min_bid, floor(c * base_bid / base_click_rate) * exp(phi))
//
// with c the predicted click rate and ecpc[r] = cost / (clicks + 1), both
// totals since the start of the run to the end of round r. The bid is real:
// only the bid before control is rounded down to whole steps. Reference: Zhang
// et al., "Feedback control of real-time display advertising", WSDM 2016.
//
// Signals: ecpc after the tick planned last, in steps; phi of that tick.
#include <algorithm>

#include "agents/strategies/requirements.h"
#include "market/vector_math.h"

namespace souk::agents {
namespace {

using market::LinearBid;
using market::ParamSet;
using market::ParamShape;
using market::ParamSpec;

struct PidRules {
  LinearBid first;
  LinearBid base;  // factor 1
  double reference = 0;
  double p = 0;
  double i = 0;
  double d = 0;
  double min_phi = 0;
  double max_phi = 0;
};

class Pid final : public Strategy {
 public:
  explicit Pid(const PidRules& rules) : rules_(rules) {}

  market::BidFunction Plan(const market::PlanInput&) override {
    if (state_.rounds == 0) return {rules_.first, nullptr};
    Control();
    market::BidFunction bid{rules_.base, nullptr};
    bid.linear.factor = market::Exp(state_.phi);
    return bid;
  }
  void Learn(const market::Feedback& feedback) override {
    state_.cost_micros += feedback.tally.spend.micros;
    state_.clicks += feedback.tally.clicks;
    state_.ecpc_before = state_.ecpc;
    state_.ecpc = static_cast<double>(state_.cost_micros) / rules_.base.step /
                  static_cast<double>(state_.clicks + 1);
    ++state_.rounds;
  }
  void Signals(std::span<double> values) const override {
    values[0] = state_.ecpc;
    values[1] = state_.phi;
  }
  void Save(market::ArchiveWriter& out) const override { out.Put(state_); }
  void Load(market::ArchiveReader& in) override { in.Get(state_); }

 private:
  void Control() {
    const double error = rules_.reference - state_.ecpc;
    state_.error_sum += error;
    double phi = rules_.p * error + rules_.i * state_.error_sum;
    if (state_.rounds > 1) {
      phi += rules_.d * (state_.ecpc_before - state_.ecpc);
    }
    state_.phi = std::clamp(phi, rules_.min_phi, rules_.max_phi);
  }

  struct State {
    int64_t rounds = 0;  // learnt from
    int64_t cost_micros = 0;
    int64_t clicks = 0;
    double ecpc = 0;         // after the last round
    double ecpc_before = 0;  // after the round before that
    double error_sum = 0;
    double phi = 0;
  };

  PidRules rules_;
  State state_;
};

PidRules Rules(const ParamSet& params) {
  const double step = params.number("step_micros");
  PidRules rules;
  rules.first.constant = params.number("first_bid_micros");
  rules.base = RateBid(params.number("base_bid_micros") / step /
                           params.number("base_click_rate"),
                       step);
  rules.base.min = params.number("min_bid_micros");
  rules.reference = params.number("reference_ecpc_micros") / step;
  rules.p = params.number("p");
  rules.i = params.number("i");
  rules.d = params.number("d");
  rules.min_phi = params.number("min_phi");
  rules.max_phi = params.number("max_phi");
  return rules;
}

market::Result<std::unique_ptr<Strategy>> Make(const ParamSet& params,
                                               const LineFacts& facts) {
  if (auto view = NeedViewCharge("pid", facts); !view) return view.error();
  const PidRules rules = Rules(params);
  if (rules.min_phi > rules.max_phi) {
    return market::Error{
        market::Concat("pid: min_phi = ", rules.min_phi,
                       " must not be above max_phi = ", rules.max_phi)};
  }
  return std::unique_ptr<Strategy>(std::make_unique<Pid>(rules));
}

ParamSpec Amount(const char* name, std::vector<double> value,
                 const char* help) {
  return {.name = name,
          .unit = "micros",
          .shape = ParamShape::kNumber,
          .default_value = std::move(value),
          .min = 0,
          .max = 1e15,
          .help = help};
}

ParamSpec Gain(const char* name, double value, const char* help) {
  return {.name = name,
          .unit = "1/step",
          .shape = ParamShape::kNumber,
          .default_value = {value},
          .min = 0,
          .max = 1e6,
          .help = help};
}

ParamSpec Phi(const char* name, double value, const char* help) {
  return {.name = name,
          .unit = "1",
          .shape = ParamShape::kNumber,
          .default_value = {value},
          .min = -50,
          .max = 50,
          .help = help};
}

ParamSpec BaseClickRate() {
  return {.name = "base_click_rate",
          .unit = "1",
          .shape = ParamShape::kNumber,
          .default_value = {},
          .min = 1e-12,
          .max = 1,
          .help = "Click rate at which the base bid is bid"};
}

ParamSpec Step() {
  ParamSpec step = StepParam();
  step.default_value = {1000};
  step.min = 1;
  step.help = "Unit of the eCPC error and of whole base bids";
  return step;
}

std::vector<ParamSpec> Params() {
  return {Amount("base_bid_micros", {}, "Bid for a view of base click rate"),
          BaseClickRate(),
          Amount("reference_ecpc_micros", {}, "Cost per click to be held"),
          Gain("p", 5e-4, "Gain on the error of the last round"),
          Gain("i", 1e-6, "Gain on the sum of errors"),
          Gain("d", 1e-4, "Gain on the last fall of the eCPC"),
          Phi("min_phi", -2, "Lowest exponent of the control factor"),
          Phi("max_phi", 5, "Highest exponent of the control factor"),
          Amount("first_bid_micros", {1e6}, "Bid of the first tick"),
          Amount("min_bid_micros", {5000}, "Lowest bid after the first tick"),
          Step()};
}

}  // namespace

StrategyEntry PidStrategy() {
  return {.name = "pid",
          .help = "Holds the cost per click near a reference by PID control",
          .params = Params(),
          .signals = {"ecpc", "phi"},
          .make = Make};
}

}  // namespace souk::agents
