#include "agents/learning/market_view.h"

#include <algorithm>

namespace souk::agents {

using market::AuctionSeen;

namespace {

double Ratio(double a, double b) { return b > 0 ? a / b : 0; }

/// A tick by what was counted; what samples tell is left as it is.
void Count(const market::LineTally& tally, const Aim& aim, TickGlance& tick) {
  const auto pages = static_cast<double>(tally.auctions);
  tick.pages = pages;
  tick.win_share = Ratio(static_cast<double>(tally.impressions), pages);
  tick.exposed_share = Ratio(static_cast<double>(tally.views), pages);
  tick.conversion_share = Ratio(aim.Gained(tally), pages);
}

/// Means over a sample that is not empty.
void Sample(std::span<const AuctionSeen> seen, const Aim& aim,
            TickGlance& tick) {
  double bid = 0;
  double price = 0;
  double unit = 0;
  for (const AuctionSeen& auction : seen) {
    bid += auction.bid;
    if (auction.last_price < market::kMaxBid) price += auction.last_price;
    unit += aim.unit(auction.click_rate, auction.conversion_rate);
  }
  const auto count = static_cast<double>(seen.size());
  tick.bid = bid / count;
  tick.price = price / count;
  tick.rate = unit / aim.worth_micros / count;
  tick.price_level = Ratio(price, unit);
}

}  // namespace

MarketLook MarketView::LookAt(const market::PlanInput& input) const {
  MarketLook look;
  look.tick = input.time.tick_of_day();
  look.ticks_per_day = ticks_per_day_;
  look.has_budget = has_budget();
  if (look.has_budget) {
    look.budget = static_cast<double>(budget_.micros);
    look.remaining = static_cast<double>(input.remaining_today.micros);
  }
  look.target = target_micros_;
  look.value = value_micros_;
  look.worth = aim_.worth_micros;
  if (ticks_ > 0 && day_ == input.time.day()) AddToday(look);
  return look;
}

void MarketView::AddToday(MarketLook& look) const {
  look.gained = gained_;
  look.expected = expected_;
  look.spent = spent_;
  const uint32_t recent = std::min<uint32_t>(ticks_, 3);
  for (uint32_t i = 0; i < recent; ++i) look.three += last_[i];
  look.pages_three = look.three.pages;
  look.pages = sum_.pages;
  look.last = last_[0];
  look.three = look.three * (1.0 / recent);
  look.all = sum_ * (1.0 / ticks_);
}

void MarketView::StartDay(uint32_t day) {
  day_ = day;
  ticks_ = 0;
  sum_ = {};
  last_ = {};
  gained_ = expected_ = spent_ = 0;
}

void MarketView::Add(const TickGlance& tick) {
  last_ = {tick, last_[0], last_[1]};
  sum_ += tick;
  ++ticks_;
}

void MarketView::Learn(const market::Feedback& feedback, double coefficient) {
  if (ticks_ == 0 || feedback.time.day() != day_) {
    StartDay(feedback.time.day());
  }
  TickGlance tick = last_[0];
  tick.coefficient = coefficient;
  Count(feedback.tally, aim_, tick);
  if (!feedback.seen.empty()) Sample(feedback.seen, aim_, tick);
  const auto spend = static_cast<double>(feedback.tally.spend.micros);
  const bool spreads = budget_ != market::kNoLimit && budget_.micros > 0;
  tick.pace = spreads
                  ? spend * ticks_per_day_ / static_cast<double>(budget_.micros)
                  : 0;
  Add(tick);
  gained_ += aim_.Gained(feedback.tally);
  expected_ += aim_.Expected(feedback.tally);
  spent_ += spend;
}

void MarketView::Learn(const market::Feedback& feedback) {
  Learn(feedback, feedback.seen.empty() ? CoefficientBefore(feedback.time)
                                        : CoefficientOf(aim_, feedback.seen));
}

double MarketView::CoefficientBefore(market::TickTime time) const {
  return ticks_ > 0 && time.day() == day_ ? last_[0].coefficient : 0;
}

void MarketView::Describe(const market::PlanInput& input,
                          std::span<double> values) const {
  SOUK_CHECK(values.size() == Features().size(), values.size(), " of ",
             Features().size(), " features");
  const MarketLook look = LookAt(input);
  for (size_t i = 0; i < Features().size(); ++i) values[i] = Told(i, look);
}

void MarketView::Describe(const market::PlanInput& input, const FeatureSet& set,
                          std::span<float> values) const {
  SOUK_CHECK(values.size() == set.size(), values.size(), " of ", set.size(),
             " features");
  const MarketLook look = LookAt(input);
  for (size_t i = 0; i < set.size(); ++i) {
    values[i] = static_cast<float>(Told(set.indices[i], look));
  }
}

void MarketView::Save(market::ArchiveWriter& out) const {
  out.Put(day_);
  out.Put(ticks_);
  out.Put(sum_);
  out.Put(last_);
  out.Put(gained_);
  out.Put(expected_);
  out.Put(spent_);
}

void MarketView::Load(market::ArchiveReader& in) {
  in.Get(day_);
  in.Get(ticks_);
  in.Get(sum_);
  in.Get(last_);
  in.Get(gained_);
  in.Get(expected_);
  in.Get(spent_);
}

}  // namespace souk::agents
