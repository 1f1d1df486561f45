// What became of guaranteed contracts: sums of a run and the figures made of
// them. Figures of delivery are those of Bharadwaj et al. ("SHALE",
// arXiv 1203.3619); every share of nothing is 0, but nothing owed is 1.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "market/archive.h"
#include "market/events.h"
#include "results/manifest.h"

namespace souk::results {

/// One contract over the run.
struct ContractTotals {
  int64_t delivered = 0;  ///< impressions
  int64_t views = 0;
  int64_t clicks = 0;
  int64_t conversions = 0;
  int64_t earned_micros = 0;    ///< of the advance
  int64_t returned_micros = 0;  ///< of the advance
  int64_t penalty_micros = 0;   ///< paid on top
  int64_t ticks = 0;            ///< with a row
  double squares = 0;           ///< sum over ticks of (delivered - planned)^2
};

/// How one contract was served.
struct ContractFigures {
  std::string name;
  int64_t goal = 0;
  ContractTotals totals;
  int64_t owed = 0;  ///< the goal; if cancelled, what was delivered of it
  double delivery_rate = 0;  ///< min(delivered, owed) / owed
  int64_t missing = 0;       ///< owed - delivered, at least 0
  double click_rate = 0;     ///< clicks per impression
  double smoothness = 0;     ///< sqrt(mean over ticks (delivered - planned)^2)
};

/// All contracts together.
struct ContractsFigures {
  double fulfilment = 0;         ///< sum of min(delivered, owed) / sum of owed
  double worst_fulfilment = 0;   ///< the least delivery rate
  double compensation_rate = 0;  ///< sum of missing / sum of owed
  double overdelivery = 0;  ///< sum of delivered beyond the goal / sum of owed
  double pages_with_contracts = 0;  ///< share of page views
  double pages_with_repeats = 0;    ///< share that shows a contract twice
  double click_rate = 0;            ///< clicks per impression
  double slot_gini = 0;             ///< see ContractSums::SlotGini
  double smoothness = 0;            ///< mean over contracts
  ContractTotals totals;
  int64_t goal = 0;
  int64_t missing = 0;
  int64_t auction_micros = 0;  ///< what the auction earned
};

class ContractSums {
 public:
  explicit ContractSums(const Manifest& manifest);

  bool any() const { return !contracts_.empty(); }
  void Record(const market::TickRows& rows);

  /// In the order of the manifest.
  std::vector<ContractFigures> each() const;
  ContractsFigures all() const;
  /// Gini coefficient of the impressions of contracts over the slots that they
  /// may claim, sum_ab |x_a - x_b| / (2 n sum_a x_a): of each channel, averaged
  /// with its impressions as weights. 0: all slots alike.
  double SlotGini() const;
  /// Contracts, the worst delivery rate first, at most 20, the total, and what
  /// there is to say of all; "" without any. Ends with a newline.
  std::string Table() const;

  void Save(market::ArchiveWriter& out) const;
  /// The reader is not ok() after a state of another manifest.
  void Load(market::ArchiveReader& in);

 private:
  struct Pages {
    int64_t page_views = 0;
    int64_t with_contracts = 0;
    int64_t with_repeats = 0;
    int64_t auction_micros = 0;
  };

  void Add(const market::ContractTicked& row);
  void Add(const market::ContractPagesTicked& row);
  void Add(const market::ContractSlotTicked& row);
  int64_t OwedTo(size_t contract) const;
  bool Cancelled(const ManifestContract& contract) const;
  ContractFigures FiguresOf(size_t contract) const;

  std::vector<ManifestContract> contracts_;
  std::vector<ManifestSlot> slots_;
  std::vector<ContractTotals> totals_;     ///< by contract
  std::vector<int64_t> slot_impressions_;  ///< as slots_
  Pages pages_;
  uint32_t ticks_ = 0;  ///< done
};

}  // namespace souk::results
