#include "agents/advertisers_desk.h"

#include <gtest/gtest.h>

#include <random>

namespace souk::tests {
namespace {

using agents::AdvertisersDesk;
using agents::CellLease;
using market::AccountTicked;
using market::Money;
using market::TickTime;

using Spent = std::vector<std::vector<Money>>;  // [cell][advertiser]

market::MarketSpec Advertisers(
    const std::vector<std::optional<Money>>& budgets) {
  market::MarketSpec spec;
  for (const auto& budget : budgets) {
    spec.advertisers.push_back({"a", market::AdvertiserKind::kBrand, budget});
  }
  return spec;
}

int64_t Leased(const std::vector<CellLease>& leases, size_t advertiser) {
  int64_t sum = 0;
  for (const CellLease& lease : leases) {
    sum += lease.granted[advertiser].micros;
  }
  return sum;
}

std::vector<int64_t> Columns(const AccountTicked& row) {
  return {row.tick,           row.advertiser,    row.opening_micros,
          row.funded_micros,  row.leased_micros, row.spent_micros,
          row.expired_micros, row.closing_micros};
}

TEST(AdvertisersDesk, OneCellGetsEverything) {
  AdvertisersDesk desk(Advertisers({Money(1001)}), {1.0});
  EXPECT_EQ(desk.Grant({0, 2})[0].granted[0], Money(1001));
}

TEST(AdvertisersDesk, SplitsByShareWithoutALeftover) {
  AdvertisersDesk desk(Advertisers({Money(1001)}), {0.5, 0.25, 0.25});
  const auto leases = desk.Grant({0, 2});
  EXPECT_EQ(leases[0].granted[0], Money(500));
  EXPECT_EQ(leases[1].granted[0], Money(250));
  EXPECT_EQ(leases[2].granted[0], Money(251));
}

TEST(AdvertisersDesk, BooksADayAndLetsItsRestExpire) {
  AdvertisersDesk desk(Advertisers({Money(100), std::nullopt}), {0.5, 0.5});
  desk.Grant({0, 2});
  EXPECT_EQ(desk.remaining_today()[0], Money(100)) << "leases included";
  desk.Settle({0, 2}, Spent{{Money(30), Money(7)}, {Money(0), Money(8)}});
  EXPECT_EQ(Columns(desk.Accounts()[0]),
            (std::vector<int64_t>{0, 0, 0, 100, 100, 30, 0, 70}));
  EXPECT_EQ(Columns(desk.Accounts()[1]),
            (std::vector<int64_t>{0, 1, 0, 0, 0, 15, 0, -15}));
  EXPECT_EQ(desk.remaining_today()[0], Money(70));
  EXPECT_EQ(desk.remaining_today()[1], market::kNoLimit);

  const auto leases = desk.Grant({1, 2});
  EXPECT_EQ(leases[0].granted[0], Money(35));
  EXPECT_EQ(leases[0].granted[1], market::kNoLimit);
  desk.Settle({1, 2}, Spent{{Money(35), Money(0)}, {Money(5), Money(0)}});
  EXPECT_EQ(Columns(desk.Accounts()[0]),
            (std::vector<int64_t>{1, 0, 70, 0, 70, 40, 0, 30}));

  desk.Grant({2, 2});
  desk.Settle({2, 2}, Spent{{Money(1), Money(0)}, {Money(0), Money(0)}});
  EXPECT_EQ(Columns(desk.Accounts()[0]),
            (std::vector<int64_t>{2, 0, 30, 100, 100, 1, 30, 99}));
  EXPECT_EQ(desk.revenue(), Money(30 + 15 + 40 + 1));
}

TEST(AdvertisersDesk, HoldsTheLargestBudget) {
  const Money huge(1000000000000000);
  AdvertisersDesk desk(Advertisers({huge}), {0.1, 0.2, 0.7});
  EXPECT_EQ(Leased(desk.Grant({0, 1}), 0), huge.micros);
}

TEST(AdvertisersDeskDeathTest, StopsACellThatOverspends) {
  AdvertisersDesk desk(Advertisers({Money(100)}), {0.5, 0.5});
  desk.Grant({0, 2});
  EXPECT_DEATH(desk.Settle({0, 2}, Spent{{Money(51)}, {Money(0)}}),
               "cell 0 spent 51 micros of budget node 0, its lease was 50");
}

TEST(AdvertisersDeskDeathTest, TicksAreSettledInTurn) {
  AdvertisersDesk desk(Advertisers({Money(100)}), {1.0});
  EXPECT_DEATH(desk.Settle({0, 2}, Spent{{Money(0)}}), "out of turn");
  desk.Grant({0, 2});
  EXPECT_DEATH(desk.Grant({1, 2}), "opened before the last was settled");
  EXPECT_DEATH(desk.Settle({1, 2}, Spent{{Money(0)}}), "settled as 1");
}

class RandomMarket : public testing::TestWithParam<size_t> {
 protected:
  int64_t Draw(int64_t below) {
    return static_cast<int64_t>(random_() % static_cast<uint64_t>(below));
  }
  std::vector<double> Shares() {
    std::vector<double> shares;
    for (size_t cell = 0; cell < GetParam(); ++cell) {
      shares.push_back(1e-3 + static_cast<double>(Draw(1000)));
    }
    return shares;
  }
  /// Some spend nothing, some part of it, some everything.
  Money SpendOf(Money granted) {
    if (granted == market::kNoLimit) return Money(Draw(1000000));
    const int64_t kind = Draw(3);
    if (kind == 0 || granted == Money()) return Money();
    return kind == 1 ? granted : Money(Draw(granted.micros + 1));
  }
  Spent SpendSome(const std::vector<CellLease>& leases) {
    Spent spent;
    for (const CellLease& lease : leases) {
      auto& row = spent.emplace_back();
      for (const Money granted : lease.granted) {
        row.push_back(SpendOf(granted));
      }
    }
    return spent;
  }
  std::mt19937_64 random_{GetParam()};
};

TEST_P(RandomMarket, ConservesMoneyAndNeverOverspends) {
  const std::vector<std::optional<Money>> budgets = {
      Money(0), Money(1), Money(997), std::nullopt, Money(123456789012345)};
  AdvertisersDesk desk(Advertisers(budgets), Shares());
  int64_t revenue = 0;
  std::vector<int64_t> closing(budgets.size(), 0);
  std::vector<int64_t> today(budgets.size(), 0);
  for (uint32_t tick = 0; tick < 60; ++tick) {
    const TickTime time{tick, 7};
    if (time.first_of_day()) today.assign(budgets.size(), 0);
    const auto leases = desk.Grant(time);
    const auto before = desk.remaining_today();
    desk.Settle(time, SpendSome(leases));
    const auto rows = desk.Accounts();
    ASSERT_EQ(rows.size(), budgets.size());
    for (size_t i = 0; i < rows.size(); ++i) {
      const AccountTicked& row = rows[i];
      EXPECT_EQ(row.opening_micros, closing[i]);
      EXPECT_EQ(row.opening_micros + row.funded_micros - row.spent_micros -
                    row.expired_micros,
                row.closing_micros);
      closing[i] = row.closing_micros;
      revenue += row.spent_micros;
      if (!budgets[i]) continue;
      today[i] += row.spent_micros;
      EXPECT_EQ(Leased(leases, i), before[i].micros) << "leases add up";
      EXPECT_EQ(row.leased_micros, before[i].micros);
      EXPECT_LE(today[i], budgets[i]->micros) << "overspent";
      EXPECT_EQ(desk.remaining_today()[i].micros,
                budgets[i]->micros - today[i]);
    }
    EXPECT_EQ(desk.revenue().micros, revenue);
  }
}

TEST_P(RandomMarket, RestoredMidRunItContinuesIdentically) {
  const auto spec = Advertisers({Money(997), std::nullopt, Money(40000)});
  const auto shares = Shares();
  AdvertisersDesk through(spec, shares);
  AdvertisersDesk restored(spec, shares);
  for (uint32_t tick = 0; tick < 30; ++tick) {
    if (tick % 5 == 0) {
      market::ArchiveWriter out;
      through.Save(out);
      market::ArchiveReader in(out.bytes());
      restored.Load(in);
      EXPECT_TRUE(in.done());
    }
    const TickTime time{tick, 7};
    const auto leases = through.Grant(time);
    const auto again = restored.Grant(time);
    for (size_t cell = 0; cell < leases.size(); ++cell) {
      ASSERT_EQ(leases[cell].granted, again[cell].granted);
    }
    const Spent spent = SpendSome(leases);
    through.Settle(time, spent);
    restored.Settle(time, spent);
    for (size_t i = 0; i < 3; ++i) {
      ASSERT_EQ(Columns(through.Accounts()[i]),
                Columns(restored.Accounts()[i]));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Cells, RandomMarket,
                         testing::Values(1, 2, 3, 7, 8, 64, 333));

}  // namespace
}  // namespace souk::tests
