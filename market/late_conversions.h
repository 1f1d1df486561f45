// Conversions that were decided at the click and are reported when they come.
//
// The delay of a conversion is drawn by (page, tick, slot). It is reported in
// the tick in which it falls, counted from the start of the click's tick, or
// in the first one after it in which its line stands in an auction of the
// cell; what comes after the run is never reported. Reports count; they move
// no money: the loader lets no campaign pay per conversion with delays.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "market/archive.h"
#include "market/market_spec.h"
#include "market/page_flow.h"
#include "market/random.h"

namespace souk::market {

class LateConversions {
 public:
  explicit LateConversions(const MarketSpec& spec);

  /// False: conversions are reported at once, and nobody need call the rest.
  bool active() const { return delay_.has_value(); }
  /// Takes the conversions of a batch.
  void Take(const ServedBatch& served, const Responses& responses);
  /// Reports what has come by `tick` for the lines that stood in auctions.
  void Report(uint32_t tick, std::span<LineTally> tallies);
  /// Not reported yet.
  size_t waiting() const;

  void Save(ArchiveWriter& out) const;
  void Load(ArchiveReader& in);

 private:
  void TakeOne(const PageView& page, const ServedAward& award);

  std::optional<DelaySpec> delay_;
  Stream stream_;
  double hours_per_tick_;
  size_t lines_;
  std::map<uint32_t, std::vector<uint32_t>> due_;  // lines, by tick
};

}  // namespace souk::market
