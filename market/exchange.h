// One cell's platform: page views in, pages of ads out, money booked.
//
// A pure kernel: the sequential run and the Platform actor drive the same one.
// The order is the rule. Page views are served one after the other. On each:
//
//   1. the candidates are the lines of the page's channel that target its user
//   2. rates are predicted, bid functions evaluated, bids rounded up to whole
//      micro-units
//   3. a bid is capped by what the advertiser's lease still covers, divided
//      by the number of slots that it could win on a page of this channel
//   4. contracts take slots (contracts/contract_server.h), before the auction
//      or in competition with it
//   5. the mechanism clears the slots that are left, on a joint channel with
//      the bundles of related brands and stores; every award reserves its price
//
// When the users have answered a batch, every award is charged (if its event,
// a view, click or conversion, came) or its reservation is released.
//
// With budgets by drops (budget_drops.h), 3. and the reservations of 5. do not
// happen. Instead, a batch in which somebody overspent is not booked but served
// again without some of the bids, until nobody does.
#pragma once

#include <memory>
#include <optional>

#include "market/auction_watch.h"
#include "market/bid_function.h"
#include "market/budget_drops.h"
#include "market/contracts/contract_server.h"
#include "market/desk.h"
#include "market/late_conversions.h"
#include "market/lease_book.h"
#include "market/line_index.h"
#include "market/market_spec.h"
#include "market/open_slots.h"
#include "market/page_audit.h"
#include "market/page_flow.h"
#include "market/page_recorder.h"
#include "market/page_watch.h"
#include "market/retrieval.h"
#include "market/sieve.h"
#include "market/slots_shared.h"

namespace souk::market {

enum class Settlement : uint8_t { kBooked, kServeAgain };

class Exchange {
 public:
  Exchange(std::shared_ptr<const MarketSpec> spec, CellId cell);

  /// `granted`: the cell's lease, one amount per advertiser.
  void OpenTick(TickTime time, std::span<const Money> granted,
                std::shared_ptr<const BidSheet> bids,
                const ContractLease& contracts = {});
  /// Serves a batch; `served` is replaced.
  void Serve(const PageBatch& batch, ServedBatch& served);
  /// Books the answers to the batch that was served last. kServeAgain: somebody
  /// overspent, nothing was booked, and the same batch is to be served again.
  Settlement Settle(const ServedBatch& served, const Responses& responses);
  /// Whether Settle ever returns kServeAgain.
  bool may_serve_again() const { return drops_.has_value(); }
  CellReport CloseTick();

  /// From now on `watch` sees every page view.
  void Watch(std::shared_ptr<PageWatch> watch) {
    watches_.push_back(std::move(watch));
  }

  /// State between ticks.
  void Save(ArchiveWriter& out) const {
    out.Put(page_views_today_);
    late_.Save(out);
    if (contracts_) contracts_->Save(out);
  }
  void Load(ArchiveReader& in) {
    in.Get(page_views_today_);
    late_.Load(in);
    if (contracts_) contracts_->Load(in);
  }

 private:
  /// Who pays for a line, and for what.
  struct Payer {
    SpendingNodes nodes;
    Charge charge = Charge::kClick;
  };
  /// The candidates' columns of the page that is being served.
  struct Columns {
    std::span<double> click, conversion, bid, rate;
  };

