// The contracts' desk: nothing beyond a goal, a ceiling or a lease, and money
// that balances.
#include "agents/contracts_desk.h"

#include <gtest/gtest.h>

#include "tests/support/contract_market.h"

namespace souk::tests {
namespace {

using agents::ContractOutcome;
using agents::ContractRows;
using agents::ContractsDesk;
using market::ContractLease;
using market::ContractReport;
using market::Money;

/// A day of four ticks with 100 page views each; what is planned does not
/// matter here.
class ContractsDeskTest : public ::testing::Test {
 protected:
  ContractsDeskTest() {
    market_.traffic->expected = 100;
    market_.AddChannel({1});
    market_.allocator->shares = {0.5};
  }

  ContractsDesk Desk(const std::vector<double>& cells = {1.0}) {
    return {*market_.spec, agents::CellParts(cells)};
  }

  market::TickTime At(uint32_t tick) const {
    return market_.spec->calendar.At(tick);
  }

  /// Every cell delivers what `delivered` says, or its lease if that is less.
  ContractRows Trade(ContractsDesk& desk, uint32_t tick, int64_t delivered) {
    leases_ = desk.Grant(At(tick));
    ContractOutcome outcome;
    const size_t contracts = market_.spec->contracts.contracts.size();
    outcome.tallies.resize(contracts);
    for (const ContractLease& lease : leases_) {
      ContractReport& report = outcome.cells.emplace_back();
      for (const int64_t quota : lease.quota) {
        report.delivered.push_back(std::min(quota, delivered));
      }
      report.slots = {0};
      report.supply = {{.type = 0, .page_views = 100}};
      report.page_views = 100;
    }
    return desk.Settle(At(tick), outcome, Money(17));
  }

  int64_t Leased(size_t contract = 0) const {
    int64_t sum = 0;
    for (const ContractLease& lease : leases_) sum += lease.quota[contract];
    return sum;
  }

