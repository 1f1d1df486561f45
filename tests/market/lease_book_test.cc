#include "market/lease_book.h"

#include <gtest/gtest.h>

#include <tuple>

#include "market/observation.h"

namespace souk::market {
namespace {

LeaseBook Opened(const std::vector<Money>& granted) {
  LeaseBook book(granted.size());
  book.Open(granted);
  return book;
}

TEST(LeaseBook, WhatIsReservedIsNotAvailable) {
  LeaseBook book = Opened({Money(100), Money(7)});
  book.Reserve({0}, Money(30));
  EXPECT_EQ(book.available(0), Money(70));
  EXPECT_EQ(book.available(1), Money(7));
}

TEST(LeaseBook, WhatIsReleasedIsAvailableAgain) {
  LeaseBook book = Opened({Money(100)});
  book.Reserve({0}, Money(30));
  book.Reserve({0}, Money(50));
  book.Release({0}, Money(30));
  EXPECT_EQ(book.available(0), Money(50));
  book.Release({0}, Money(50));
  EXPECT_EQ(book.available(0), Money(100));
  EXPECT_EQ(book.Close(), std::vector<Money>({Money()}));
}

TEST(LeaseBook, WhatIsChargedIsSpentForGood) {
  LeaseBook book = Opened({Money(100), Money(100)});
  book.Reserve({1}, Money(30));
  book.Charge({1}, Money(30));
  EXPECT_EQ(book.available(1), Money(70));
  book.Reserve({1}, Money(70));
  book.Charge({1}, Money(70));
  EXPECT_EQ(book.available(1), Money());
  EXPECT_EQ(book.Close(), std::vector<Money>({Money(), Money(100)}));
}

TEST(LeaseBook, EveryTickStartsFromItsOwnLeases) {
  LeaseBook book = Opened({Money(100)});
  book.Reserve({0}, Money(60));
  book.Charge({0}, Money(60));
  book.Close();
  book.Open(std::vector<Money>{Money(25)});
  EXPECT_EQ(book.available(0), Money(25));
  EXPECT_EQ(book.Close(), std::vector<Money>({Money()}));
}

TEST(LeaseBook, WithoutABudgetTheCreditNeverShrinks) {
  LeaseBook book = Opened({kNoLimit, Money(5)});
  EXPECT_FALSE(book.limited({0}));
  EXPECT_TRUE(book.limited({1}));
  EXPECT_EQ(book.available(0), LeaseBook::kCredit);
  Money spent;
  for (int i = 0; i < 1000; ++i) {
    book.Reserve({0}, LeaseBook::kCredit);
    EXPECT_EQ(book.available(0), LeaseBook::kCredit);
    book.Charge({0}, LeaseBook::kCredit);
    spent += LeaseBook::kCredit;
  }
  EXPECT_EQ(book.Close(), std::vector<Money>({spent, Money()}));
}

TEST(LeaseBook, AnAdvertiserMayGainALimitBetweenTicks) {
  LeaseBook book = Opened({kNoLimit});
  book.Close();
  book.Open(std::vector<Money>{Money(3)});
  EXPECT_TRUE(book.limited({0}));
  EXPECT_EQ(book.available(0), Money(3));
}

TEST(LeaseBook, BillsCountAsIfEachHadBeenBooked) {
  LeaseBook one_by_one = Opened({kNoLimit, kNoLimit, Money(50)});
  LeaseBook together = Opened({kNoLimit, kNoLimit, Money(50)});
  for (int batch = 0; batch < 3; ++batch) {
    for (const auto& [node, price, came] :
         std::vector<std::tuple<uint32_t, int64_t, bool>>{
             {0, 7, true}, {1, 5, false}, {0, 3, false}, {0, 0, true}}) {
      one_by_one.Reserve({node}, Money(price));
      came ? one_by_one.Charge({node}, Money(price))
           : one_by_one.Release({node}, Money(price));
      together.Bill(node, Money(price), Money(came ? price : 0));
    }
    together.BookBills();
    EXPECT_EQ(together.available(0), LeaseBook::kCredit);
  }
  const std::vector<Money> spent = together.Close();
  EXPECT_EQ(spent, one_by_one.Close());
  EXPECT_EQ(spent, std::vector<Money>({Money(21), Money(), Money()}));
}

TEST(LeaseBookDeathTest, OnlyNodesWithoutABudgetAreBilled) {
  LeaseBook book = Opened({Money(100)});
  book.Bill(0, Money(5), Money());
  EXPECT_DEATH(book.BookBills(), "node 0 with a budget is billed 5 micros");
}

TEST(LeaseBookDeathTest, NoBillIsBelowZeroOrLeftOver) {
  LeaseBook book = Opened({kNoLimit});
  book.Bill(0, Money(5), Money());
  EXPECT_DEATH(book.Close(), "1 nodes with bills to book");
  book.Bill(0, Money(-2), Money());
  EXPECT_DEATH(book.BookBills(), "billed 3 micros, some of it below 0");
}

TEST(LeaseBookDeathTest, NobodyReservesMoreThanTheLease) {
  LeaseBook book = Opened({Money(100)});
  book.Reserve({0}, Money(60));
  EXPECT_DEATH(book.Reserve({0}, Money(41)), "ledger: move of 41 micros");
}

TEST(LeaseBookDeathTest, NobodyPaysWhatWasNotReserved) {
  LeaseBook book = Opened({Money(100), kNoLimit});
  book.Reserve({0}, Money(60));
  EXPECT_DEATH(book.Charge({0}, Money(61)), "ledger: move of 61 micros");
  EXPECT_DEATH(book.Charge({1}, Money(1)), "ledger: move of 1 micros");
  EXPECT_DEATH(book.Release({1}, Money(1)), "ledger: move of 1 micros");
}

TEST(LeaseBookDeathTest, ATickDoesNotEndWithOpenReservations) {
  LeaseBook book = Opened({Money(100), Money(100)});
  book.Reserve({1}, Money(60));
  EXPECT_DEATH(book.Close(), "node 1 ends a tick with 60 micros reserved");
}

TEST(LeaseBookDeathTest, EverybodyGetsALease) {
  LeaseBook book(2);
  EXPECT_DEATH(book.Open(std::vector<Money>{Money(1)}),
               "leases for 1 of 2 nodes");
}

}  // namespace
}  // namespace souk::market
