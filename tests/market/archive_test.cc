#include "market/archive.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "market/observation.h"

namespace souk::tests {
namespace {

using market::ArchiveReader;
using market::ArchiveWriter;

struct Padded {
  double x = 0;
  uint32_t count = 0;
  bool flag = false;

  static constexpr auto Fields() {
    return std::tuple(&Padded::x, &Padded::count, &Padded::flag);
  }
};

static_assert(market::Plain<double> && market::Plain<bool>);
static_assert(market::Plain<market::LineTally>);
static_assert(market::Plain<market::TickTime>);
static_assert(!market::Plain<Padded>, "has bytes that nobody set");
static_assert(!market::Plain<market::AuctionSeen>);
static_assert(!market::Plain<const char*>);

std::string Rows(const std::vector<Padded>& rows) {
  ArchiveWriter out;
  out.PutRows(rows, Padded::Fields());
  return out.bytes();
}

TEST(Archive, KeepsEveryBitOfANumber) {
  using Limits = std::numeric_limits<double>;
  for (const uint64_t bits :
       {std::bit_cast<uint64_t>(-0.0),
        std::bit_cast<uint64_t>(Limits::denorm_min()),
        std::bit_cast<uint64_t>(Limits::infinity()),
        UINT64_C(0x7ff0000000000001), UINT64_C(0xffffffffffffffff)}) {
    ArchiveWriter out;
    out.Put(std::bit_cast<double>(bits));
    ArchiveReader in(out.bytes());
    double read = 0;
    in.Get(read);
    EXPECT_TRUE(in.done());
    EXPECT_EQ(std::bit_cast<uint64_t>(read), bits);
  }
}

TEST(Archive, WritesRowsWithoutTheirPadding) {
  const std::string bytes = Rows({{0.5, 7, true}, {-0.0, 8, false}});
  EXPECT_EQ(bytes.size(), 8U + 2 * 13);
  ArchiveReader in(bytes);
  std::vector<Padded> read;
  in.GetRows(read, Padded::Fields());
  ASSERT_TRUE(in.done());
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].x, 0.5);
  EXPECT_EQ(read[0].count, 7U);
  EXPECT_TRUE(read[0].flag);
  EXPECT_TRUE(std::signbit(read[1].x));
  EXPECT_FALSE(read[1].flag);
}

TEST(Archive, HasNoMoreRowsThanItsBytesCanFill) {
  std::string bytes = Rows({{0.5, 7, true}});
  bytes.replace(0, 8, std::string("\0\0\0\0\0\0\0\x7f", 8));
  ArchiveReader in(bytes);
  std::vector<Padded> read;
  in.GetRows(read, Padded::Fields());
  EXPECT_FALSE(in.ok());
  EXPECT_TRUE(read.empty());
  EXPECT_EQ(read.capacity(), 0U);
}

TEST(Archive, KnowsATruthThatIsNone) {
  std::string bytes = Rows({{0.5, 7, true}});
  bytes.back() = 2;
  ArchiveReader in(bytes);
  std::vector<Padded> read;
  in.GetRows(read, Padded::Fields());
  EXPECT_FALSE(in.ok());
  EXPECT_FALSE(read[0].flag);
}

}  // namespace
}  // namespace souk::tests
