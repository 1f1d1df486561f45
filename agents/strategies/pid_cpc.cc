// pid_cpc: an offer per click under PID control of the cost per click.
//
//   bid = alpha * C
//   e   = (C - cost / clicks) / C             of the day so far, after a tick
//   u   = p * e + i * (sum of e) + d * (e - e before)
//   alpha *= exp(clip(u, -max_step, max_step))
//
// with C the value of a click, which is the target; a day without a click so
// far has e = 0. alpha starts every day at `start` and stays in [0.1, 10]. The
// budget plays no part: it lasts as long as it lasts. For charge CLICK only.
// Reference: the PID on the cost per click that HiBid is compared with; gains
// are ours.
//
// Parameters: start, p, i, d, max_step. Signals: coefficient (alpha), and the
// share of the campaign's budget that the line was given.
#include <algorithm>

#include "agents/strategies/click_bids.h"
#include "market/vector_math.h"

namespace souk::agents {
namespace {

struct Rules {
  double start = 1;
  double p = 0;
  double i = 0;
  double d = 0;
  double max_step = 0;
};

class PidCpc final : public Strategy {
 public:
  PidCpc(const Rules& rules, const LineFacts& facts)
      : rules_(rules), facts_(facts) {}

  market::BidFunction Plan(const market::PlanInput& input) override {
    if (input.time.first_of_day()) state_ = {.alpha = rules_.start};
    planned_ = state_.alpha;
    share_ =
        ShareOfBudget(input, static_cast<double>(facts_.daily_budget.micros));
    return ClickOffer(facts_, planned_);
  }
  void Learn(const market::Feedback& feedback) override {
    state_.clicks += feedback.tally.clicks;
    state_.cost += feedback.tally.spend.micros;
    double error = 0;
    if (state_.clicks > 0) {
      error = 1 - static_cast<double>(state_.cost) /
                      static_cast<double>(state_.clicks) /
                      facts_.value_per_click_micros;
    }
    state_.error_sum += error;
    const double u = rules_.p * error + rules_.i * state_.error_sum +
                     rules_.d * (error - state_.error);
    state_.error = error;
    state_.alpha *=
        market::Exp(std::clamp(u, -rules_.max_step, rules_.max_step));
    state_.alpha = std::clamp(state_.alpha, 0.1, 10.0);
  }
  void Signals(std::span<double> values) const override {
    values[0] = planned_;
    values[1] = share_;
  }
  void Save(market::ArchiveWriter& out) const override {
    out.Put(state_);
    out.Put(planned_);
    out.Put(share_);
  }
  void Load(market::ArchiveReader& in) override {
    in.Get(state_);
    in.Get(planned_);
    in.Get(share_);
  }

 private:
  struct State {
    double alpha = 0;
    double error = 0;
    double error_sum = 0;
    int64_t clicks = 0;
    int64_t cost = 0;
  };

  Rules rules_;
  LineFacts facts_;
  State state_;
  double planned_ = 0;
  double share_ = 1;
};

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  if (auto fits = NeedClickTarget("pid_cpc", facts); !fits) {
    return fits.error();
  }
  const Rules rules{.start = params.number("start"),
                    .p = params.number("p"),
                    .i = params.number("i"),
                    .d = params.number("d"),
                    .max_step = params.number("max_step")};
  return std::unique_ptr<Strategy>(std::make_unique<PidCpc>(rules, facts));
}

std::vector<market::ParamSpec> Params() {
  constexpr Range kGain = {0, 100};
  return {
      NumberParam("start", 1, {0.1, 10},
                  "Offer in the first tick of a day, in values of a click"),
      NumberParam("p", 0.2, kGain, "Gain on the error"),
      NumberParam("i", 0, kGain, "Gain on the sum of errors"),
      NumberParam("d", 0, kGain, "Gain on the change of the error"),
      NumberParam("max_step", 0.2, {0, 10}, "Largest exponent of a step"),
  };
}

}  // namespace

StrategyEntry PidCpcStrategy() {
  return {.name = "pid_cpc",
          .help =
              "Holds the cost per click at the value of a click by PID control "
              "(charge CLICK)",
          .params = Params(),
          .signals = {"coefficient", "budget_share"},
          .make = Make};
}

}  // namespace souk::agents
