#include "market/lease_book.h"

#include <gtest/gtest.h>

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
