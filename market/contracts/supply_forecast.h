// How many page views of every supply type will come.
//
// A table f[type][hour of the week] starts from what the traffic expects,
// times an error per type if the scenario asks for one:
//
//   LogNormal(-s^2 / 2, s), mean 1, drawn once per type
//
// After every hour it learns, with rate r, from the count y:
//
//   f <- (1 - r) f + r y                                      (this hour)
//   level = (k + Y) / (k + F)                                  (the type)
//
// Y and F: page views seen and forecast, each hour counting 1 - r / 8 times
// the one after it; k = 50. Hours to come are forecast by level * f: so an hour
// of the week that was never seen learns from the others (the slow and the fast
// forecast reconciled; after CLOCK, CIKM 2023).
//
// The ticks of an hour (hours.h) share its page views evenly.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "market/archive.h"
#include "market/contracts/hours.h"
#include "market/contracts/supply_types.h"
#include "market/market_spec.h"

namespace souk::market {

class SupplyForecast {
 public:
  SupplyForecast(const MarketSpec& spec, const SupplyTypes& types);

  /// Expected page views of `type` in ticks [from, end).
  double Expect(size_t type, uint32_t from, uint32_t end) const;
  /// Page views of the tick that closed, by type.
  void Learn(TickTime time, std::span<const int64_t> page_views);
  bool ends_hour(TickTime time) const {
    return HourOf(time.tick) != HourOf(time.tick + 1);
  }
  /// First tick after the hour of `tick`.
  uint32_t HourEnd(uint32_t tick) const {
    return hours_.Start(HourOf(tick) + 1);
  }
  /// First tick of the hour of `tick`.
  uint32_t HourStart(uint32_t tick) const { return hours_.Start(HourOf(tick)); }

  /// State between ticks.
  void Save(ArchiveWriter& out) const;
  void Load(ArchiveReader& in);

 private:
  /// Hours since the start of the run.
  uint64_t HourOf(uint32_t tick) const { return hours_.Of(tick); }
  double Table(size_t type, uint64_t hour) const {
    return table_[type * hours_of_week_ + hour % hours_of_week_];
  }
  void CloseHour(uint64_t hour);

  Calendar calendar_;
  double rate_;
  Hours hours_;
  size_t hours_of_week_;
  size_t types_;
  std::vector<double> table_;     // type x hour of the week
  std::vector<double> seen_;      // Y, by type
  std::vector<double> forecast_;  // F
  std::vector<int64_t> count_;    // of the hour that is under way
};

}  // namespace souk::market
