#include "market/traffic/population.h"

namespace souk::market {
namespace {

/// Picks an index by cumulative shares that end at 1.
uint16_t Pick(std::span<const double> cumulative, double u) {
  size_t i = 0;
  while (i + 1 < cumulative.size() && u >= cumulative[i]) ++i;
  return static_cast<uint16_t>(i);
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
      channels_(Cumulative(config_.channel_share)) {}

uint16_t Population::InterestOf(uint64_t user, uint32_t mode) const {
  if (interests_.size() == 1) return 0;
  return Pick(interests_, traits_.Uniform(user, 0, mode));
}

uint16_t Population::ChannelBy(double u) const { return Pick(channels_, u); }

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
