// pid_cpa: an offer per conversion under PID control of the cost per
// conversion.
//
//   bid = alpha * (expected conversions of a charged event)
//   e   = (C - cost / conversions) / C * conversions      of the last tick
//   u   = p * e + i * (sum of e) + d * (e - e before) / (conversions so far)
//   alpha *= exp(clip(u, -max_step, max_step))
//
// with C the target of the campaign; a tick without a conversion has e = 0, and
// there is no d term before the first conversion. alpha starts every day at
// start * C and stays in [C / 1000, 1000 * C]; errors and conversions are those
// of the day. Reference: PIDCPA of the rlbidder benchmark
// (github.com/zuoxingdong/rlbidder), whose gains are the defaults.
//
// Signal: coefficient (alpha, in micro-units), of the tick planned last.
#include <algorithm>

#include "agents/strategies/requirements.h"
#include "market/vector_math.h"

namespace souk::agents {
namespace {

using market::ParamSet;

struct Rules {
  double target = 0;
  double start = 1;
  double p = 0;
  double i = 0;
  double d = 0;
  double max_step = 0;
};

class PidCpa final : public Strategy {
 public:
  PidCpa(const Rules& rules, market::LinearBid unit)
      : rules_(rules), unit_(unit) {}

  market::BidFunction Plan(const market::PlanInput& input) override {
    if (input.time.first_of_day()) {
      state_ = {.alpha = rules_.start * rules_.target};
    }
    planned_ = state_.alpha;
    market::BidFunction bid{unit_, nullptr};
    bid.linear.factor = planned_;
    return bid;
  }
  void Learn(const market::Feedback& feedback) override {
    const auto conversions = static_cast<double>(feedback.tally.conversions);
    const auto cost = static_cast<double>(feedback.tally.spend.micros);
    state_.conversions += feedback.tally.conversions;
    const double error =
        conversions > 0 ? conversions - cost / rules_.target : 0;
    state_.error_sum += error;
    double u = rules_.p * error + rules_.i * state_.error_sum;
    if (state_.conversions > 0) {
      u += rules_.d * (error - state_.error) /
           static_cast<double>(state_.conversions);
    }
    state_.error = error;
    state_.alpha *=
        market::Exp(std::clamp(u, -rules_.max_step, rules_.max_step));
    state_.alpha =
        std::clamp(state_.alpha, rules_.target / 1000, rules_.target * 1000);
  }
  void Signals(std::span<double> values) const override {
    values[0] = planned_;
  }
  void Save(market::ArchiveWriter& out) const override {
    out.Put(state_);
    out.Put(planned_);
  }
  void Load(market::ArchiveReader& in) override {
    in.Get(state_);
    in.Get(planned_);
  }

 private:
  struct State {
    double alpha = 0;
    double error = 0;
    double error_sum = 0;
    int64_t conversions = 0;
  };

  Rules rules_;
  market::LinearBid unit_;
  State state_;
  double planned_ = 0;
};

market::Result<std::unique_ptr<Strategy>> Make(const ParamSet& params,
                                               const LineFacts& facts) {
  if (auto target = NeedTargetCpa("pid_cpa", facts); !target) {
    return target.error();
  }
  const Rules rules{.target = facts.target_cpa_micros,
                    .start = params.number("start"),
                    .p = params.number("p"),
                    .i = params.number("i"),
                    .d = params.number("d"),
                    .max_step = params.number("max_step")};
  return std::unique_ptr<Strategy>(
      std::make_unique<PidCpa>(rules, ConversionBid(facts)));
}

std::vector<market::ParamSpec> Params() {
  constexpr Range kGain = {0, 100};
  return {
      NumberParam("start", 1, {0.001, 1000},
                  "Offer in the first tick of a day, in targets"),
      NumberParam("p", 0.004, kGain, "Gain on the error"),
      NumberParam("i", 8.556e-6, kGain, "Gain on the sum of errors"),
      NumberParam("d", 0.00373, kGain, "Gain on the change of the error"),
      NumberParam("max_step", 1.5, {0, 10}, "Largest exponent of a step"),
  };
}

}  // namespace

StrategyEntry PidCpaStrategy() {
  return {.name = "pid_cpa",
          .help =
              "Holds the cost per conversion at its target by PID control "
              "(needs a target)",
          .params = Params(),
          .signals = {"coefficient"},
          .make = Make};
}

}  // namespace souk::agents
