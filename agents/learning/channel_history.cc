#include "agents/learning/channel_history.h"

#include <algorithm>

namespace souk::agents {
namespace {

constexpr double kMost = 3;
constexpr double kUsualClicks = 20;  // of a budget

double Part(int64_t part, int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

}  // namespace

ChannelHistory::ChannelHistory(double budget_micros, double target_micros,
                               std::span<const std::vector<LineDay>> past,
                               size_t channels)
    : means_(channels) {
  const double clicks = budget_micros / target_micros;
  size_ = clicks / (clicks + kUsualClicks);
  known_ = static_cast<double>(past.size()) / kPlannerDays;
  const double weight = past.empty() ? 0 : 1 / static_cast<double>(past.size());
  for (const std::vector<LineDay>& day : past) {
    for (size_t k = 0; k < channels; ++k) {
      const market::LineTally& tally = day[k].tally;
      ChannelMeans& mean = means_[k];
      const double seen = static_cast<double>(tally.auctions) / clicks;
      mean.cost +=
          weight * static_cast<double>(tally.spend.micros) / budget_micros;
      mean.clicks += weight * static_cast<double>(tally.clicks) / clicks;
      mean.share += weight * day[k].share;
      mean.win_rate += weight * Part(tally.impressions, tally.auctions);
      mean.auctions += weight * seen / (seen + kUsualClicks);
    }
  }
}

void ChannelHistory::Describe(size_t channel, double left,
                              std::span<float> values) const {
  const size_t channels = means_.size();
  SOUK_CHECK(values.size() == width(channels) && channel < channels,
             values.size(), " numbers to describe a campaign");
  std::vector<double> all = {left, size_, known_};
  for (size_t k = 0; k < channels; ++k) all.push_back(k == channel ? 1 : 0);
  for (size_t k = 0; k < channels; ++k) {
    const ChannelMeans& mean = means_[(channel + k) % channels];
    const double price = mean.clicks > 0 ? mean.cost / mean.clicks : 1;
    all.insert(all.end(), {mean.cost, mean.clicks, price, mean.share,
                           mean.win_rate, mean.auctions});
  }
  for (size_t i = 0; i < all.size(); ++i) {
    values[i] = static_cast<float>(std::clamp(all[i], 0.0, kMost));
  }
}

}  // namespace souk::agents
