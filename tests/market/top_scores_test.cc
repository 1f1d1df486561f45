#include "market/mechanisms/top_scores.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "market/random.h"

namespace souk::market {
namespace {

const Stream kChance(31, 0, Purpose::kTest);

struct Crowd {
  std::vector<double> bid, rate, weight;
  double reserve = 0, floor = 0;
  size_t keep = 1;

  Contest view() const {
    return {bid.data(), rate.data(), weight.data(), bid.size(),
            reserve,    floor,       keep};
  }
};

/// Few levels: ties and zeros abound. Many: they hardly happen.
Crowd RandomCrowd(uint32_t index, uint64_t levels) {
  uint32_t draws = 0;
  const auto draw = [&](uint64_t bound) {
    return static_cast<double>(kChance.Integer(bound, index, 0, draws++));
  };
  Crowd crowd;
  const auto size = static_cast<size_t>(1 + draw(kScoreTile));
  for (size_t i = 0; i < size; ++i) {
    crowd.bid.push_back(draw(levels));
    crowd.rate.push_back(draw(levels) / static_cast<double>(levels));
    crowd.weight.push_back(draw(2) == 0 ? 1 : crowd.rate.back());
  }
  crowd.reserve = draw(3) == 0 ? draw(levels) / 2 : 0;
  crowd.floor = draw(3) == 0 ? draw(levels) / 4 : 0;
  crowd.keep = static_cast<size_t>(1 + draw(draw(2) == 0 ? 5 : kMaxSlots + 1));
  return crowd;
}

/// What the contract says: a stable sort of those who matter.
std::vector<size_t> Expected(const Crowd& crowd) {
  std::vector<size_t> order;
  const auto score = [&](size_t i) { return crowd.bid[i] * crowd.weight[i]; };
  for (size_t i = 0; i < crowd.bid.size(); ++i) {
    if (crowd.bid[i] > 0 && crowd.bid[i] >= crowd.reserve &&
        crowd.rate[i] > 0 && score(i) >= crowd.floor) {
      order.push_back(i);
    }
  }
  std::ranges::stable_sort(order, std::ranges::greater{}, score);
  if (order.size() > crowd.keep) order.resize(crowd.keep);
  return order;
}

void ExpectSorted(const Crowd& crowd, const TopScores& top) {
  const std::vector<size_t> found(
      top.position.begin(),
      top.position.begin() + static_cast<ptrdiff_t>(top.size));
  ASSERT_EQ(found, Expected(crowd));
  for (size_t i = 0; i < crowd.bid.size(); ++i) {
    const bool eligible =
        crowd.bid[i] > 0 && crowd.bid[i] >= crowd.reserve && crowd.rate[i] > 0;
    if (eligible) {
      ASSERT_EQ(top.score[i], crowd.bid[i] * crowd.weight[i]);
    } else {
      ASSERT_LT(top.score[i], 0);
    }
  }
}

class Levels : public testing::TestWithParam<uint64_t> {};

TEST_P(Levels, TheBestAreThoseOfAStableSort) {
  for (uint32_t index = 0; index < 20000; ++index) {
    const Crowd crowd = RandomCrowd(index, GetParam());
    SCOPED_TRACE(index);
    TopScores top;
    FindTop(crowd.view(), top);
    ExpectSorted(crowd, top);
    TopScores portable;
    FindTopPortable(crowd.view(), portable);
    ExpectSorted(crowd, portable);
    if (HasFatalFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(TopScores, Levels, testing::Values(2, 5, 1000000));

}  // namespace
}  // namespace souk::market
