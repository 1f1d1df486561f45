// The sums of a run, and the table that `souk run` prints of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "market/archive.h"
#include "market/events.h"
#include "market/result.h"
#include "results/contract_sums.h"
#include "results/manifest.h"

namespace souk::results {

struct Totals {
  int64_t auctions = 0;  ///< bids evaluated
  int64_t impressions = 0;
  int64_t views = 0;
  int64_t clicks = 0;
  int64_t conversions = 0;
  int64_t spend_micros = 0;
  /// Of all days begun; INT64_MAX: no limit (also of a sum with one such).
  int64_t funded_micros = 0;
};

class Summary final : public market::EventSink {
 public:
  /// Indices of the manifest point into its lists.
  explicit Summary(const Manifest& manifest);

  /// Rows point into the lists of the manifest.
  market::Result<void> Record(const market::TickRows& rows) override;

  uint32_t ticks() const { return ticks_; }
  int64_t page_views() const { return page_views_; }
  /// Of the whole market, as the market table has them.
  const Totals& market() const { return market_; }
  /// In the order of the manifest; what they won in auctions, without what
  /// their contracts showed.
  const std::vector<Totals>& advertisers() const { return advertisers_; }
  const std::vector<std::string>& names() const { return names_; }
  /// In the order of the manifest; without budgets. Auctions of a contract's
  /// campaign are page views on which it might be shown.
  const std::vector<Totals>& campaigns() const { return campaigns_; }

  const ContractSums& contracts() const { return contracts_; }
  /// Advertisers by spend, at most 20, then the rest and the total; money in
  /// whole units of currency. The table of contracts behind an empty line, if
  /// there are any. Ends with a newline.
  std::string Table() const;

  void Save(market::ArchiveWriter& out) const;
  /// The reader is not ok() after a state of another manifest.
  void Load(market::ArchiveReader& in);

 private:
  void Add(const market::LineTicked& row);

  std::vector<std::string> names_;  ///< of advertisers
  std::vector<ManifestLine> lines_;
  std::vector<Totals> advertisers_;
  std::vector<Totals> campaigns_;
  std::vector<bool> is_contract_;  ///< by campaign
  Totals shown_by_contracts_;
  ContractSums contracts_;
  Totals market_;
  int64_t page_views_ = 0;
  uint32_t ticks_ = 0;
};

}  // namespace souk::results
