// Bid sheets as bytes, for cells that live in another process.
//
// Numbers go as columns, one value where all lines have the same; of curves
// goes only what their strategies have learnt (market::BidCurve::Save). A sheet
// read is bit for bit the sheet that was written.
#pragma once

#include <memory>
#include <vector>

#include "agents/bidders_desk.h"
#include "agents/strategy_maker.h"
#include "market/archive.h"
#include "market/bid_function.h"
#include "market/market_spec.h"

namespace souk::agents {

void SaveBids(const market::BidSheet& bids, market::ArchiveWriter& out);

class BidSheetReader {
 public:
  explicit BidSheetReader(std::shared_ptr<const market::MarketSpec> spec);

  /// Bids of exactly these lines, which the market has. `in` is not ok() after
  /// bytes that are no such sheet.
  market::BidSheet Read(market::ArchiveReader& in, LineRange lines);

 private:
  /// A curve of the line in whatever tick; null: its strategy plans none.
  const market::BidCurve* AnyCurve(uint32_t line);

  std::shared_ptr<const market::MarketSpec> spec_;
  StrategyMaker maker_;                                          // of its lines
  std::vector<std::shared_ptr<const market::BidCurve>> curves_;  ///< by line
};

}  // namespace souk::agents
