#include "agents/lwc_replay.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "market/budget_drops.h"

namespace souk::agents {

using market::Money;

LwcReplay::LwcReplay(std::vector<PublishedTick> ticks, const ReplayRule& rule)
    : ticks_(std::move(ticks)),
      rule_(rule),
      chance_(rule.seed, rule.run, market::Purpose::kResponse),
      value_(rule.seed, rule.run, market::Purpose::kTruth),
      drops_(rule.seed, rule.run, market::Purpose::kDrops) {
  for (const PublishedTick& tick : ticks_) {
    SOUK_CHECK(tick.rate.size() == tick.sigma.size() &&
                   tick.rate.size() == tick.least_winning_cost.size(),
               "columns of different length");
  }
}

ReplayOutcome LwcReplay::Play(Strategy& strategy, Money budget) const {
  ReplayOutcome outcome;
  Money left = budget;
  const auto ticks_per_day = static_cast<uint32_t>(ticks_.size());
  for (uint32_t tick = 0; tick < ticks_per_day; ++tick) {
    const market::TickTime time{tick, ticks_per_day};
    const market::BidFunction bid = strategy.Plan({time, left});
    market::LineTally tally;
    tally.auctions = static_cast<int64_t>(ticks_[tick].rate.size());
    const std::vector<uint32_t> won = Win(tick, bid, left);
    for (const uint32_t page : won) {
      outcome.tally.expected_conversions += ticks_[tick].rate[page];
      tally.conversions += Converts(tick, page) ? 1 : 0;
    }
    tally.impressions = tally.views = tally.clicks =
        static_cast<int64_t>(won.size());
    tally.predicted_clicks = static_cast<double>(won.size());
    tally.spend = CostOf(tick, won);
    if (left != market::kNoLimit) left -= tally.spend;
    strategy.Learn({time, tally, left});
    outcome.tally += tally;
  }
  return outcome;
}

std::vector<uint32_t> LwcReplay::Win(size_t tick,
                                     const market::BidFunction& bid,
                                     Money left) const {
  std::vector<uint32_t> won;
  if (left < rule_.min_remaining) return won;
  const PublishedTick& log = ticks_[tick];
  for (uint32_t page = 0; page < log.rate.size(); ++page) {
    const double amount =
        std::ceil(bid({.click_rate = 1,
                       .conversion_rate = log.rate[page],
                       .remaining_micros = static_cast<double>(left.micros)}));
    if (amount > 0 && amount >= log.least_winning_cost[page]) {
      won.push_back(page);
    }
  }
  GiveUp(tick, left, won);
  return won;
}

void LwcReplay::GiveUp(size_t tick, Money left,
                       std::vector<uint32_t>& won) const {
  for (uint64_t round = 0;; ++round) {
    const double ratio = market::OverspendRatio(CostOf(tick, won), left);
    if (ratio == 0) return;
    const auto count =
        static_cast<size_t>(std::ceil(static_cast<double>(won.size()) * ratio));
    for (size_t i = 0; i < count; ++i) {
      const uint64_t chosen =
          drops_.Integer(won.size(), round, static_cast<uint32_t>(tick),
                         static_cast<uint32_t>(i));
      std::swap(won[chosen], won.back());
      won.pop_back();
    }
    std::ranges::sort(won);
  }
}

Money LwcReplay::CostOf(size_t tick, const std::vector<uint32_t>& won) const {
  Money cost;
  for (const uint32_t page : won) {
    cost += market::RoundNearest(ticks_[tick].least_winning_cost[page]);
  }
  return cost;
}

bool LwcReplay::Converts(size_t tick, uint32_t page) const {
  const auto time = static_cast<uint32_t>(tick);
  const PublishedTick& log = ticks_[tick];
  const double value =
      log.rate[page] + log.sigma[page] * value_.Normal(page, time, 0);
  return chance_.Bernoulli(std::clamp(value, 0.0, 1.0), page, time, 0);
}

}  // namespace souk::agents
