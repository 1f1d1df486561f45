// Inputs and outputs of seats as bytes.
//
//   seat   input                                     output
//   cell   OpenTick: time and bids; its lease        its report, without rows
//   desk   PlanBids: time and what budgets have      bids of its lines
//          left
//          LearnOutcome: time and what budgets have  signals of its lines
//          left; tallies and auctions of its lines
//
// What is before the semicolon is common to all seats. Readers return false
// unless the bytes are exactly one such thing. None of it grows with auctions
// (except those that a strategy asks to see).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "agents/bid_sheet_bytes.h"
#include "market/events.h"
#include "market/page_flow.h"

namespace souk::actors {

struct TickOpening {
  market::TickTime time;
  std::shared_ptr<const market::BidSheet> bids;
};
std::string WriteOpening(const TickOpening& opening);
bool ReadOpening(std::string_view bytes, agents::BidSheetReader& reader,
                 TickOpening& opening);

struct BudgetNews {
  market::TickTime time;
  std::vector<market::Money> remaining;  ///< by budget node
};
std::string WriteNews(const BudgetNews& news);
bool ReadNews(std::string_view bytes, BudgetNews& news);

std::string WriteLease(const std::vector<market::Money>& lease);
bool ReadLease(std::string_view bytes, std::vector<market::Money>& lease);

std::string WriteReport(const market::CellReport& report);
bool ReadReport(std::string_view bytes, market::CellReport& report);

std::string WriteBids(const market::BidSheet& bids);
/// A part of the sheet, from line `first` on.
struct BidsOfDesk {
  uint32_t first = 0;
  market::BidSheet bids;
};
bool ReadBids(std::string_view bytes, agents::BidSheetReader& reader,
              BidsOfDesk& part);

struct LinesOutcome {
  std::vector<market::LineTally> tallies;
  std::vector<std::vector<market::AuctionSeen>> seen;  ///< or empty
};
std::string WriteOutcome(const LinesOutcome& outcome);
bool ReadOutcome(std::string_view bytes, LinesOutcome& outcome);

std::string WriteSignals(const std::vector<market::SignalTicked>& signals);
bool ReadSignals(std::string_view bytes,
                 std::vector<market::SignalTicked>& signals);

}  // namespace souk::actors
