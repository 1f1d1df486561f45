// Identities and calendar time.
//
// An Id is a position in the scenario's own list (advertisers, campaigns,
// lines, cells, channels), so it is also an index into columns: id.index().
// Ids of different things do not mix.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace souk::market {

template <class Tag>
struct Id {
  uint32_t value = 0;

  constexpr Id() = default;
  constexpr explicit Id(size_t index) : value(static_cast<uint32_t>(index)) {}
  constexpr size_t index() const { return value; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

using AdvertiserId = Id<struct AdvertiserTag>;
using CampaignId = Id<struct CampaignTag>;
using CellId = Id<struct CellTag>;
using ChannelId = Id<struct ChannelTag>;
/// A campaign on one channel: the unit that bids, is counted and learns.
using LineId = Id<struct LineTag>;

/// "Nobody", "nothing": an index that is never valid.
inline constexpr uint32_t kNone = 0xffffffffU;

/// What a campaign pays for. A view is an impression that the user examined.
enum class Charge : uint8_t { kView = 0, kClick = 1, kConversion = 2 };

/// One step of simulated time. `tick` counts from the start of the run.
struct TickTime {
  uint32_t tick = 0;
  uint32_t ticks_per_day = 48;

  constexpr uint32_t day() const { return tick / ticks_per_day; }
  constexpr uint32_t tick_of_day() const { return tick % ticks_per_day; }
  constexpr bool first_of_day() const { return tick_of_day() == 0; }
};

}  // namespace souk::market
