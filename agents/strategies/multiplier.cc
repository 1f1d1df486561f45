#include "agents/strategies/multiplier.h"

#include <algorithm>
#include <string>

#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

using market::ParamSet;
using market::ParamSpec;

struct Pace {
  double rho = 0;  // micro-units a tick
  double step = 0;
  double most = 0;
};

class MultiplierPacing final : public Strategy {
 public:
  MultiplierPacing(const MultiplierRule& rule, const Pace& pace,
                   market::LinearBid value)
      : rule_(rule), pace_(pace), value_(value) {}

  MultiplierPacing& StartAt(double mu) {
    mu_ = planned_ = mu;
    return *this;
  }

  market::BidFunction Plan(const market::PlanInput&) override {
    planned_ = mu_;
    market::BidFunction bid{value_, nullptr};
    bid.linear.factor = rule_.share(mu_);
    return bid;
  }
  void Learn(const market::Feedback& feedback) override {
    if (pace_.rho == 0) return;
    const double spent = static_cast<double>(feedback.tally.spend.micros);
    const double move = pace_.step * (spent - pace_.rho) / pace_.rho;
    mu_ = std::clamp(rule_.step(mu_, move), rule_.least, pace_.most);
  }
  void Signals(std::span<double> values) const override {
    values[0] = planned_;
  }
  void Save(market::ArchiveWriter& out) const override {
    out.Put(mu_);
    out.Put(planned_);
  }
  void Load(market::ArchiveReader& in) override {
    in.Get(mu_);
    in.Get(planned_);
  }

 private:
  MultiplierRule rule_;
  Pace pace_;
  market::LinearBid value_;
  double mu_ = 0;
  double planned_ = 0;  // mu of the tick planned last
};

ParamSpec Number(const char* name, double value, const char* help) {
  return {.name = name,
          .default_value = {value},
          .min = 0,
          .max = 1e6,
          .help = help};
}

}  // namespace

std::vector<ParamSpec> MultiplierParams(const MultiplierRule& rule) {
  std::vector<ParamSpec> params = {
      Number("start", rule.start, "Multiplier of the first tick"),
      Number("step", 0.05, "Answer to a tick that cost twice its share"),
      Number("max_multiplier", 1e4, "Never above")};
  params[0].min = params[2].min = rule.least;
  return params;
}

market::Result<std::unique_ptr<Strategy>> PaceByMultiplier(
    const MultiplierRule& rule, const ParamSet& params,
    const LineFacts& facts) {
  const auto value = TruthfulBid(rule.name, facts);
  if (!value) return value.error();
  const auto budget = NeedDailyBudget(rule.name, facts);
  if (!budget) return budget.error();
  const double start = params.number("start");
  const Pace pace{.rho = static_cast<double>(facts.daily_budget.micros) /
                         facts.ticks_per_day,
                  .step = params.number("step"),
                  .most = params.number("max_multiplier")};
  if (start > pace.most) {
    return market::Error{
        market::Concat(rule.name, ": start = ", start,
                       " must not be above max_multiplier = ", pace.most)};
  }
  auto strategy = std::make_unique<MultiplierPacing>(rule, pace, *value);
  strategy->StartAt(start);
  return std::unique_ptr<Strategy>(std::move(strategy));
}

}  // namespace souk::agents
