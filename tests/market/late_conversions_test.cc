#include "market/late_conversions.h"

#include <gtest/gtest.h>

#include <numeric>

#include "market/exchange.h"
#include "tests/support/small_market.h"

namespace souk::market {
namespace {

using tests::SmallMarket;

/// One line; hourly ticks; half of the conversions come within the tick.
SmallMarket DelayedMarket() {
  SmallMarket market;
  market.AddChannel({1});
  market.AddLine(0);
  market.spec->calendar = {.days = 10, .ticks_per_day = 24};
  market.spec->conversion_delay = {.fast_share = 0.5,
                                   .fast_mean_hours = 1e-3,
                                   .slow_mean_hours = 10,
                                   .cut_hours = 48};
  return market;
}

/// Serves `pages` page views that all convert, as tick `tick`.
LineTally RunTick(Exchange& exchange, uint32_t tick, uint64_t pages) {
  auto bids = std::make_shared<BidSheet>();
  bids->emplace_back().linear.constant = 5;
  exchange.OpenTick({tick, 24}, std::vector<Money>{Money(1000000)}, bids);
  PageBatch batch;
  for (uint64_t page = 0; page < pages; ++page) {
    batch.pages.push_back({page, tick, 0, 0});
  }
  ServedBatch served;
  exchange.Serve(batch, served);
  Responses responses;
  responses.of_award.assign(
      served.awards.size(),
      {.examined = true, .clicked = true, .converted = true});
  exchange.Settle(served, responses);
  const CellReport report = exchange.CloseTick();
  return report.tallies.empty() ? LineTally() : report.tallies.front();
}

TEST(LateConversions, AreReportedInTheTickInWhichTheyCome) {
  const SmallMarket market = DelayedMarket();
  Exchange exchange(market.spec, CellId(0));
  std::vector<int64_t> reported;
  for (uint32_t tick = 0; tick < 60; ++tick) {
    const LineTally tally = RunTick(exchange, tick, tick == 0 ? 1000 : 1);
    EXPECT_EQ(tally.clicks, tick == 0 ? 1000 : 1);
    reported.push_back(tally.conversions);
  }
  // Half at once, and of the rest 1 - exp(-0.1) in the first hour.
  EXPECT_NEAR(static_cast<double>(reported[0]), 548, 60);
  EXPECT_GT(reported[1], 20);
  EXPECT_GT(reported[5], 10);
  const int64_t all = std::accumulate(reported.begin(), reported.end(), 0L);
  EXPECT_GT(all, 1000);
  EXPECT_LE(all, 1059);  // some beyond the cut, some still to come
}

TEST(LateConversions, WaitForTheirLineToStandInAnAuction) {
  const SmallMarket market = DelayedMarket();
  Exchange exchange(market.spec, CellId(0));
  const int64_t at_once = RunTick(exchange, 0, 100).conversions;
  for (uint32_t tick = 1; tick < 50; ++tick) {
    EXPECT_EQ(RunTick(exchange, tick, 0).conversions, 0);
  }
  EXPECT_GT(RunTick(exchange, 50, 1).conversions, 90 - at_once);
}

TEST(LateConversions, SurviveACheckpoint) {
  const SmallMarket market = DelayedMarket();
  Exchange exchange(market.spec, CellId(0));
  RunTick(exchange, 0, 500);
  ArchiveWriter out;
  exchange.Save(out);
  Exchange restored(market.spec, CellId(0));
  ArchiveReader in(out.bytes());
  restored.Load(in);
  EXPECT_TRUE(in.done());
  for (uint32_t tick = 1; tick < 20; ++tick) {
    EXPECT_EQ(RunTick(restored, tick, 3).conversions,
              RunTick(exchange, tick, 3).conversions);
  }
}

TEST(LateConversions, RefuseALineThatIsNotThere) {
  const SmallMarket market = DelayedMarket();
  LateConversions late(*market.spec);
  ArchiveWriter out;
  out.Put(uint64_t{1});
  out.Put(uint32_t{3});
  out.Put(std::vector<uint32_t>{1});
  ArchiveReader in(out.bytes());
  late.Load(in);
  EXPECT_FALSE(in.ok());
}

TEST(LateConversions, WithoutDelaysComeWithTheirClick) {
  const SmallMarket market = DelayedMarket();
  market.spec->conversion_delay.reset();
  Exchange exchange(market.spec, CellId(0));
  EXPECT_EQ(RunTick(exchange, 0, 100).conversions, 100);
}

}  // namespace
}  // namespace souk::market
