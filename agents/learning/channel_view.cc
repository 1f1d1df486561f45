#include "agents/learning/channel_view.h"

#include <algorithm>
#include <array>

#include "market/result.h"

namespace souk::agents {
namespace {

constexpr double kMost = 3;

double Ratio(double cost, double clicks) {
  return clicks > 0 ? cost / clicks : 1;
}

double Squashed(double x) { return x / (1 + x); }

double Part(int64_t part, int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

}  // namespace

void ChannelView::Open(const market::PlanInput& input) {
  const double budget = facts_.budget_micros;
  if (input.time.first_of_day()) {
    if (today_.closed > 0) {
      yesterday_ = {today_.cost, today_.clicks,
                    today_.coefficients / today_.closed};
    }
    today_ = {};
  }
  today_.ticks = input.time.ticks_per_day;
  today_.time = static_cast<double>(input.time.tick_of_day()) / today_.ticks;
  today_.share = 1;
  today_.left = static_cast<double>(input.remaining_today.micros) / budget;
  if (!input.share) {
    today_.campaign_cost = today_.cost;
    today_.campaign_clicks = today_.clicks;
    return;
  }
  if (input.share->budget != market::kNoLimit) {
    today_.share = static_cast<double>(input.share->budget.micros) / budget;
  }
  today_.campaign_cost =
      static_cast<double>(input.share->spend.micros) / budget;
  today_.campaign_clicks =
      static_cast<double>(input.share->clicks) * facts_.target_micros / budget;
}

void ChannelView::Close(const ChannelTick& tick) {
  const market::LineTally& tally = tick.tally;
  const double click = facts_.target_micros / facts_.budget_micros;
  last_.cost = static_cast<double>(tally.spend.micros) / facts_.budget_micros;
  last_.clicks = static_cast<double>(tally.clicks) * click;
  last_.coefficient = tick.coefficient;
  last_.win_rate = Part(tally.impressions, tally.auctions);
  if (tally.impressions > 0) {
    last_.click_rate =
        tally.predicted_clicks / static_cast<double>(tally.impressions);
  }
  last_.auctions = static_cast<double>(tally.auctions) * click;
  today_.cost += last_.cost;
  today_.clicks += last_.clicks;
  today_.coefficients += tick.coefficient;
  today_.closed += 1;
}

void ChannelView::Describe(std::span<float> values) const {
  SOUK_CHECK(values.size() == width(facts_.channels), values.size(),
             " numbers to describe a channel");
  const double clicks_a_tick =
      facts_.budget_micros / facts_.target_micros / today_.ticks;
  const std::array<double, kFeatures> features = {
      today_.time,
      1 - today_.time,
      today_.share,
      today_.left,
      today_.campaign_cost,
      today_.campaign_clicks,
      Ratio(today_.campaign_cost, today_.campaign_clicks),
      Squashed(clicks_a_tick),
      today_.cost,
      today_.clicks,
      last_.cost * today_.ticks,
      last_.clicks * today_.ticks,
      last_.coefficient,
      last_.win_rate,
      last_.click_rate * 10,
      Squashed(last_.auctions),
      yesterday_.cost,
      yesterday_.clicks,
      Ratio(yesterday_.cost, yesterday_.clicks),
      yesterday_.coefficient};
  for (size_t i = 0; i < kFeatures; ++i) {
    values[i] = static_cast<float>(std::clamp(features[i], 0.0, kMost));
  }
  for (uint32_t channel = 0; channel < facts_.channels; ++channel) {
    values[kFeatures + channel] = channel == facts_.channel ? 1.0F : 0.0F;
  }
}

void ChannelView::Save(market::ArchiveWriter& out) const {
  out.Put(today_);
  out.Put(last_);
  out.Put(yesterday_);
}

void ChannelView::Load(market::ArchiveReader& in) {
  in.Get(today_);
  in.Get(last_);
  in.Get(yesterday_);
}

}  // namespace souk::agents
