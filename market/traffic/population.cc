#include "market/traffic/population.h"

namespace souk::market {
namespace {

/// Users draw interests at indices below this.
constexpr uint32_t kPlaceIndex = 1U << 20;

}  // namespace

Population::Population(SyntheticConfig config)
    : config_(std::move(config)),
      traits_(StreamOf(Purpose::kPopulation)),
      session_rate_(SessionRates(config_)),
      interests_(config_.interest_share),
      channels_(config_.channel_share),
      places_(config_.place_share),
      categories_(config_.category_share) {}

uint16_t Population::InterestOf(uint64_t user, uint32_t mode) const {
  if (interests_.size() == 1) return 0;
  return interests_.Pick(traits_.Uniform(user, 0, mode));
}

uint16_t Population::PlaceOf(uint64_t user) const {
  if (places() == 1) return 0;
  return places_.Pick(traits_.Uniform(user, 0, kPlaceIndex));
}

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
