#include "market/traffic/auctionnet_world.h"

#include <algorithm>
#include <cmath>

#include "market/normal_distribution.h"
#include "market/numpy_random.h"

namespace souk::market {
namespace {

constexpr size_t kBlock = 48;    // campaigns
constexpr size_t kCategory = 8;  // campaigns
constexpr uint64_t kSeedStep = 11111;

/// Shares of the page views of a day.
constexpr std::array<double, kAuctionNetTicks> kBase = {
    .02301228, .01076249, .00882190, .00481577, .00479885, .00332865, .00339303,
    .00303316, .00429872, .00486300, .01113564, .01236025, .01850656, .01729099,
    .02611926, .02405014, .03640874, .03309465, .03811129, .03237549, .03719170,
    .03287604, .03352755, .02549844, .02371989, .02221396, .02621560, .02007501,
    .02223288, .02049530, .02268642, .02080876, .02412421, .02057538, .01999026,
    .01648568, .01745556, .01689021, .02042563, .01978734, .02495076, .02511978,
    .03110131, .02859453, .03006082, .02565065, .02538046, .02528501};

void DrawVolume(uint64_t episode, const AuctionNetRule& rule,
                AuctionNetEpisode& out) {
  constexpr size_t kWindow = 4;
  NumpyRandom random(episode);
  std::array<double, kAuctionNetTicks> shape{};
  for (size_t t = 0; t < shape.size(); t += kWindow) {
    const double factor = random.Uniform(.6, 1.4);
    for (size_t k = t; k < t + kWindow; ++k) shape[k] = factor * kBase[k];
  }
  double base = 0;
  double total = 0;
  for (const double share : kBase) base += share;
  for (const double share : shape) total += share;
  const double scale = base / total;
  for (size_t t = 0; t < shape.size(); ++t) {
    out.page_views[t] = static_cast<uint64_t>(std::floor(
        static_cast<double>(rule.page_views_per_day) * (shape[t] * scale)));
  }
}

using Windows = std::array<double, 6>;  // of 8 ticks each

Windows DrawFactors(uint64_t seed, double low, double high) {
  NumpyRandom random(seed);
  Windows factors{};
  for (double& factor : factors) factor = random.Uniform(low, high);
  return factors;
}

double MeanRate(double rate) {
  if (rate < 0) return 5e-6;
  return std::min(rate, 1.0);
}

void DrawMeans(uint64_t episode, size_t campaigns, double mean_rate,
               AuctionNetEpisode& out) {
  for (size_t i = 0; i < campaigns; ++i) {
    const uint64_t seed = episode * kSeedStep;
    Windows factors = DrawFactors(seed + i / kCategory, .3, 1.7);
    if (i % kCategory != 0) {
      const Windows own = DrawFactors(seed + i, .5, 1.5);
      for (size_t w = 0; w < own.size(); ++w) factors[w] *= own[w];
    }
    for (size_t t = 0; t < kAuctionNetTicks; ++t) {
      out.rates[t].mean.push_back(MeanRate(mean_rate * factors[t / 8]));
    }
  }
}

double Ratio(double drawn) {
  if (drawn < 0) return .1;
  return std::min(drawn, 1.0);
}

double Sigma(double drawn) {
  const double size = std::fabs(drawn);
  return size > .3 ? .2 : size;
}

/// Spreads and sigmas of `n` campaigns from `first`, a block.
void DrawBlock(uint64_t seed, size_t first, size_t n, AuctionNetEpisode& out) {
  NumpyRandom ratios(seed);
  std::array<double, kBlock> of_campaign{};
  for (double& ratio : of_campaign) ratio = Ratio(ratios.Normal(.5, .1));
  for (size_t i = 0; i < n; ++i) {
    const double ratio = of_campaign[i];
    for (AuctionNetRates& tick : out.rates) {
      tick.spread.push_back(Ratio(ratios.Normal(ratio, .2 * ratio)) *
                            tick.mean[first + i]);
    }
  }
  NumpyRandom sigmas(seed);
  for (size_t i = 0; i < n; ++i) {
    out.sigma.push_back(Sigma(sigmas.Normal(.15, .06)));
  }
}

}  // namespace

AuctionNetEpisode MakeAuctionNetEpisode(uint64_t episode, size_t campaigns,
                                        const AuctionNetRule& rule) {
  AuctionNetEpisode out;
  DrawVolume(episode, rule, out);
  DrawMeans(episode, campaigns, rule.mean_conversion_rate, out);
  for (size_t first = 0; first < campaigns; first += kBlock) {
    const uint64_t seed = episode + (uint64_t{first / kBlock} << 32);
    DrawBlock(seed, first, std::min(kBlock, campaigns - first), out);
  }
  for (size_t i = 0; i < campaigns; ++i) {
    const auto [below, above] = AuctionNetBounds(i, episode);
    out.bias.push_back(TruncatedNormalMean(-2 * below, 2 * above));
  }
  return out;
}

std::array<double, 2> AuctionNetBounds(uint64_t campaign, uint64_t episode) {
  constexpr uint64_t kMagic = 1019;
  const auto hash =
      static_cast<uint64_t>(PythonTupleHash({campaign, 0, episode}));
  NumpyRandom random(static_cast<uint32_t>(hash + kMagic));
  const double below = random.NextDouble();
  return {below, random.NextDouble()};
}

}  // namespace souk::market
