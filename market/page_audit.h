// The market's promises, checked on every page view of a cell while it runs
// (`souk run --check`).
//
//   award    slots ascend and exist, at most two awards a slot, a candidate
//            that has bid
//   price    whole, 0 <= price <= bid
//   money    the awards of an advertiser never cost more than its lease still
//            covers (unless budgets bind by drops: then the batch is served
//            again); what is charged is the price or nothing
//   answers  nobody clicks what was not examined, or buys without a click
//   monotone on one page view in 64: a higher bid never loses the candidate
//            expected events
//
// The first promise that is broken is kept as a sentence that names the page
// view.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "market/market_spec.h"
#include "market/page_watch.h"

namespace souk::market {

class PageAudit final : public PageWatch {
 public:
  PageAudit(std::shared_ptr<const MarketSpec> spec, CellId cell)
      : spec_(std::move(spec)), cell_(cell) {}

  void Served(const PageServing& serving) override;
  void Settled(const BatchSettled& batch) override;
  /// Empty: no promise was broken.
  const std::string& fault() const { return fault_; }

 private:
  void CheckAward(const PageServing& serving, const Award& award);
  void CheckSlots(const PageServing& serving);
  void CheckMoney(const PageServing& serving);
  void CheckMonotone(const PageServing& serving);
  void CheckAnswer(const PageView& page, const SlotResponse& answer);
  void Report(const PageView& page, const std::string& sentence);
  std::string NameOf(uint32_t line) const;

  std::shared_ptr<const MarketSpec> spec_;
  CellId cell_;
  std::string fault_;
  // Scratch.
  std::vector<double> raised_;
  Outcome outcome_;
};

}  // namespace souk::market
