#include "agents/replay_market.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "agents/strategies/steady.h"
#include "market/vector_math.h"

namespace souk::agents {
namespace {

using market::AuctionSeen;
using market::Money;

constexpr size_t kSlots = std::tuple_size_v<decltype(ReplayRule::exposure)>;
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
      chance_(rule.seed, rule.run, market::Purpose::kResponse),
      watching_(rule.seed, rule.run, market::Purpose::kWatching) {
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
    strategy.Learn({time, seat.tally, seat.remaining, seat.seen});
    outcome.tally += seat.tally;
  }
  return outcome;
}

void ReplayMarket::PlayTick(size_t tick, const market::BidFunction& bid,
                            Seat& seat) const {
  const size_t pages = ticks_[tick].rate.size();
  seat.tally.auctions = static_cast<int64_t>(pages);
  seat.seen.clear();
  seat.bids = seat.remaining >= rule_.min_remaining;
  for (size_t number = 0; number < pages; ++number) {
    const Page page{tick, number};
    const bool watched = bid.watch_share > 0 && Watches(page, bid.watch_share);
    if (!seat.bids && !watched) continue;
    AuctionSeen met = Meet(page, seat.bids ? BidOn(page, bid, seat) : 0);
    seat.bids = seat.bids && Book(met, seat);
    if (!seat.bids) met = Meet(page, 0);
    if (!watched) continue;
    AddPrices(page, met);
    seat.seen.push_back(met);
  }
  seat.page_views_today += pages;
}

double ReplayMarket::BidOn(Page page, const market::BidFunction& bid,
                           const Seat& seat) const {
  return std::ceil(
      bid({.click_rate = 1,
           .conversion_rate = ticks_[page.tick].rate[page.number],
           .remaining_micros = Micros(seat.remaining),
           .page_views_today = seat.page_views_today + page.number}));
}

AuctionSeen ReplayMarket::Meet(Page page, double bid) const {
  const LoggedTick& log = ticks_[page.tick];
  const RivalBids& rivals = log.rivals[page.number];
  AuctionSeen met{
      .click_rate = 1, .conversion_rate = log.rate[page.number], .bid = bid};
  const auto better = [bid](double rival) { return rival >= bid; };
  const auto slot = static_cast<size_t>(
      std::ranges::count_if(std::span(rivals).first(kSlots), better));
  if (slot == kSlots || rivals[slot] <= rule_.reserve_micros) return met;
  const auto words =
      chance_.Words(page.number, static_cast<uint32_t>(page.tick), 0);
  met.slot = static_cast<uint32_t>(slot);
  met.price = rivals[slot];
  if (words[0] * 0x1p-32 >= rule_.exposure[slot]) return met;
  met.examined = met.clicked = 1;
  met.converted = words[1] * 0x1p-32 < met.conversion_rate ? 1 : 0;
  return met;
}

bool ReplayMarket::Book(const AuctionSeen& met, Seat& seat) {
  if (!met.won()) return true;
  const Money price(static_cast<int64_t>(met.price));
  if (met.examined != 0 && price > seat.remaining) return false;
  ++seat.tally.impressions;
  seat.tally.predicted_clicks += 1;
  if (met.examined == 0) return true;
  ++seat.tally.views;
  ++seat.tally.clicks;
  seat.tally.conversions += met.converted;
  seat.tally.spend += price;
  seat.tally.expected_conversions += met.conversion_rate;
  if (seat.remaining != market::kNoLimit) seat.remaining -= price;
  return true;
}

bool ReplayMarket::Watches(Page page, double share) const {
  return watching_.Uniform(page.number, static_cast<uint32_t>(page.tick), 0) <
         share;
}

void ReplayMarket::AddPrices(Page page, AuctionSeen& met) const {
  const RivalBids& rivals = ticks_[page.tick].rivals[page.number];
  const double third = rivals[kSlots - 1];
  const double last_price =
      met.bid > third ? third : std::max(met.bid, rivals[kSlots]);
  if (last_price <= rule_.reserve_micros) return;  // a slot was left over
  met.price_to_beat = third;
  met.last_price = last_price;
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
