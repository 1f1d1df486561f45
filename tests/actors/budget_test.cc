// Money in many random markets: nobody overspends, nothing is lost or made.
#include <numeric>

#include "tests/support/money_audit.h"
#include "tests/support/random_scenarios.h"
#include "tests/support/runs.h"
#include "tests/support/scenarios.h"

namespace souk::tests {
namespace {

constexpr uint64_t kScenarios = 240;

std::string TextOf(uint64_t number) { return RandomScenario(number).text(); }

/// Every tenth scenario.
class RandomMarkets : public testing::TestWithParam<uint64_t> {};

TEST_P(RandomMarkets, KeepTheirBudgetsAndTheirBooks) {
  int64_t awards = 0;
  int64_t charged = 0;
  int64_t exhausted = 0;
  int64_t burnt_out = 0;
  for (uint64_t number = GetParam(); number < kScenarios; number += 10) {
    const std::string text = TextOf(number);
    SCOPED_TRACE(text);
    const SharedSpec spec = LoadText(text);
    const auto ticks = SequentialRows(spec);
    ASSERT_EQ(ticks.size(), spec->calendar.ticks());
    MoneyAudit audit(*spec);
    for (const market::TickRows& rows : ticks) {
      audit.Check(rows);
      if (HasFailure()) return;
    }
    awards += audit.awards();
    charged += audit.charged();
    exhausted += audit.exhausted();
    burnt_out += audit.burnt_out();
  }
  // The corners were visited.
  EXPECT_GT(awards, 10000);
  EXPECT_GT(charged, 1000);
  EXPECT_LT(charged, awards);
  EXPECT_GT(exhausted, 5);
  EXPECT_GT(burnt_out, 100);
}

INSTANTIATE_TEST_SUITE_P(Every10th, RandomMarkets,
                         testing::Range<uint64_t>(0, 10));

TEST(JointMarket, KeepsItsBudgetsAndItsBooks) {
  for (const char* mechanism :
       {"joint_vcg0", "joint_first_price", "joint_gsp_p", "stores_gsp"}) {
    SCOPED_TRACE(mechanism);
    const SharedSpec spec =
        LoadLibrary("joint_stores",
                    {"channel[feed].mechanism.name=" + std::string(mechanism),
                     "recording.page_share=1", "recording.award_share=1",
                     "recording.bid_share=1",
                     "advertiser[runner].daily_budget_micros=30000000",
                     "advertiser[outlet].daily_budget_micros=1"});
    MoneyAudit audit(*spec);
    for (const market::TickRows& rows : SequentialRows(spec)) {
      audit.Check(rows);
      if (HasFailure()) return;
    }
    EXPECT_GT(audit.awards(), 20000);
    EXPECT_GT(audit.exhausted(), 5);
  }
}

TEST(RandomMarket, HasOneDigestWhoeverRunsIt) {
  for (uint64_t number = 0; number < kScenarios; number += 12) {
    const SharedSpec spec = LoadText(TextOf(number));
    const std::string expected = SequentialDigest(spec);
    ASSERT_EQ(expected.size(), 32U) << TextOf(number);
    EXPECT_EQ(ActorDigest(spec, 1), expected) << TextOf(number);
    EXPECT_EQ(ActorDigest(spec, 3), expected) << TextOf(number);
  }
}

}  // namespace
}  // namespace souk::tests