  ContractMarket market_;
  std::vector<ContractLease> leases_;
};

TEST_F(ContractsDeskTest, QuotasAddUpToWhatIsMissing) {
  market_.AddContract(101);
  ContractsDesk desk = Desk({0.5, 0.25, 0.25});
  Trade(desk, 0, 10);
  EXPECT_EQ(leases_[0].quota[0], 50);
  EXPECT_EQ(leases_[1].quota[0], 25);
  EXPECT_EQ(leases_[2].quota[0], 26);
  Trade(desk, 1, 20);
  EXPECT_EQ(Leased(), 71);
  Trade(desk, 2, 20);
  EXPECT_EQ(Leased(), 15) << "cells delivered 20, 17 and 19";
  Trade(desk, 3, 20);
  EXPECT_EQ(Leased(), 0);
  EXPECT_EQ(desk.books().delivered(0), 101) << "not one too many";
}

TEST_F(ContractsDeskTest, TheAdvanceIsEarnedAndTheRestGoesBackWithAPenalty) {
  market::ContractSpec& contract = market_.AddContract(100);
  contract.price = Money(7);
  contract.shortage_price = Money(3);
  ContractsDesk desk = Desk();
  int64_t earned = 0;
  for (uint32_t tick = 0; tick < 3; ++tick) {
    const auto rows = Trade(desk, tick, 20);
    EXPECT_EQ(rows.contracts[0].earned_micros, 140);
    EXPECT_EQ(rows.contracts[0].returned_micros, 0);
    EXPECT_EQ(rows.contracts[0].missing, 80 - 20 * static_cast<int64_t>(tick));
    earned += rows.contracts[0].earned_micros;
  }
  const auto last = Trade(desk, 3, 20).contracts[0];
  EXPECT_EQ(last.missing, 20);
  EXPECT_EQ(last.returned_micros, 140);
  EXPECT_EQ(last.penalty_micros, 60);
  EXPECT_EQ(earned + last.earned_micros + last.returned_micros, 700);
}

TEST_F(ContractsDeskTest, IsSilentOutsideTheWindow) {
  market::ContractSpec& contract = market_.AddContract(10);
  contract.first_tick = 1;
  contract.end_tick = 2;
  ContractsDesk desk = Desk();
  EXPECT_TRUE(Trade(desk, 0, 5).contracts.empty());
  EXPECT_EQ(Leased(), 0);
  EXPECT_EQ(Trade(desk, 1, 4).contracts[0].delivered, 4);
  EXPECT_TRUE(Trade(desk, 2, 5).contracts.empty());
  EXPECT_EQ(desk.books().delivered(0), 4);
}

TEST_F(ContractsDeskTest, MakesGoodAfterTheWindow) {
  market::ContractSpec& contract = market_.AddContract(10);
  contract.end_tick = 2;
  contract.make_good_ticks = 1;
  contract.shortage_price = Money(3);
  ContractsDesk desk = Desk();
  Trade(desk, 0, 4);
  EXPECT_EQ(Trade(desk, 1, 3).contracts[0].penalty_micros, 0) << "not yet";
  const auto last = Trade(desk, 2, 2).contracts[0];
  EXPECT_EQ(last.delivered, 2);
  EXPECT_EQ(last.penalty_micros, 3);
  EXPECT_TRUE(Trade(desk, 3, 2).contracts.empty());
}

TEST_F(ContractsDeskTest, ACancelledContractOwesNothing) {
  market::ContractSpec& contract = market_.AddContract(10);
  contract.price = Money(5);
  contract.shortage_price = Money(3);
  contract.cancelled_at = 2;
  ContractsDesk desk = Desk();
  Trade(desk, 0, 1);
  Trade(desk, 1, 1);
  const auto row = Trade(desk, 2, 9).contracts[0];
  EXPECT_EQ(row.delivered, 0);
  EXPECT_EQ(row.missing, 0);
  EXPECT_EQ(row.returned_micros, 40);
  EXPECT_EQ(row.penalty_micros, 0);
  EXPECT_TRUE(Trade(desk, 3, 9).contracts.empty());
}

TEST_F(ContractsDeskTest, CeilingsOfHourAndDayBind) {
  market_.spec->calendar = {.days = 2, .ticks_per_day = 48};
  market::ContractSpec& contract = market_.AddContract(100);
  contract.bounds.hour_ceiling = 7;
  contract.bounds.day_ceiling = 16;
  ContractsDesk desk = Desk();
  Trade(desk, 0, 5);
  EXPECT_EQ(Leased(), 7);
  Trade(desk, 1, 5);
  EXPECT_EQ(Leased(), 2) << "the same hour";
  Trade(desk, 2, 5);
  EXPECT_EQ(Leased(), 7) << "the next hour";
  Trade(desk, 3, 5);
  EXPECT_EQ(Leased(), 2);
  Trade(desk, 4, 5);
  EXPECT_EQ(Leased(), 2) << "14 of 16 that day";
  for (uint32_t tick = 5; tick < 48; ++tick) Trade(desk, tick, 0);
  Trade(desk, 48, 1);
  EXPECT_EQ(Leased(), 7) << "the next day";
}

TEST_F(ContractsDeskTest, AFloorOutOfReachRaisesThePace) {
  market_.pacer->most = 1.5;
  market_.allocator->shares = {0.1};  // 10 impressions a tick
  market::ContractSpec& contract = market_.AddContract(1000);
  ContractsDesk even = Desk();
  Trade(even, 0, 0);
  EXPECT_DOUBLE_EQ(leases_[0].orders->pass[0].pass[0], 1);
  contract.bounds.day_floor = 48;  // 12 a tick
  ContractsDesk hurried = Desk();
  Trade(hurried, 0, 0);
  EXPECT_NEAR(leases_[0].orders->pass[0].pass[0], 1.2, 1e-9);
  Trade(hurried, 1, 0);
  EXPECT_NEAR(leases_[0].orders->pass[0].pass[0], 1.5, 1e-9) << "no more room";
}

TEST_F(ContractsDeskTest, PlansWhenItIsTime) {
  market_.spec->contracts.replan_ticks = 2;
  market_.AddContract(100);
  market_.AddContract(100).first_tick = 1;
  ContractsDesk desk = Desk();
  std::vector<int> plans;
  for (uint32_t tick = 0; tick < 4; ++tick) {
    Trade(desk, tick, 1);
    plans.push_back(market_.allocator->plans);
  }
  EXPECT_EQ(plans, (std::vector<int>{1, 2, 3, 3}))
      << "at the start, when the second one begins, at tick 2";
}

TEST_F(ContractsDeskTest, GoesOnFromACheckpoint) {
  market_.spec->contracts.replan_ticks = 2;
  market_.AddContract(100).price = Money(3);
  market_.AddContract(50).first_tick = 2;
  ContractsDesk whole = Desk({0.5, 0.5});
  ContractsDesk stopped = Desk({0.5, 0.5});
  for (uint32_t tick = 0; tick < 2; ++tick) {
    Trade(whole, tick, 7);
    Trade(stopped, tick, 7);
  }
  market::ArchiveWriter out;
  stopped.Save(out);
  const std::string bytes = out.Take();
  ContractsDesk resumed = Desk({0.5, 0.5});
  market::ArchiveReader in(bytes);
  resumed.Load(in);
  ASSERT_TRUE(in.done());
  for (uint32_t tick = 2; tick < 4; ++tick) {
    const auto a = Trade(whole, tick, 7);
    const auto b = Trade(resumed, tick, 7);
    ASSERT_EQ(a.contracts.size(), b.contracts.size());
    for (size_t i = 0; i < a.contracts.size(); ++i) {
      EXPECT_EQ(a.contracts[i].planned, b.contracts[i].planned);
      EXPECT_EQ(a.contracts[i].missing, b.contracts[i].missing);
      EXPECT_EQ(a.contracts[i].returned_micros, b.contracts[i].returned_micros);
    }
    ASSERT_EQ(a.supply.size(), b.supply.size());
    for (size_t i = 0; i < a.supply.size(); ++i) {
      EXPECT_EQ(a.supply[i].forecast, b.supply[i].forecast);
    }
  }
  market::ArchiveWriter at_end, also_at_end;
  whole.Save(at_end);
  resumed.Save(also_at_end);
  EXPECT_EQ(at_end.bytes(), also_at_end.bytes());
}

TEST_F(ContractsDeskTest, RowsTellThePagesToo) {
  market_.AddContract(100);
  ContractsDesk desk = Desk({0.5, 0.5});
  const auto rows = Trade(desk, 0, 7);
  ASSERT_EQ(rows.pages.size(), 1U);
  EXPECT_EQ(rows.pages[0].page_views, 200);
  EXPECT_EQ(rows.pages[0].auction_micros, 17);
  ASSERT_EQ(rows.supply.size(), 1U) << "an hour is a tick here";
  EXPECT_EQ(rows.supply[0].page_views, 200);
  EXPECT_DOUBLE_EQ(rows.supply[0].forecast, 100);
}

}  // namespace
}  // namespace souk::tests
