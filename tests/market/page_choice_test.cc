#include "market/contracts/page_choice.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "market/random.h"

namespace souk::market {
namespace {

struct Page {
  size_t slots = 0;
  size_t contracts = 0;
  std::vector<double> auction, offer;

  PageOffers offers() const { return {slots, contracts, auction, offer}; }
};

/// Values on `levels` steps (many ties), or any (levels = 0).
Page RandomPage(uint32_t index, size_t most_slots, uint64_t levels) {
  const Stream stream(7, 0, Purpose::kTest);
  Page page;
  page.slots = 1 + stream.Integer(most_slots, 0, index, 0);
  page.contracts = stream.Integer(6, 0, index, 1);
  const auto value = [&](uint64_t entity, uint32_t i) {
    if (levels == 0) return stream.Uniform(entity, index, i);
    return static_cast<double>(stream.Integer(levels, entity, index, i));
  };
  for (uint32_t k = 0; k < page.slots; ++k) {
    page.auction.push_back(value(1, k));
  }
  for (uint32_t i = 0; i < page.slots * page.contracts; ++i) {
    // Some do not want a slot at all.
    page.offer.push_back(value(2, i) - (levels == 0 ? 0.2 : 1));
  }
  return page;
}

/// Every page, in the order of preference; the first of the best wins.
class EveryPage {
 public:
  explicit EveryPage(const PageOffers& offers) : offers_(offers) {
    rows_.resize(offers.slots);
    Try(0, 0);
  }
  double best = -1;
  std::vector<uint32_t> best_rows;
  std::vector<double> values;

 private:
  void Try(size_t slot, double value) {
    if (slot == offers_.slots) {
      values.push_back(value);
      if (value > best) {
        best = value;
        best_rows = rows_;
      }
      return;
    }
    rows_[slot] = kNone;
    Try(slot + 1, value + offers_.auction[slot]);
    for (uint32_t j = 0; j < offers_.contracts; ++j) {
      const auto here = rows_.begin() + static_cast<ptrdiff_t>(slot);
      if (std::find(rows_.begin(), here, j) != here) continue;
      if (offers_.at(j, slot) <= 0) continue;
      rows_[slot] = j;
      Try(slot + 1, value + offers_.at(j, slot));
    }
  }
  const PageOffers& offers_;
  std::vector<uint32_t> rows_;
};

std::vector<uint32_t> Chosen(const Page& page) {
  PageChoice choice;
  const auto rows = choice.Choose(page.offers());
  return {rows.begin(), rows.end()};
}

TEST(PageChoice, AuctionAndContractShareThePageThatIsWorthMost) {
  // RTB eCPM (6, 3); A = 5, B = 4 in either slot: RTB above A is worth 11.
  const Page page = {2, 2, {6, 3}, {5, 5, 4, 4}};
  PageChoice choice;
  const PageOffers offers = page.offers();
  const auto rows = choice.Choose(offers);
  EXPECT_EQ(std::vector(rows.begin(), rows.end()),
            (std::vector<uint32_t>{kNone, 0}));
  EXPECT_EQ(choice.BestLeftOut(offers, 0), 4);
  EXPECT_EQ(choice.BestLeftOut(offers, 1), 4);
  // RTB A; RTB B; A B, B A, RTB RTB; A RTB; B RTB.
  std::vector<double> values = EveryPage(offers).values;
  std::ranges::sort(values, std::ranges::greater{});
  EXPECT_EQ(values, (std::vector<double>{11, 10, 9, 9, 9, 8, 7}));
}

TEST(PageChoice, TiesGoToTheAuctionThenToLowerContractsFromTheTop) {
  EXPECT_EQ(Chosen({2, 1, {1, 1}, {1, 1}}),
            (std::vector<uint32_t>{kNone, kNone}));
  EXPECT_EQ(Chosen({2, 1, {1, 1}, {2, 2}}), (std::vector<uint32_t>{kNone, 0}));
  EXPECT_EQ(Chosen({2, 3, {0, 0}, {1, 1, 1, 1, 1, 1}}),
            (std::vector<uint32_t>{0, 1}));
}

TEST(PageChoice, NoContractsNoChoice) {
  EXPECT_EQ(Chosen({3, 0, {1, 0, 2}, {}}),
            (std::vector<uint32_t>{kNone, kNone, kNone}));
  EXPECT_EQ(Chosen({2, 2, {0, 0}, {0, -1, 0, 0}}),
            (std::vector<uint32_t>{kNone, kNone}));
}

void MatchesEveryPage(uint32_t pages, size_t slots, uint64_t levels) {
  PageChoice choice;
  for (uint32_t index = 0; index < pages; ++index) {
    const Page page = RandomPage(index, slots, levels);
    const PageOffers offers = page.offers();
    const auto rows = choice.Choose(offers);
    const EveryPage every(offers);
    ASSERT_EQ(std::vector(rows.begin(), rows.end()), every.best_rows)
        << "page " << index;
    for (size_t k = 0; k < page.slots; ++k) {
      double left_out = 0;
      for (uint32_t j = 0; j < page.contracts; ++j) {
        if (std::ranges::find(every.best_rows, j) != every.best_rows.end()) {
          continue;
        }
        left_out = std::max(left_out, offers.at(j, k));
      }
      ASSERT_EQ(choice.BestLeftOut(offers, k), left_out);
    }
  }
}

TEST(PageChoice, IsTheBestOfAllPages) { MatchesEveryPage(5000, 4, 0); }
TEST(PageChoice, KeepsTheOrderAmongTies) { MatchesEveryPage(5000, 4, 4); }
TEST(PageChoice, IsTheBestOfAllPagesWithManySlots) {
  MatchesEveryPage(1500, 6, 0);
  MatchesEveryPage(1500, 6, 3);
}

}  // namespace
}  // namespace souk::market
