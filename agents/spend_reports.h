// What a platform knows of spending when news takes time: budgets in the mode
// STALE.
//
// At the end of every `every_ticks`-th tick of a day each cell sends a report:
// what each budget node has spent in it since the day began. A report arrives
// `delay_ticks` ticks later, or is lost with probability `loss_rate`; the next
// one carries what it said, as sums only grow. What is known of a node is the
// sum, over cells, of the newest reports that have arrived. A new day starts
// at zero: reports of the day before are void.
//
// With delay 0, loss 0 and a report every tick, everything is known.
// Ours, after what the platforms of Yahoo and Alibaba say of their own delays.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "market/archive.h"
#include "market/market_spec.h"
#include "market/money.h"
#include "market/random.h"

namespace souk::agents {

class SpendReports {
 public:
  /// For `nodes` budget nodes and the cells of `spec`.
  SpendReports(const market::MarketSpec& spec, size_t nodes);

  /// The start of a tick: what arrives by now is known.
  void OpenTick(market::TickTime time);
  /// The end of the tick: what the nodes spent, [cell][node].
  void CloseTick(market::TickTime time,
                 std::span<const std::vector<market::Money>> spent);
  /// Of the node's spending today.
  market::Money known(size_t node) const;

  /// State between ticks.
  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  struct Report {
    uint32_t cell = 0;
    uint32_t arrival = 0;               ///< known from this tick on
    std::vector<market::Money> so_far;  ///< by node
  };

  void Send(market::TickTime time, uint32_t cell);

  market::ReportSpec spec_;
  market::Stream loss_;
  size_t nodes_;
  std::vector<std::vector<market::Money>> true_;   // [cell][node], today
  std::vector<std::vector<market::Money>> known_;  // the same, as reported
  std::vector<Report> under_way_;                  // in order of sending
};

}  // namespace souk::agents
