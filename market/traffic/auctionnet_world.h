// The traits of an AuctionNet episode: how many page views every tick has,
// and how likely campaigns are to convert them.
//
// As in the published generator (NeurIPSPvGen), with rg(s) numpy's
// default_rng(s), ep the episode and i the campaign of category k = i / 8:
//
//   volume   12 factors f ~ U(.6, 1.4) of rg(ep), each for 4 ticks;
//            n_t = floor(N f_t base_t sum(base) / sum(f base))
//   mean     6 factors U(.3, 1.7) of rg(11111 ep + k), each for 8 ticks, and,
//            if i % 8 != 0, times 6 factors U(.5, 1.5) of rg(11111 ep + i);
//            all times the mean rate
//   spread   rg(ep): r_i ~ N(.5, .1); then for every i, t: the ratio of
//            standard deviation and mean ~ N(r_i, .2 r_i); both: below 0 is
//            .1, above 1 is 1
//   sigma    rg(ep): s_i ~ N(.15, .06); below 0: |s_i|, above .3: .2
//   bounds   u1, u2 of rg((hash((i, 0, ep)) + 1019) mod 2^32): the true value
//            is normal, cut at 2 u1 deviations below and 2 u2 above its mean
//
// The published world has 48 campaigns; those beyond come in further blocks of
// 48, whose rg(ep) is rg(ep + 2^32 * block), so that a campaign more changes
// nothing for the others.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace souk::market {

inline constexpr uint32_t kAuctionNetTicks = 48;

struct AuctionNetRule {
  uint64_t page_views_per_day = 500000;  ///< N: a day has a few less
  double mean_conversion_rate = 0.0005;
};

/// Of one tick: (0, 1] and [0, 1].
struct AuctionNetRates {
  std::vector<double> mean;    ///< by campaign
  std::vector<double> spread;  ///< standard deviation, by campaign
};

struct AuctionNetEpisode {
  std::array<uint64_t, kAuctionNetTicks> page_views{};
  std::array<AuctionNetRates, kAuctionNetTicks> rates;
  std::vector<double> sigma;  ///< s_i, by campaign
  /// Mean of the cut standard normal between -2 u1 and 2 u2, by campaign.
  std::vector<double> bias;
};

AuctionNetEpisode MakeAuctionNetEpisode(uint64_t episode, size_t campaigns,
                                        const AuctionNetRule& rule);

/// The two uniforms behind the bounds.
std::array<double, 2> AuctionNetBounds(uint64_t campaign, uint64_t episode);

}  // namespace souk::market
