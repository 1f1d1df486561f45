// Replays against the market that they come from.
#include <gtest/gtest.h>

#include "agents/replay_market.h"
#include "scenarios/sequential_run.h"
#include "tests/support/scenarios.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

/// A run with all its bids, and what every line got.
class LoggedRun final : public market::EventSink {
 public:
  explicit LoggedRun(const std::shared_ptr<const market::MarketSpec>& spec)
      : bids(spec->lines.size()), total(spec->lines.size()) {
    const auto run = scenarios::SequentialRun::Make(spec).value();
    while (!run->done()) EXPECT_TRUE(run->RunTick(*this).ok());
  }
  market::Result<void> Record(const market::TickRows& rows) override {
    for (const market::LineTicked& row : rows.lines) {
      total[row.line].views += row.views;
      total[row.line].spend += market::Money(row.spend_micros);
    }
    return bids.Record(rows);
  }

  agents::BidLog bids;
  std::vector<market::LineTally> total;
};

/// Every `step`-th line in its own seat; sums of replay and market.
struct Seats {
  market::LineTally replayed, traded;

  Seats(const std::shared_ptr<const market::MarketSpec>& spec, size_t step) {
    const LoggedRun run(spec);
    for (uint32_t line = 0; line < spec->lines.size();
         line += static_cast<uint32_t>(step)) {
      agents::LineFacts facts = ViewFacts();
      facts.value_per_conversion_micros =
          spec->campaigns[line].value_per_conversion_micros;
      const agents::ReplayMarket market(run.bids.Of(line), {});
      const auto outcome = market.Play(*NewStrategy("truthful", {}, facts),
                                       *spec->advertisers[line].budget.daily);
      replayed += outcome.tally;
      traded += run.total[line];
    }
  }
  double CostRatio() const {
    return static_cast<double>(replayed.spend.micros) /
           static_cast<double>(traded.spend.micros);
  }
  double ViewRatio() const {
    return static_cast<double>(replayed.views) /
           static_cast<double>(traded.views);
  }
};

TEST(AuctionNetReplay, AStrategyInItsOwnSeatGetsWhatItGot) {
  const Seats seats(
      LoadLibrary("auctionnet_fixed48", {"recording.bid_share=1"}), 1);
  EXPECT_NEAR(seats.CostRatio(), 1, 0.01);
  EXPECT_NEAR(seats.ViewRatio(), 1, 0.01);
}

TEST(SlowAuctionNetReplay, InFullSizeToLessThanOnePercent) {
  const Seats seats(LoadLibrary("auctionnet_fixed48",
                                {"traffic.auctionnet.page_views_per_day=500000",
                                 "budgets.scale=1", "recording.bid_share=1"}),
                    8);
  EXPECT_NEAR(seats.CostRatio(), 1, 0.006);
  EXPECT_NEAR(seats.ViewRatio(), 1, 0.007);
  RecordProperty("cost", std::to_string(seats.CostRatio()));
  RecordProperty("views", std::to_string(seats.ViewRatio()));
}

}  // namespace
}  // namespace souk::tests
