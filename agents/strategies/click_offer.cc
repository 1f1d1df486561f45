// click_offer: a multiple of the value of a click, at times another one.
//
//   bid = coefficient * (value of a click)
//
// coefficient is `level`; with probability `explore_rate` a tick has another,
// one of .5, .55, ..., 1.45 with equal chance: the 20 actions of hibid. With
// `explore_days` a whole day has it. For charge CLICK only. Draws:
// Purpose::kStrategy, entity line, tick (or the first one of the day).
//
// Parameters: level, explore_rate, explore_days. Signals: coefficient, and the
// share of the campaign's budget that the line was given (1 without a planner
// that splits it), of the tick planned last.
#include "agents/learning/hibid_rules.h"
#include "agents/strategies/click_bids.h"
#include "market/random.h"

namespace souk::agents {
namespace {

struct Rules {
  double level = 1;
  double explore_rate = 0;
  bool explore_days = false;
};

class Offering final : public Strategy {
 public:
  Offering(const Rules& rules, const LineFacts& facts)
      : rules_(rules),
        facts_(facts),
        stream_(facts.seed, facts.run, market::Purpose::kStrategy) {}

  market::BidFunction Plan(const market::PlanInput& input) override {
    const uint32_t drawn_at = rules_.explore_days
                                  ? input.time.day() * input.time.ticks_per_day
                                  : input.time.tick;
    planned_ = rules_.level;
    if (stream_.Bernoulli(rules_.explore_rate, facts_.line, drawn_at, 0)) {
      planned_ = HibidCoefficient(
          stream_.Integer(kHibidActions, facts_.line, drawn_at, 1));
    }
    share_ =
        ShareOfBudget(input, static_cast<double>(facts_.daily_budget.micros));
    return ClickOffer(facts_, planned_);
  }
  void Learn(const market::Feedback&) override {}
  void Signals(std::span<double> values) const override {
    values[0] = planned_;
    values[1] = share_;
  }
  void Save(market::ArchiveWriter& out) const override {
    out.Put(planned_);
    out.Put(share_);
  }
  void Load(market::ArchiveReader& in) override {
    in.Get(planned_);
    in.Get(share_);
  }

 private:
  Rules rules_;
  LineFacts facts_;
  market::Stream stream_;
  double planned_ = 0;
  double share_ = 1;
};

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  if (auto fits = NeedClickTarget("click_offer", facts); !fits) {
    return fits.error();
  }
  const Rules rules{.level = params.number("level"),
                    .explore_rate = params.number("explore_rate"),
                    .explore_days = params.number("explore_days") != 0};
  return std::unique_ptr<Strategy>(std::make_unique<Offering>(rules, facts));
}

}  // namespace

StrategyEntry ClickOfferStrategy() {
  return {.name = "click_offer",
          .help = "Offers a multiple of the value of a click (charge CLICK)",
          .params = {NumberParam("level", 1, {0, 1000},
                                 "Offer, in values of a click"),
                     NumberParam("explore_rate", 0, {0, 1},
                                 "P(another offer, one of 20 levels)"),
                     NumberParam("explore_days", 0, {0, 1},
                                 "1: that is drawn for whole days; 0: for "
                                 "ticks")},
          .signals = {"coefficient", "budget_share"},
          .make = Make};
}

}  // namespace souk::agents
