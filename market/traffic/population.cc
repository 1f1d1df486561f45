#include "market/traffic/population.h"

namespace souk::market {
namespace {

/// Users draw interests at indices below this.
constexpr uint32_t kPlaceIndex = 1U << 20;

/// Picks an index by cumulative shares, which end at 1: the first above u, at
/// most the last.
uint16_t Pick(std::span<const double> cumulative, double u) {
  if (cumulative.size() <= 1) return 0;
  const auto before_last = cumulative.first(cumulative.size() - 1);
  return static_cast<uint16_t>(std::ranges::upper_bound(before_last, u) -
                               before_last.begin());
}

std::vector<double> Cumulative(std::span<const double> shares) {
  double total = 0;
  for (double share : shares) total += share;
  std::vector<double> out;
  double sum = 0;
  for (double share : shares) out.push_back((sum += share) / total);
  return out;
}

}  // namespace

Population::Population(SyntheticConfig config)
    : config_(std::move(config)),
      traits_(StreamOf(Purpose::kPopulation)),
      session_rate_(SessionRates(config_)),
      interests_(Cumulative(config_.interest_share)),
      channels_(Cumulative(config_.channel_share)),
      places_(Cumulative(config_.place_share)),
      categories_(Cumulative(config_.category_share)) {}

uint16_t Population::InterestOf(uint64_t user, uint32_t mode) const {
  if (interests_.size() == 1) return 0;
  return Pick(interests_, traits_.Uniform(user, 0, mode));
}

uint16_t Population::PlaceOf(uint64_t user) const {
  if (places() == 1) return 0;
  return Pick(places_, traits_.Uniform(user, 0, kPlaceIndex));
}

uint16_t Population::ChannelBy(double u) const { return Pick(channels_, u); }

uint16_t Population::CategoryBy(double u) const { return Pick(categories_, u); }

std::vector<double> SessionRates(const SyntheticConfig& config) {
  std::vector<double> rate(config.ticks_per_day);
  double total = 0;
  for (uint32_t tick = 0; tick < config.ticks_per_day; ++tick) {
    rate[tick] = config.hour_weight[size_t{24} * tick / config.ticks_per_day];
    total += rate[tick];
  }
  for (double& r : rate) r *= config.sessions_per_day / total;
  return rate;
}

}  // namespace souk::market
