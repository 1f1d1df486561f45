// Inputs and outputs of seats as bytes.
//
//   seat   input                                     output
//   cell   OpenTick: time, bids and plan of          its report, without rows
//          contracts; its lease
//   desk   PlanBids: time and what budgets have      bids of its lines
//          left; shares of its lines
//          LearnOutcome: time and what budgets have  signals of its lines
//          left; tallies and auctions of its lines
//
// What is before the semicolon is common to all seats. Readers return false
// unless the bytes are exactly one such thing, of the size of this market and
// with lines and ticks that it has. None of it grows with auctions (except
// those that a strategy asks to see).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "actors/cluster/contract_codec.h"
#include "agents/advertisers_desk.h"
#include "agents/bid_sheet_bytes.h"
#include "market/events.h"
#include "market/page_flow.h"

namespace souk::actors {

/// How many there are of what columns are indexed by.
struct MarketSizes {
  explicit MarketSizes(const market::MarketSpec& spec);
  bool Have(market::TickTime time) const {
    return time.tick < calendar.ticks() &&
           time.ticks_per_day == calendar.ticks_per_day;
  }
  market::Calendar calendar;
  uint32_t lines;
  size_t budgets;  ///< nodes, see market/budget.h
  ContractSizes contracts;
};

struct TickOpening {
  market::TickTime time;
  std::shared_ptr<const market::BidSheet> bids;
  /// Null without contracts.
  std::shared_ptr<const market::ContractOrders> orders = nullptr;
};
std::string WriteOpening(const TickOpening& opening);
bool ReadOpening(std::string_view bytes, const MarketSizes& sizes,
                 agents::BidSheetReader& reader, TickOpening& opening);

struct BudgetNews {
  market::TickTime time;
  std::vector<market::Money> remaining;  ///< by budget node
};
std::string WriteNews(const BudgetNews& news);
bool ReadNews(std::string_view bytes, const MarketSizes& sizes,
              BudgetNews& news);

/// What planners let the lines of a desk know; empty: there are no planners.
std::string WriteShares(const std::vector<market::LineShare>& shares);
bool ReadShares(std::string_view bytes, agents::LineRange lines,
                std::vector<market::LineShare>& shares);

/// Orders of contracts go with the opening.
std::string WriteLease(const agents::CellLease& lease);
bool ReadLease(std::string_view bytes, const MarketSizes& sizes,
               agents::CellLease& lease);

std::string WriteReport(const market::CellReport& report);
bool ReadReport(std::string_view bytes, const MarketSizes& sizes,
                market::CellReport& report);

std::string WriteBids(const market::BidSheet& bids);
/// The part of the sheet that a desk plans.
struct BidsOfDesk {
  agents::LineRange lines;
  market::BidSheet bids;
};
bool ReadBids(std::string_view bytes, agents::BidSheetReader& reader,
              BidsOfDesk& part);

struct LinesOutcome {
  std::vector<market::LineTally> tallies;
  std::vector<std::vector<market::AuctionSeen>> seen;  ///< or empty
};
std::string WriteOutcome(const LinesOutcome& outcome);
bool ReadOutcome(std::string_view bytes, agents::LineRange lines,
                 LinesOutcome& outcome);

std::string WriteSignals(const std::vector<market::SignalTicked>& signals);
bool ReadSignals(std::string_view bytes, agents::LineRange lines,
                 std::vector<market::SignalTicked>& signals);

}  // namespace souk::actors
