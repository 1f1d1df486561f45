// One cell's users: they open pages in waves, and answer what they are shown.
//
// A pure kernel: the sequential run and the Users actor drive the same one.
// Ground truth (true rates) stays here.
#pragma once

#include <memory>

#include "market/market_spec.h"
#include "market/page_flow.h"
#include "market/random.h"

namespace souk::market {

class Audience {
 public:
  Audience(std::shared_ptr<const MarketSpec> spec, CellId cell);

  void OpenTick(TickTime time) { traffic_->OpenTick(time); }
  /// The next page views of the tick; false when it is over.
  bool NextBatch(PageBatch& batch) { return traffic_->NextBatch(batch); }
  /// The users' answers to the batch that was served last.
  void Respond(const ServedBatch& served, Responses& responses);
  /// Whether a batch may be served again after the answers: then the next one
  /// is opened when it is settled.
  bool may_be_asked_again() const {
    return spec_->budgets.mode == BudgetMode::kAuctionNet;
  }

  /// State between ticks.
  void Save(ArchiveWriter& out) const { traffic_->Save(out); }
  void Load(ArchiveReader& in) { traffic_->Load(in); }

 private:
  /// Answers the awards of some pages of a batch.
  void AnswerPages(std::span<const PageView> pages,
                   std::span<const ServedAward> awards,
                   std::span<SlotResponse> answers);
  /// Fills draws_, one entry per award.
  void DrawChances(std::span<const PageView> pages,
                   std::span<const ServedAward> awards);
  /// Fills views_: the awards as users meet them.
  void SeeAwards(std::span<const PageView> pages,
                 std::span<const ServedAward> awards);
  /// Answers a page with slots that hold two awards; `views` has one entry for
  /// each award.
  void AnswerShared(std::span<const SlotView> views,
                    std::span<const SlotChance> draws,
                    std::span<SlotResponse> answers);
  const AdTraits* TraitsOf(uint32_t line) const;
  /// What the traffic learns about one page.
  void Report(std::span<const ServedAward> awards,
              std::span<const SlotResponse> answers);

  std::shared_ptr<const MarketSpec> spec_;
  std::unique_ptr<CellTraffic> traffic_;
  bool remembers_;  // what users saw
  Stream chance_;
  // Scratch of one batch.
  std::vector<PageReaction> reactions_;
  std::vector<SeenAd> seen_;
  // Scratch of some pages.
  std::vector<PhiloxBlock> words_;
  std::vector<SlotChance> draws_;
  std::vector<SlotView> views_;
  // Scratch of one page with shared slots.
  std::vector<SlotView> shared_views_;
  std::vector<SlotChance> shared_draws_;
  std::vector<SlotResponse> shared_answers_;
};

}  // namespace souk::market
