// Common random numbers: what users do does not depend on how the market
// treats them until it has treated them differently.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <tuple>

#include "tests/support/runs.h"
#include "tests/support/scenarios.h"

namespace souk::tests {
namespace {

using market::TickRows;
using Rows = std::vector<TickRows>;

constexpr unsigned kWaveShift = 40;  // of page ids

constexpr char kTown[] = R"(
seed: 3 cells: 2
calendar { days: 1 ticks_per_day: 4 }
channel { name: "home" share: 2 slots: 3 }
channel { name: "search" slots: 2 }
traffic { synthetic {
  users: 500 sessions_per_day: 2
  interest { name: "sport" } interest { name: "food" share: 3 }
} }
advertiser {
  name: "a" daily_budget_micros: 150000
  campaign { value_per_click_micros: 9000 interest: "sport" }
  campaign { value_per_click_micros: 5000 target_interest: "food" }
}
advertiser {
  name: "b"
  campaign { value_per_click_micros: 7000 channel: "search" click_rate: 0.3 }
  campaign { value_per_click_micros: 8000 }
}
recording { page_share: 1 award_share: 1 bid_share: 1 }
)";

constexpr char kNewcomer[] = R"(
advertiser {
  name: "c" campaign { value_per_click_micros: 30000 click_rate: 0.2 }
}
)";

SharedSpec Town(const std::string& more = "") { return LoadText(kTown + more); }

Rows RowsUnder(const std::string& mechanism) {
  return SequentialRows(Town("mechanism { name: '" + mechanism + "' }"));
}

bool FirstWave(uint64_t page) { return page >> kWaveShift == 0; }

using Visit = std::tuple<uint32_t, uint64_t, uint16_t, uint16_t, uint32_t>;

/// Cell, page, interest, channel and candidates of first page views.
std::vector<Visit> FirstVisits(const TickRows& tick) {
  std::vector<Visit> visits;
  for (const market::PageServed& row : tick.pages) {
    if (!FirstWave(row.page)) continue;
    visits.emplace_back(row.cell, row.page, row.segment, row.channel,
                        row.candidates);
  }
  return visits;
}

using Place = std::tuple<uint32_t, uint64_t, std::string>;  // cell, page, who
using Prediction = std::pair<double, double>;

/// Predicted rates by campaign.
std::map<Place, Prediction> FirstPredictions(const market::MarketSpec& spec,
                                             const TickRows& tick) {
  std::map<Place, Prediction> predictions;
  for (const market::BidPlaced& row : tick.bids) {
    if (!FirstWave(row.page)) continue;
    const auto campaign = spec.lines[row.line].campaign.index();
    predictions[{row.cell, row.page, spec.campaigns[campaign].name}] = {
        row.click_rate, row.conversion_rate};
  }
  return predictions;
}

/// Answers to (cell, page, slot, line).
using Impression = std::tuple<uint32_t, uint64_t, uint32_t, uint32_t>;
using Reply = std::tuple<int, int, int>;

std::map<Impression, Reply> FirstReplies(const TickRows& tick) {
  std::map<Impression, Reply> replies;
  for (const market::SlotAwarded& row : tick.awards) {
    if (!FirstWave(row.page)) continue;
    replies[{row.cell, row.page, row.slot, row.line}] = {
        row.examined, row.clicked, row.converted};
  }
  return replies;
}

class UnderMechanism : public testing::TestWithParam<const char*> {
 protected:
  static const Rows& Reference() {
    static const Rows rows = RowsUnder("gsp");
    return rows;
  }
  const Rows rows_ = RowsUnder(GetParam());
  const SharedSpec spec_ = Town();
};

TEST_P(UnderMechanism, TheSameUsersComeToTheSamePages) {
  ASSERT_EQ(rows_.size(), 4U);
  for (size_t tick = 0; tick < rows_.size(); ++tick) {
    const auto visits = FirstVisits(rows_[tick]);
    EXPECT_GT(visits.size(), 50U);
    EXPECT_EQ(visits, FirstVisits(Reference()[tick])) << "tick " << tick;
  }
}

TEST_P(UnderMechanism, TheSameRatesArePredicted) {
  ASSERT_EQ(rows_.size(), 4U);
  for (size_t tick = 0; tick < rows_.size(); ++tick) {
    const auto predicted = FirstPredictions(*spec_, rows_[tick]);
    EXPECT_GT(predicted.size(), 100U);
    EXPECT_EQ(predicted, FirstPredictions(*spec_, Reference()[tick]))
        << "tick " << tick;
  }
}

TEST_P(UnderMechanism, TheSameAdInTheSameSlotGetsTheSameAnswer) {
  ASSERT_EQ(rows_.size(), 4U);
  size_t compared = 0;
  for (size_t tick = 0; tick < rows_.size(); ++tick) {
    const auto expected = FirstReplies(Reference()[tick]);
    for (const auto& [impression, reply] : FirstReplies(rows_[tick])) {
      const auto same = expected.find(impression);
      if (same == expected.end()) continue;
      EXPECT_EQ(reply, same->second) << "tick " << tick;
      ++compared;
    }
  }
  EXPECT_GT(compared, 200U);
}

INSTANTIATE_TEST_SUITE_P(CommonChance, UnderMechanism,
                         testing::Values("vcg", "first_price"));

TEST(CommonChance, TheMechanismsDoDiffer) {
  EXPECT_NE(SequentialDigest(Town("mechanism { name: 'gsp' }")),
            SequentialDigest(Town("mechanism { name: 'vcg' }")));
}

TEST(CommonChance, ACampaignAtTheEndLeavesThePredictionsOfOthersAlone) {
  const SharedSpec few = Town(), many = Town(kNewcomer);
  const Rows before = SequentialRows(few), after = SequentialRows(many);
  ASSERT_EQ(before.size(), 4U);
  ASSERT_EQ(after.size(), 4U);
  for (size_t tick = 0; tick < before.size(); ++tick) {
    const auto expected = FirstPredictions(*few, before[tick]);
    auto predicted = FirstPredictions(*many, after[tick]);
    const auto all = predicted.size();
    std::erase_if(predicted, [](const auto& entry) {
      return std::get<std::string>(entry.first) == "c/1";
    });
    EXPECT_LT(predicted.size(), all);
    EXPECT_EQ(predicted, expected) << "tick " << tick;
  }
}

TEST(CommonChance, ACampaignAtTheEndSendsNobodyElsewhere) {
  const Rows before = SequentialRows(Town()),
             after = SequentialRows(Town(kNewcomer));
  const auto places = [](const TickRows& tick) {
    std::set<std::tuple<uint32_t, uint64_t, uint16_t, uint16_t>> set;
    for (const auto& [cell, page, interest, channel, n] : FirstVisits(tick)) {
      set.emplace(cell, page, interest, channel);
    }
    return set;
  };
  ASSERT_EQ(before.size(), after.size());
  for (size_t tick = 0; tick < before.size(); ++tick) {
    EXPECT_EQ(places(before[tick]), places(after[tick])) << "tick " << tick;
  }
}

}  // namespace
}  // namespace souk::tests
