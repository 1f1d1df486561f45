#include "agents/replay_market.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "agents/strategies/steady.h"
#include "market/vector_math.h"

namespace souk::agents {
namespace {

using market::Money;

constexpr int kGridPoints = 45;
constexpr double kLowest = 0.3;
constexpr double kHighest = 2.5;

double Micros(Money amount) { return static_cast<double>(amount.micros); }

double GridFactor(int point) {
  const double part = static_cast<double>(point) / (kGridPoints - 1);
  return kLowest * market::Exp(part * market::Log(kHighest / kLowest));
}

}  // namespace

double ReplayOutcome::Score(double target, double beta) const {
  return market::CpaScore(
      {.conversions = static_cast<double>(tally.conversions),
       .cost = Micros(tally.spend),
       .target = target},
      beta);
}

double ReplayOutcome::ExpectedScore(double target, double beta) const {
  return market::CpaScore({.conversions = tally.expected_conversions,
                           .cost = Micros(tally.spend),
                           .target = target},
                          beta);
}

ReplayMarket::ReplayMarket(std::vector<LoggedTick> ticks,
                           const ReplayRule& rule)
    : ticks_(std::move(ticks)),
      rule_(rule),
      chance_(rule.seed, rule.run, market::Purpose::kResponse) {
  for (const LoggedTick& tick : ticks_) {
    SOUK_CHECK(tick.rate.size() == tick.rivals.size(), tick.rate.size(),
               " rates and ", tick.rivals.size(), " rival bids");
  }
}

ReplayOutcome ReplayMarket::Play(Strategy& strategy, Money budget) const {
  ReplayOutcome outcome;
  Seat seat;
  seat.remaining = budget;
  const auto ticks_per_day = static_cast<uint32_t>(ticks_.size());
  for (uint32_t tick = 0; tick < ticks_per_day; ++tick) {
    const market::TickTime time{tick, ticks_per_day};
    const market::BidFunction bid = strategy.Plan({time, seat.remaining});
    seat.tally = {};
    PlayTick(tick, bid, seat);
    strategy.Learn({time, seat.tally, seat.remaining});
    outcome.tally += seat.tally;
  }
  return outcome;
}

void ReplayMarket::PlayTick(size_t tick, const market::BidFunction& bid,
                            Seat& seat) const {
  const LoggedTick& log = ticks_[tick];
  seat.tally.auctions = static_cast<int64_t>(log.rate.size());
  bool bids = seat.remaining >= rule_.min_remaining;
  for (size_t page = 0; page < log.rate.size() && bids; ++page) {
    const double amount =
        bid({.click_rate = 1,
             .conversion_rate = log.rate[page],
             .remaining_micros = Micros(seat.remaining),
             .page_views_today = seat.page_views_today + page});
    bids = PlayPage(tick, page, std::ceil(amount), seat);
  }
  seat.page_views_today += log.rate.size();
}

bool ReplayMarket::PlayPage(size_t tick, size_t page, double bid,
                            Seat& seat) const {
  const RivalBids& rivals = ticks_[tick].rivals[page];
  const auto better = [bid](double rival) { return rival >= bid; };
  const auto slot = static_cast<size_t>(std::ranges::count_if(rivals, better));
  if (slot == rivals.size() || rivals[slot] <= rule_.reserve_micros) {
    return true;
  }
  const auto words = chance_.Words(page, static_cast<uint32_t>(tick), 0);
  const bool exposed = words[0] * 0x1p-32 < rule_.exposure[slot];
  const Money price(static_cast<int64_t>(rivals[slot]));
  if (exposed && price > seat.remaining) return false;
  ++seat.tally.impressions;
  seat.tally.predicted_clicks += 1;
  if (!exposed) return true;
  const double rate = ticks_[tick].rate[page];
  ++seat.tally.views;
  ++seat.tally.clicks;
  seat.tally.conversions += words[1] * 0x1p-32 < rate ? 1 : 0;
  seat.tally.spend += price;
  seat.tally.expected_conversions += rate;
  if (seat.remaining != market::kNoLimit) seat.remaining -= price;
  return true;
}

BestCoefficient ReplayMarket::Best(double target, Money budget) const {
  BestCoefficient best;
  double best_score = -1;
  for (int point = 0; point < kGridPoints; ++point) {
    market::LinearBid bid;
    bid.click_conversion = target * GridFactor(point);
    const ReplayOutcome outcome = Play(*Steady(bid), budget);
    const double score = outcome.ExpectedScore(target);
    if (score <= best_score) continue;
    best_score = score;
    best = {bid.click_conversion, outcome};
  }
  return best;
}

}  // namespace souk::agents
