// One cell's contracts: which slots of a page view they take.
//
// A pure kernel inside the Exchange. For an allocator of shares the server
// computes, once for every supply type and plan, the wanted probabilities x
// and, with the pacer's room, x' = repaired(room * x), and makes the roulette
// ready for x'. On a page view it spins; a contract that is drawn
//
//   must match the page view, have quota left and meet its user's cap,
//   and passes with probability min(1, pass * x / x')
//
// or else leaves the slot to the auction: nobody is drawn in its place, since
// that would change the shares of the others. An allocator of scores is asked
// about every page view; a slot is open to contracts with probability c_k, and
// the page with the largest sum of scores (page_choice.h) is served, with or
// without the auction's offers among them.
//
// Draws are keyed by (page, tick, slot), so that they do not depend on what
// was served before; for shares they are made for a batch at once.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "market/auction.h"
#include "market/contracts/contract_draws.h"
#include "market/contracts/contract_orders.h"
#include "market/contracts/frequency.h"
#include "market/contracts/page_choice.h"
#include "market/contracts/roulette.h"
#include "market/contracts/supply_types.h"
#include "market/page_flow.h"
#include "market/random.h"

namespace souk::market {

/// Micro-units of money in the unit of penalties and scores.
inline constexpr double kScoreUnit = 1e6;

class ContractServer {
 public:
  explicit ContractServer(std::shared_ptr<const MarketSpec> spec);

  void OpenTick(TickTime time, const ContractLease& lease);
  /// The page views that will be claimed next, in this order.
  void OpenBatch(std::span<const PageView> pages);
  /// Whether a page view's auction is to be cleared before contracts choose.
  bool asks_auction() const { return asks_auction_; }
  /// Chooses for `page`, the one at `position` of the batch. `auction`: what
  /// the auction would earn by slot, micro-units; empty unless it was asked.
  /// Placements ascend by slot; they are delivered. The line's rates are
  /// predicted; price and bid are 0.
  std::span<const ServedAward> Claim(const PageView& page, uint32_t position,
                                     std::span<const double> auction) {
    const bool drawn = asks_auction_ || !draws_.of(position).empty();
    return drawn ? ClaimSome(page, position, auction)
                 : std::span<const ServedAward>();
  }
  /// What a contract would have given for `slot` of the page view that was
  /// claimed last, micro-units; 0 unless contracts meet the auction.
  double Reserve(size_t slot) const;
  /// Eligible page views of the contracts' lines are added to `auctions`.
  ContractReport CloseTick(std::span<LineTally> tallies);

  /// State between ticks.
  void Save(ArchiveWriter& out) const { frequency_.Save(out); }
  void Load(ArchiveReader& in) { frequency_.Load(in); }

 private:
  /// A type made ready for a plan.
  struct ReadyType {
    uint32_t version = kNone;
    uint32_t tick = kNone;
    std::unique_ptr<const ReadyRoulette> roulette;
    std::vector<double> pass;      ///< x / x', edges x slots
    std::vector<double> hopeless;  ///< of this tick (PageRoulette)
    PageRoulette page;             ///< points into this
  };
  using Chances = std::array<double, kMaxSlots>;
  const ReadyType& Ready(uint32_t type) {
    if (ready_[type].tick != tick_) MakeReady(type);
    return ready_[type];
  }
  /// For the tick; for the plan, if it is a new one.
  void MakeReady(uint32_t type);
  void Prepare(uint32_t type);
  std::span<const ServedAward> ClaimSome(const PageView& page,
                                         uint32_t position,
                                         std::span<const double> auction);
  void DrawChances(const PageView& page, uint32_t index,
                   Chances& chances) const;
  void TakeDrawn(const PageView& page, uint32_t position);
  void DrawByScores(const PageView& page, std::span<const double> auction);
  void FillOffers(const PageView& page, std::span<const double> auction);
  /// By slot: an edge or kNone.
  std::span<const uint32_t> ChooseSlate(std::span<const double> auction);
  /// Whether the edge's contract may be shown, apart from its pace.
  bool MayShow(const PageView& page, size_t edge) const;
  /// Delivers the placement if it passes; whether it did.
  bool Offer(const DrawnPlacement& placement, uint16_t channel);
  void CountPage();

  std::shared_ptr<const MarketSpec> spec_;
  const ContractsSpec& contracts_;
  bool asks_auction_;
  bool counts_pace_;
  bool has_caps_;
  std::shared_ptr<const SupplyTypes> shared_types_;
  const SupplyTypes& types_;
  Stream chance_;
  FrequencyCounts frequency_;

  // The tick.
  uint32_t tick_ = 0;
  std::shared_ptr<const ContractOrders> orders_;
  std::vector<int64_t> left_;  // quota, by contract
  std::vector<ReadyType> ready_;
  std::vector<size_t> first_slot_;            // by channel, into report_.slots
  size_t slots_ = 0;                          // of all channels
  std::vector<int64_t> seen_;                 // page views by type
  std::vector<std::array<int64_t, 2>> pace_;  // by contract and bin
  ContractReport report_;

  // The batch.
  std::vector<uint32_t> type_of_;               // by page
  std::vector<const PageRoulette*> roulettes_;  // by page
  ContractDraws draws_;

  // The page view.
  const SupplyTypeFacts* facts_ = nullptr;
  uint64_t user_ = 0;
  std::vector<uint32_t> slate_;  // by slot: edge or kNone
  std::vector<ServedAward> claims_;
  std::vector<double> click_, conversion_, offers_, nothing_;
  PageOffers offered_;
  PageChoice choice_;
};

}  // namespace souk::market
