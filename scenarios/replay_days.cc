#include "scenarios/replay_days.h"

#include <algorithm>
#include <iterator>

#include "agents/strategy_maker.h"
#include "scenarios/loader.h"
#include "scenarios/sequential_run.h"

namespace souk::scenarios {

using agents::BidLog;
using agents::ReplayDay;
using market::MarketSpec;
using market::Result;

std::string WhyNoReplay(const MarketSpec& spec) {
  if (spec.budgets.mode != market::BudgetMode::kAuctionNet) {
    return "a replay follows the rules of the world of AuctionNet, and the "
           "scenario is of another (budgets.mode is not AUCTIONNET)";
  }
  if (spec.channels.size() != 1 || spec.lines.size() != spec.campaigns.size()) {
    return "a replay needs one channel with every campaign on it";
  }
  return {};
}

Result<std::unique_ptr<BidLog>> LogBids(const MarketSpec& spec) {
  if (const std::string why = WhyNoReplay(spec); !why.empty()) {
    return market::Error{why};
  }
  auto run = SequentialRun::Make(std::make_shared<const MarketSpec>(spec));
  if (!run) return run.error();
  auto log = std::make_unique<BidLog>(spec.lines.size());
  while (!(*run)->done()) {
    const auto ticked = (*run)->RunTick(*log);
    if (!ticked) return ticked.error();
  }
  return log;
}

agents::ReplayRule ReplayRuleOf(const MarketSpec& spec) {
  agents::ReplayRule rule;
  rule.min_remaining = spec.budgets.min_remaining;
  rule.seed = spec.seed;
  rule.run = spec.run;
  return rule;
}

Result<std::vector<ReplayDay>> ReplayDaysOf(const MarketSpec& spec) {
  const auto log = LogBids(spec);
  if (!log) return log.error();
  const uint32_t ticks = spec.calendar.ticks_per_day;
  std::vector<ReplayDay> days;
  for (uint32_t line = 0; line < spec.lines.size(); ++line) {
    for (uint32_t day = 0; day < spec.calendar.days; ++day) {
      days.push_back({agents::FactsOfLine(spec, spec.lines[line]),
                      ReplayRuleOf(spec),
                      (*log)->Of(line, size_t{day} * ticks, ticks)});
    }
  }
  return days;
}

Result<std::vector<ReplayDay>> ReplayDaysOf(const RunsOrder& order) {
  std::vector<ReplayDay> days;
  uint32_t first = 0;
  for (uint32_t i = 0; i < order.count; ++i) {
    LoadRequest request{order.scenario, order.overrides, {}};
    request.overrides.push_back("recording.bid_share=1");
    if (i > 0) request.overrides.push_back(market::Concat("run=", first + i));
    const auto loaded = LoadScenario(request);
    if (!loaded) return loaded.error();
    if (i == 0) first = loaded->market.run;
    auto played = ReplayDaysOf(loaded->market);
    if (!played) {
      return market::Error{
          market::Concat(order.scenario, ": ", played.error().message)};
    }
    std::ranges::move(*played, std::back_inserter(days));
  }
  return days;
}

}  // namespace souk::scenarios