  static std::vector<Payer> Payers(const MarketSpec& spec);
  /// In the scratch of a page.
  void MakeRoom(size_t candidates);
  /// The group whose desk serves the page; filled when it returns.
  size_t OpenDesk(const PageView& page);
  void FillDesk(Desk& desk) const;
  /// Fills found_, too.
  void MeetLines(const PageView& page, Desk& desk);
  /// pages[looked_at] of the sieve's last look.
  void ServePage(const PageView& page, size_t looked_at, uint32_t position,
                 ServedBatch& served);
  /// Among contenders_.
  void ClearContenders(const PageView& page, uint32_t position,
                       ServedBatch& served);
  void ClearEverybody(const PageView& page, size_t group, uint32_t position,
                      ServedBatch& served);
  void EvaluateMet(std::span<const double> caps, const Columns& columns) const;
  void EvaluateCurves(const PageView& page, const Desk& desk,
                      std::span<const double> caps,
                      const Columns& columns) const;
  double Remaining(const SpendingNodes& payer) const;
  /// Clears the open slots among everybody.
  Auction ClearPage(const PageView& page, const Desk& desk);
  /// Lets contracts take slots. clear(): clears the slots that are open, and
  /// returns the auction.
  template <class Clear>
  void ClearOpenSlots(const PageView& page, uint32_t position,
                      const Clear& clear);
  /// What the auction would earn by slot, if bids were paid; micro-units.
  std::span<const double> OffersBySlot(const Auction& auction);
  /// Raises prices to what contracts would have given, on a page of `slots`.
  void KeepReserves(const Auction& auction, size_t slots);
  /// Puts the placements of contracts among the page's awards.
  void AddClaims(size_t first_award, ServedBatch& served) const;
  void ShowBidders(const PageView& page, size_t group,
                   const ServedBatch& served, size_t first_award);
  void ShowPage(const PageView& page, const Desk& desk, const Auction& auction);
  void TakeAwards(std::span<const uint32_t> lines, uint32_t position,
                  ServedBatch& served);
  bool Overspent(const ServedBatch& served, const Responses& responses);
  void Withdraw(const ServedBatch& served);
  void Reserve(const ServedAward& award);
  Money SettleAward(const ServedAward& award, const SlotResponse& response);
  void BookAward(const SpendingNodes& payer, Money price, bool came);
  void UpdateCaps(size_t advertiser);
  /// The cap of all lines for the whole tick; -1: they differ or change.
  double OneCap() const;
  std::span<const double> Caps(const CandidateLines& candidates);
  void TallyAuctions();
  void WithdrawAuctions(const PageView& page);

  std::shared_ptr<const MarketSpec> spec_;
  CellId cell_;
  double cell_share_;
  Retrieval retrieval_;
  PageRecorder recorder_;
  AuctionWatch auction_watch_;
  Stream chance_;  // within bid functions
  LeaseBook leases_;
  std::optional<BudgetDrops> drops_;           // if budgets bind by drops
  std::unique_ptr<ContractServer> contracts_;  // if the market has any
  LateConversions late_;
  LinesByAdvertiser lines_of_;
  std::vector<Payer> payers_;          // by line
  std::vector<int64_t> slots_shared_;  // by line: what its cap is divided by
  size_t most_awards_;                 // of a page
  uint64_t page_views_today_ = 0;
  Sieve sieve_;
  std::shared_ptr<const LineIndex> index_;  // null: lists are kept
  bool weighs_;  // some campaign has a weight or a boost of its own

  // The tick.
  std::shared_ptr<const BidSheet> bids_;
  std::vector<Desk> desks_;  // by candidate group; one if lists are not kept
  std::vector<double> cap_;  // by line
  std::vector<LineTally> tally_;  // by line
  std::vector<int64_t> stood_;    // by line: auctions, if lists are not kept
  CellReport report_;

  // Scratch of one page. Position 0 is kept for a rival that wins ties, lines
  // start at 1, and the place behind them is for a rival that loses them.
  std::vector<double> click_, conversion_, bid_, rate_, gathered_caps_;
  size_t first_candidate_ = 0;
  FoundLines found_;  // the page's lines, if lists are not kept
  Sieve::Contenders contenders_;
  size_t competitors_ = 0;  // from first_candidate_ on
  OpenSlots open_;
  std::span<const ServedAward> claims_;  // of contracts
  std::vector<double> slot_offers_;
  Outcome outcome_;
  // Scratch of one batch.
  std::vector<Money> charged_;
  std::vector<uint32_t> candidates_;
  size_t bids_recorded_ = 0;    // before the batch
  size_t awards_recorded_ = 0;  // in the tick before

  std::vector<std::shared_ptr<PageWatch>> watches_;
  std::shared_ptr<PageAudit> audit_;  // among them, if spec_->audit
};

}  // namespace souk::market
