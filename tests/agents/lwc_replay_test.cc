#include "agents/lwc_replay.h"

#include <gtest/gtest.h>

#include "tests/support/strategies.h"

namespace souk::agents {
namespace {

using market::kNoLimit;
using market::Money;

PublishedTick Pages(size_t size, double cost, double rate = 0.01,
                    double sigma = 0) {
  return {std::vector<double>(size, rate), std::vector<double>(size, sigma),
          std::vector<double>(size, cost)};
}

ReplayOutcome PlayFixed(std::vector<PublishedTick> ticks, double bid,
                        Money budget = kNoLimit) {
  const auto strategy = tests::NewStrategy("fixed", {{"bid_micros", {bid}, ""}},
                                           tests::ViewFacts());
  return LwcReplay(std::move(ticks), {}).Play(*strategy, budget);
}

TEST(LwcReplay, ABidWinsAtTheLeastWinningCost) {
  EXPECT_EQ(PlayFixed({Pages(10, 300)}, 299).tally.impressions, 0);
  const ReplayOutcome outcome = PlayFixed({Pages(10, 300)}, 300);
  EXPECT_EQ(outcome.tally.views, 10);
  EXPECT_EQ(outcome.tally.spend, Money(3000));
  EXPECT_EQ(PlayFixed({Pages(10, 0)}, 0).tally.impressions, 0);
}

TEST(LwcReplay, AnOverspenderGivesPagesUp) {
  const ReplayOutcome outcome =
      PlayFixed({Pages(1000, 500)}, 500, Money(200000));
  EXPECT_LE(outcome.tally.spend, Money(200000));
  EXPECT_GE(outcome.tally.spend, Money(199000));
  const ReplayOutcome later =
      PlayFixed({Pages(1000, 500), Pages(1000, 500)}, 500, Money(200000));
  EXPECT_EQ(later.tally.spend, outcome.tally.spend)
      << "what is left is below the minimum";
}

TEST(LwcReplay, ConversionsComeAtTheRateHoweverUncertain) {
  for (const double sigma : {0.0, 0.002}) {
    const ReplayOutcome outcome =
        PlayFixed({Pages(100000, 300, 0.01, sigma)}, 300);
    EXPECT_NEAR(outcome.tally.expected_conversions, 1000, 1e-6);
    EXPECT_NEAR(static_cast<double>(outcome.tally.conversions), 1000, 4 * 31.6);
  }
}

}  // namespace
}  // namespace souk::agents
