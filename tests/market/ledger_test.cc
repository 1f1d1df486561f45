#include "market/ledger.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "market/random.h"

namespace souk::market {
namespace {

using Kind = Ledger::Kind;

TEST(Ledger, NumbersAccountsInOrderOfOpening) {
  Ledger ledger;
  EXPECT_EQ(ledger.Open(Kind::kSource), 0U);
  EXPECT_EQ(ledger.Open(Kind::kPurse), 1U);
  EXPECT_EQ(ledger.accounts(), 2U);
  EXPECT_EQ(ledger.balance(1), Money(0));
}

TEST(Ledger, MovesWhatOneLosesToTheOther) {
  Ledger ledger;
  const auto world = ledger.Open(Kind::kSource);
  const auto purse = ledger.Open(Kind::kPurse);
  ledger.Move(world, purse, Money(100));
  ledger.Move(purse, world, Money(30));
  EXPECT_EQ(ledger.balance(world), Money(-70));
  EXPECT_EQ(ledger.balance(purse), Money(70));
  ledger.CheckBalanced();
}

TEST(Ledger, APurseMayBeEmptiedToTheLastMicro) {
  Ledger ledger;
  const auto world = ledger.Open(Kind::kSource);
  const auto purse = ledger.Open(Kind::kPurse);
  ledger.Move(world, purse, Money(5));
  ledger.Move(purse, world, Money(5));
  ledger.Move(purse, world, Money(0));
  EXPECT_EQ(ledger.balance(purse), Money(0));
}

TEST(LedgerDeathTest, OverdrawingAPurseStopsWithTheBalances) {
  Ledger ledger;
  const auto world = ledger.Open(Kind::kSource);
  const auto purse = ledger.Open(Kind::kPurse);
  ledger.Move(world, purse, Money(5));
  EXPECT_DEATH(ledger.Move(purse, world, Money(6)),
               "move of 6 micros from account 1 \\(holds 5 micros\\) to 0 "
               "\\(holds -5 micros\\)");
}

TEST(LedgerDeathTest, NegativeAmountsStop) {
  Ledger ledger;
  const auto a = ledger.Open(Kind::kSource);
  const auto b = ledger.Open(Kind::kSource);
  EXPECT_DEATH(ledger.Move(a, b, Money(-1)), "move of -1 micros");
}

TEST(LedgerDeathTest, OverflowStops) {
  Ledger ledger;
  const auto a = ledger.Open(Kind::kSource);
  const auto b = ledger.Open(Kind::kSource);
  ledger.Move(a, b, Money(INT64_MAX));
  EXPECT_DEATH(ledger.Move(a, b, Money(2)), "money overflow");
}

TEST(Ledger, TurnoverMayExceedWhatMoneyHolds) {
  Ledger ledger;
  const auto a = ledger.Open(Kind::kSource);
  const auto b = ledger.Open(Kind::kPurse);
  for (int i = 0; i < 9; ++i) {
    ledger.Move(a, b, Money(INT64_MAX));
    ledger.Move(b, a, Money(INT64_MAX));
  }
  ledger.CheckBalanced();
  EXPECT_EQ(ledger.balance(a), Money(0));
}

TEST(LedgerDeathTest, UnknownAccountsStop) {
  Ledger ledger;
  const auto a = ledger.Open(Kind::kSource);
  EXPECT_DEATH(ledger.Move(a, 1, Money(1)), "only 1 accounts are open");
}

/// Three sources and seven purses after `moves` random movements.
Ledger Shuffled(uint32_t moves) {
  Ledger ledger;
  for (int i = 0; i < 3; ++i) ledger.Open(Kind::kSource);
  for (int i = 0; i < 7; ++i) ledger.Open(Kind::kPurse);
  const Stream stream(1, 0, Purpose::kTest);
  for (uint32_t i = 0; i < moves; ++i) {
    const PhiloxBlock words = stream.Words(0, 0, i);
    const uint32_t from = words[0] % 10, to = words[1] % 10;
    int64_t amount = words[2];
    if (from >= 3) amount = std::min(amount, ledger.balance(from).micros);
    ledger.Move(from, to, Money(amount));
  }
  return ledger;
}

TEST(Ledger, CreditEqualsDebitAfterEveryMove) {
  for (uint32_t moves = 0; moves < 500; ++moves) {
    const Ledger ledger = Shuffled(moves);
    ledger.CheckBalanced();
    Money sum;
    for (uint32_t i = 0; i < 10; ++i) sum += ledger.balance(i);
    ASSERT_EQ(sum, Money(0));
    for (uint32_t i = 3; i < 10; ++i) ASSERT_GE(ledger.balance(i), Money(0));
  }
}

TEST(Ledger, IsTheSameAfterSaveAndLoad) {
  const Ledger ledger = Shuffled(1000);
  ArchiveWriter out;
  ledger.Save(out);
  Ledger copy;
  copy.Open(Kind::kPurse);
  ArchiveReader in(out.bytes());
  copy.Load(in);
  EXPECT_TRUE(in.done());
  ArchiveWriter again;
  copy.Save(again);
  EXPECT_EQ(out.bytes(), again.bytes());
  EXPECT_EQ(copy.balance(9), ledger.balance(9));
  copy.CheckBalanced();
}

TEST(LedgerDeathTest, PursesAreStillPursesAfterLoad) {
  ArchiveWriter out;
  Shuffled(0).Save(out);
  Ledger copy;
  ArchiveReader in(out.bytes());
  copy.Load(in);
  EXPECT_DEATH(copy.Move(9, 0, Money(1)), "holds 0 micros");
}

TEST(Ledger, TruncatedBytesAreNoticed) {
  ArchiveWriter out;
  Shuffled(100).Save(out);
  for (size_t size = 0; size < out.bytes().size(); ++size) {
    Ledger copy;
    ArchiveReader in(std::string_view(out.bytes()).substr(0, size));
    copy.Load(in);
    ASSERT_FALSE(in.ok()) << size;
  }
}

TEST(Ledger, ColumnsOfUnequalLengthAreNoticed) {
  ArchiveWriter out;
  out.Put(std::vector<Money>(2));
  out.Put(std::vector<Kind>(1));
  out.Put(Money());
  out.Put(Money());
  Ledger copy;
  ArchiveReader in(out.bytes());
  copy.Load(in);
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(copy.accounts(), 0U);
}

TEST(LedgerDeathTest, LoadedImbalanceIsNoticed) {
  ArchiveWriter out;
  out.Put(std::vector<Money>{Money(1), Money(2)});
  out.Put(std::vector<Kind>(2));
  out.Put(Money());
  out.Put(Money());
  Ledger copy;
  ArchiveReader in(out.bytes());
  copy.Load(in);
  EXPECT_DEATH(copy.CheckBalanced(), "balances are off by 3 micros");
}

}  // namespace
}  // namespace souk::market
