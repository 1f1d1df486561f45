#include "scenarios/seat_replay.h"

#include "agents/strategy_maker.h"
#include "scenarios/replay_days.h"

namespace souk::scenarios {
namespace {

using agents::LoggedTick;
using market::Error;
using market::MarketSpec;
using market::Money;
using market::Result;

/// 0: there is none.
double Known(Money budget) {
  return budget == market::kNoLimit ? 0 : static_cast<double>(budget.micros);
}

}  // namespace

Result<std::unique_ptr<SeatReplay>> SeatReplay::Make(
    const EvaluationOrder& order) {
  const MarketSpec& spec = order.rounds[0].market;
  if (const std::string why = WhyNoReplay(spec); !why.empty()) {
    return Error{why + "; use method: SIMULATION"};
  }
  auto bids = LogBids(spec);
  if (!bids) return bids.error();
  std::unique_ptr<SeatReplay> made(
      new SeatReplay(order, std::move(bids).value()));
  made->rule_ = ReplayRuleOf(spec);
  return made;
}

agents::ReplayMarket SeatReplay::MarketOf(uint32_t line, uint32_t day) const {
  const uint32_t ticks = order_.rounds[0].market.calendar.ticks_per_day;
  return {bids_->Of(line, day * ticks, ticks), rule_};
}

std::vector<SeatResult> SeatReplay::Play(size_t game) const {
  const size_t campaign = order_.seats[game / days()];
  const auto day = static_cast<uint32_t>(game % days());
  MarketSpec spec = order_.rounds[0].market;
  const double target = spec.campaigns[campaign].target_cpa_micros;
  const Money budget =
      spec.advertisers[spec.campaigns[campaign].advertiser.index()]
          .budget.PerDay(spec.calendar.days);
  const agents::ReplayMarket market =
      MarketOf(static_cast<uint32_t>(campaign), day);
  const double best = market.Best(target, budget).outcome.ExpectedScore(target);
  agents::StrategyMaker maker(spec);
  std::vector<SeatResult> results;
  for (size_t e = 0; e < order_.entrants.size(); ++e) {
    spec.campaigns[campaign].strategy =
        order_.entrants[e].In(campaign, spec.campaigns.size());
    const auto strategy = maker.Make(spec.lines[campaign]).value();
    const market::LineTally tally = market.Play(*strategy, budget).tally;
    results.push_back({e, campaign, day, target, Known(budget),
                       static_cast<double>(tally.spend.micros),
                       static_cast<double>(tally.conversions),
                       tally.expected_conversions, best});
  }
  return results;
}

}  // namespace souk::scenarios
