// Assignments: every one tried, the harm done by each winner, ties, truth.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "market/mechanisms/assignment.h"
#include "market/random.h"
#include "tests/support/auctions.h"
#include "tests/support/mechanisms.h"

namespace souk::market {
namespace {

using test::ClearNamed;
using test::Columns;
using test::Rows;
using Table = std::vector<test::Row>;

AssignmentValues RandomValues(uint32_t index, uint64_t levels) {
  const Stream stream(37, 0, Purpose::kTest);
  AssignmentValues values = {
      1 + stream.Integer(4, index, 0, 0), stream.Integer(7, index, 0, 1), {}};
  for (uint32_t i = 0; i < values.slots * values.candidates; ++i) {
    values.value.push_back(
        static_cast<int64_t>(stream.Integer(levels, index, 1, i)));
  }
  return values;
}

struct Search {
  const AssignmentValues& values;
  size_t absent;
  std::vector<size_t> now = {};
  std::vector<size_t> best = {};
  int64_t most = -1;

  /// Prefers, slot by slot: more value, then the lower number, then nobody.
  static bool Before(const AssignmentValues& values,
                     const std::vector<size_t>& a,
                     const std::vector<size_t>& b) {
    for (size_t k = 0; k < a.size(); ++k) {
      if (a[k] == b[k]) continue;
      const int64_t of_a = a[k] == kEmptySlot ? 0 : values.at(k, a[k]);
      const int64_t of_b = b[k] == kEmptySlot ? 0 : values.at(k, b[k]);
      return of_a == of_b ? a[k] < b[k] : of_a > of_b;
    }
    return false;
  }

  void Try(int64_t sum) {
    if (now.size() == values.slots) {
      if (sum > most || (sum == most && Before(values, now, best))) {
        most = sum;
        best = now;
      }
      return;
    }
    const size_t k = now.size();
    now.push_back(kEmptySlot);
    Try(sum);
    for (size_t i = 0; i < values.candidates; ++i) {
      if (i == absent || values.at(k, i) == 0) continue;
      if (std::ranges::find(now, i) != now.end()) continue;
      now.back() = i;
      Try(sum + values.at(k, i));
    }
    now.pop_back();
  }
};

Search Searched(const AssignmentValues& values, size_t absent) {
  Search search{values, absent};
  search.Try(0);
  return search;
}

TEST(Assignment, AgreesWithTryingEveryOne) {
  for (uint32_t index = 0; index < 4000; ++index) {
    const AssignmentValues values =
        RandomValues(index, index % 2 == 0 ? 4 : 1000000);
    const Assignment found = BestAssignment(values);
    const Search search = Searched(values, kEmptySlot);
    ASSERT_EQ(found.value, search.most) << index;
    ASSERT_EQ(found.candidate, search.best) << index;
    for (size_t k = 0; k < values.slots; ++k) {
      const size_t i = found.candidate[k];
      if (i == kEmptySlot) continue;
      ASSERT_EQ(found.harm[k],
                Searched(values, i).most - (search.most - values.at(k, i)))
          << index;
    }
  }
}

TEST(AssignmentDeathTest, MistakesStop) {
  EXPECT_DEATH(BestAssignment({2, 2, {1, 2, 3}}),
               "3 values for 2 slots and 2 candidates");
}

TEST(VcgAssignment, TheBestPairsWinAndPayTheHarm) {
  // Slot 0 is worth 100, 90 to them, slot 1 80, 10: the second gets slot 0.
  // Without it the first would have 100; without the first, 90 stays.
  const Columns page = {.bid = {200, 100},
                        .rate = {0.5, 0.9},
                        .slot_weight = {1, 0.5},
                        .slot_rate = {0.5, 0.4, 0.9, 0.1}};
  EXPECT_EQ(Rows(ClearNamed("vcg_assignment", page)),
            (Table{{1, 22}, {0, 0}}));  // 20 / 0.9
}

/// Slot rates of their own, some 0.
Columns WithSlotRates(const test::AuctionRange& range, uint32_t index) {
  Columns columns = test::RandomAuction(range, index);
  const Stream stream(41, 0, Purpose::kTest);
  for (uint32_t i = 0; i < columns.bid.size() * columns.slot_weight.size();
       ++i) {
    columns.slot_rate.push_back(
        static_cast<double>(stream.Integer(range.rate_steps + 1, index, 0, i)) /
        static_cast<double>(range.rate_steps));
  }
  return columns;
}

TEST(VcgAssignment, NoOtherBidGains) {
  for (uint32_t index = 0; index < 400; ++index) {
    const Columns truth = WithSlotRates(test::kFine, index);
    const Outcome outcome = ClearNamed("vcg_assignment", truth);
    for (size_t c = 0; c < truth.bid.size(); ++c) {
      const double honest = test::Utility(truth, outcome, c, truth.bid[c]);
      ASSERT_GE(honest, 0);
      Columns other = truth;
      for (int step = 0; step <= 40; ++step) {
        other.bid[c] = std::floor(truth.bid[c] * step / 20);
        const Outcome lie = ClearNamed("vcg_assignment", other);
        ASSERT_LE(test::Utility(other, lie, c, truth.bid[c]), honest + 1);
      }
    }
  }
}

TEST(VcgAssignment, AHigherBidNeverLosesEvents) {
  for (uint32_t index = 0; index < 1500; ++index) {
    const Columns columns = WithSlotRates(test::kCoarse, index);
    const auto events = [&](const Outcome& outcome, size_t c) {
      for (const Award& award : outcome.awards()) {
        if (award.candidate == c) return columns.Events(c, award.slot);
      }
      return 0.0;
    };
    const Outcome outcome = ClearNamed("vcg_assignment", columns);
    for (size_t c = 0; c < columns.bid.size(); ++c) {
      Columns raised = columns;
      raised.bid[c] += 3;
      ASSERT_GE(events(ClearNamed("vcg_assignment", raised), c),
                events(outcome, c));
    }
  }
}

TEST(VcgAssignment, WithoutSlotRatesItIsVcg) {
  for (uint32_t index = 0; index < 3000; ++index) {
    for (const auto& range : {test::kCoarse, test::kFine}) {
      const Columns columns = test::RandomAuction(range, index);
      const Table vcg = Rows(ClearNamed("vcg", columns));
      const Table found = Rows(ClearNamed("vcg_assignment", columns));
      ASSERT_EQ(found.size(), vcg.size()) << index;
      for (size_t k = 0; k < vcg.size(); ++k) {
        ASSERT_EQ(found[k][0], vcg[k][0]) << index;
        // A price half-way between two whole ones may go either way.
        ASSERT_NEAR(found[k][1], vcg[k][1], 1) << index;
      }
    }
  }
}

TEST(VcgAssignment, ManyCandidatesForManySlots) {
  Columns columns;
  columns.slot_weight.assign(kMaxSlots, 1);
  const Stream stream(43, 0, Purpose::kTest);
  for (uint32_t i = 0; i < 300; ++i) {
    columns.bid.push_back(static_cast<double>(stream.Integer(1000, i, 0, 0)));
    columns.rate.push_back(0.5);
  }
  EXPECT_EQ(Rows(ClearNamed("vcg_assignment", columns)),
            Rows(ClearNamed("vcg", columns)));
}

TEST(VcgAssignmentDeathTest, UnequalColumnsStop) {
  Columns page = {.bid = {1}, .rate = {1}, .slot_weight = {1, 1}};
  page.slot_rate = {1};
  EXPECT_DEATH(ClearNamed("vcg_assignment", page),
               "1 slot rates, 1 bids, 2 slots");
}

}  // namespace
}  // namespace souk::market
