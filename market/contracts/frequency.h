// Frequency caps: how often one user has seen a contract.
//
// A user sees a contract at most `times` in the days [n * days, (n+1) * days).
// Counts are kept for contracts with a cap only, and only for users who have
// seen one in the window: 24 bytes each, about, at most users x capped
// contracts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "market/archive.h"
#include "market/contracts/contract.h"

namespace souk::market {

/// E[min(N, times)] / E[N] for N ~ Poisson(mean): the share of eligible page
/// views that a cap leaves. `mean` > 0, `times` >= 1; in (0, 1].
double UsableShare(double mean, uint32_t times);

class FrequencyCounts {
 public:
  explicit FrequencyCounts(std::span<const ContractSpec> contracts);

  /// Forgets windows that are over.
  void OpenTick(TickTime time);
  /// Whether the user may see the contract once more.
  bool Allows(uint64_t user, uint32_t contract) const {
    const FrequencyCap& cap = caps_[contract];
    return cap.times == 0 || Count(user, contract) < cap.times;
  }
  void Add(uint64_t user, uint32_t contract);

  /// State between ticks.
  void Save(ArchiveWriter& out) const;
  void Load(ArchiveReader& in);

 private:
  struct Entry {
    uint64_t user = 0;
    uint32_t contract = 0;
    uint32_t count = 0;  ///< 0: an empty place
  };

  uint32_t Count(uint64_t user, uint32_t contract) const;
  size_t PlaceOf(uint64_t user, uint32_t contract) const;
  void Rebuild(size_t places);
  void AddCount(const Entry& entry);

  std::vector<FrequencyCap> caps_;  // by contract
  std::vector<Entry> table_;        // open addressing, a power of two
  size_t used_ = 0;
};

}  // namespace souk::market
