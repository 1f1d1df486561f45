// What a tick costs grows with page views and with candidates, and not faster.
// tests/growth/plot_growth.py draws what it prints.
#include <gtest/gtest.h>
#include <time.h>

#include <algorithm>
#include <cstdio>

#include "market/audience.h"
#include "market/exchange.h"
#include "tests/support/plain_market.h"

namespace souk::market {
namespace {

double CpuSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) +
         1e-9 * static_cast<double>(time.tv_nsec);
}

/// Plays one tick; its CPU seconds.
double TickOf(size_t lines, uint64_t users) {
  const auto spec = tests::PlainMarket(lines, users);
  Audience audience(spec, CellId(0));
  Exchange exchange(spec, CellId(0));
  PageBatch batch;
  ServedBatch served;
  Responses responses;
  const double start = CpuSeconds();
  exchange.OpenTick({0, 1}, std::vector<Money>(lines, kNoLimit),
                    tests::ClickBids(lines));
  audience.OpenTick({0, 1});
  while (audience.NextBatch(batch)) {
    exchange.Serve(batch, served);
    audience.Respond(served, responses);
    exchange.Settle(served, responses);
  }
  EXPECT_EQ(exchange.CloseTick().page_views, static_cast<int64_t>(users));
  return CpuSeconds() - start;
}

/// The best of a few: other programs only make it slower.
double LeastOf(size_t lines, uint64_t users) {
  double least = TickOf(lines, users);
  for (int i = 0; i < 3; ++i) least = std::min(least, TickOf(lines, users));
  return least;
}

/// Ten times the work takes about ten times as long; a hundred times, if it
/// grew with the square.
void ExpectLinear(const std::vector<std::pair<size_t, uint64_t>>& sizes) {
  double before = 0;
  for (const auto& [lines, users] : sizes) {
    const double seconds = LeastOf(lines, users);
    const double bids = static_cast<double>(lines * users);
    std::printf("%6zu candidates %8lu page views %9.6f s %7.2f ns a bid\n",
                lines, static_cast<unsigned long>(users), seconds,
                1e9 * seconds / bids);
    if (before > 0) {
      EXPECT_LT(seconds, 25 * before);
    }
    before = seconds;
  }
}

TEST(Growth, IsLinearInPageViews) {
  TickOf(48, 1000);  // warms up
  ExpectLinear({{48, 1000}, {48, 10000}, {48, 100000}, {48, 1000000}});
}

TEST(Growth, IsLinearInCandidates) {
  ExpectLinear({{10, 4000}, {100, 4000}, {1000, 4000}, {10000, 4000}});
}

}  // namespace
}  // namespace souk::market
