// A run in the world of AuctionNet as the rows that AuctionNet publishes: one
// for every page view and advertiser, 18 columns, amounts in whole units.
//
// An event sink over rows that have every bid and award (recording.bid_share
// and award_share = 1). Bids are those after the drops, as published; page
// views count from 0 in every tick, as in the published logger.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "market/events.h"
#include "market/market_spec.h"
#include "market/traffic/auctionnet.h"

namespace souk::agents {

struct AuctionNetRow {
  uint32_t period = 0;
  uint32_t advertiser = 0;
  uint32_t category = 0;
  double budget = 0;
  double cpa = 0;  ///< target
  uint32_t tick = 0;
  double remaining = 0;  ///< before the tick
  uint64_t page = 0;
  double rate = 0;   ///< predicted conversion rate
  double sigma = 0;  ///< its uncertainty
  double bid = 0;
  uint8_t won = 0;
  uint32_t slot = 0;  ///< 0: lost, 1 to 3
  double cost = 0;    ///< to be paid only if exposed
  uint8_t exposed = 0;
  uint8_t converted = 0;
  double least_winning_cost = 0;  ///< the fourth bid or the reserve
  uint8_t end = 0;  ///< last tick, or too little left to bid in this one
};

struct AuctionNetLogRule {
  uint32_t first_period = 0;
  double reserve_micros = 100;
};

class AuctionNetLog final : public market::EventSink {
 public:
  using Take = std::function<void(const AuctionNetRow&)>;

  /// One campaign per advertiser. `world` is the traffic of `spec`; both
  /// outlive the log. `take` gets the rows by page view, then by advertiser.
  AuctionNetLog(const market::MarketSpec& spec,
                const market::AuctionNetWorld& world,
                const AuctionNetLogRule& rule, Take take);

  market::Result<void> Record(const market::TickRows& rows) override;

 private:
  /// What is the same for all rows of an advertiser in a tick.
  std::vector<AuctionNetRow> Starts(const market::TickRows& rows) const;
  double LeastWinningCost(std::span<const market::BidPlaced> page) const;

  const market::MarketSpec& spec_;
  const market::AuctionNetWorld& world_;
  AuctionNetLogRule rule_;
  Take take_;
};

/// The names of the columns, as published, and one row; no line ends.
std::string AuctionNetCsvHeader();
std::string ToCsv(const AuctionNetRow& row);

}  // namespace souk::agents
