// Replays against the market that they come from.
#include <gtest/gtest.h>

#include "agents/replay_market.h"
#include "tests/support/auctionnet_runs.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

/// Every `step`-th line in its own seat; sums of replay and market.
struct Seats {
  market::LineTally replayed, traded;

  Seats(const Spec& spec, size_t step) {
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
      traded += run.sums.of_line[line];
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
