// Auctions over whole lists and cascades: the tables by hand, every list, and
// payments as integrals.
#include "market/mechanisms/list_auction.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "market/externalities.h"
#include "market/mechanisms/cascade.h"
#include "market/random.h"
#include "tests/support/list_oracles.h"

namespace souk::market {
namespace {

using List = std::vector<uint32_t>;

List ListAt(const ListSet& lists, size_t at) {
  const auto list = lists.list(at);
  return {list.begin(), list.end()};
}

TEST(ListSet, HoldsEveryListInLexicographicOrder) {
  const ListSet lists(3, 2);
  std::vector<List> all;
  for (size_t l = 0; l < lists.size(); ++l) all.push_back(ListAt(lists, l));
  EXPECT_EQ(
      all, (std::vector<List>{{0, 1}, {0, 2}, {1, 0}, {1, 2}, {2, 0}, {2, 1}}));
  EXPECT_EQ(ListSet(12, 3).size(), 1320U);
  EXPECT_EQ(ListSet(2, 3).size(), 0U);
}

TEST(ListSet, HoldsOnlyWhatIsAdmitted) {
  const auto ascending = [](std::span<const uint32_t> list) {
    return std::ranges::is_sorted(list);
  };
  const ListSet lists(5, 3, ascending);
  EXPECT_EQ(lists.size(), 10U);
  EXPECT_EQ(ListAt(lists, 9), (List{2, 3, 4}));
}

/// Click rates of three ads in two places, as a table.
class ClickTable : public testing::Test {
 protected:
  const ListSet lists_{3, 2};
  const std::vector<double> theta_ = {.09, .024, .10, .042, .072, .030,
                                      .08, .042, .06, .066, .06,  .054};
  const std::vector<double> bid_ = {.9, .8, .7};
  const std::vector<double> virtual_ = {.8, .6, .4};
};

TEST_F(ClickTable, WelfareOfEveryListIsAsPrinted) {
  const std::vector<double> welfare = {.1002, .1194, .0846,
                                       .0934, .1014, .0852};
  const std::vector<double> revenue = {.0864, .0968, .0672,
                                       .0648, .0768, .0564};
  for (size_t l = 0; l < lists_.size(); ++l) {
    EXPECT_NEAR(WorthOf({lists_, theta_, bid_, {}}, l), welfare[l], 1e-12);
    EXPECT_NEAR(WorthOf({lists_, theta_, virtual_, {}}, l), revenue[l], 1e-12);
  }
}

TEST_F(ClickTable, TheOptimalAuctionPaysAlongTheEnvelope) {
  const ListAuction auction = {lists_, theta_, virtual_, {}};
  const size_t best = BestList(auction);
  EXPECT_EQ(ListAt(lists_, best), (List{0, 2}));
  const auto payments = ThresholdPayments(
      auction, best, [](double value) { return (value + 1) / 2; });
  EXPECT_NEAR(payments[0] / .10, .74, 1e-6);
  EXPECT_NEAR(payments[1] / .042, .576190, 1e-6);
  EXPECT_NEAR(payments[0] + payments[1], .0982, 1e-6);
}

TEST_F(ClickTable, VcgPaysTheHarm) {
  const ListAuction auction = {lists_, theta_, bid_, {}};
  const size_t best = BestList(auction);
  EXPECT_EQ(ListAt(lists_, best), (List{0, 2}));
  const auto payments = VcgPayments(auction, best);
  EXPECT_NEAR(payments[0], .064, 1e-12);
  EXPECT_NEAR(payments[1], .0102, 1e-12);
}

TEST_F(ClickTable, ABonusCountsButIsNotPaid) {
  // 0.1 a click for the second ad: (1,2) becomes .1026, (1,3) stays .1194.
  const std::vector<double> small = {0, .1, 0};
  const ListAuction auction = {lists_, theta_, bid_, small};
  EXPECT_EQ(ListAt(lists_, BestList(auction)), (List{0, 2}));
  EXPECT_NEAR(VcgPayments(auction, 1)[0], .0934 + .008 - .0294, 1e-12);
  const std::vector<double> great = {0, 10, 0};
  EXPECT_EQ(ListAt(lists_, BestList({lists_, theta_, bid_, great})),
            (List{1, 2}));
}

/// Five ads with externalities, three places.
struct Page {
  explicit Page(uint32_t index) {
    const Stream stream(47, 0, Purpose::kTest);
    std::vector<ListItem> items(5);
    for (uint32_t i = 0; i < 5; ++i) {
      Direction raw;
      for (uint32_t d = 0; d < 4; ++d) raw[d] = stream.Normal(i, index, d);
      items[i].direction = UnitDirection(raw);
      rate.push_back(.02 + .08 * stream.Uniform(i, index, 4));
      bid.push_back(stream.Uniform(i, index, 5));
    }
    const ExternalityTable table({}, items);
    theta = ClicksOfAll(
        lists, [&](std::span<const uint32_t> list, std::span<double> clicks) {
          table.Factors(list, clicks);
          for (size_t k = 0; k < 3; ++k) {
            clicks[k] = ListedClickRate(rate[list[k]], kWeight[k], clicks[k]);
          }
        });
  }
  std::vector<double> Values() const {
    std::vector<double> values = bid;
    for (double& one : values) one = 2 * one - 1;
    return values;
  }
  double ClicksOf(size_t best, uint32_t item) const {
    const auto list = lists.list(best);
    const auto found = std::ranges::find(list, item);
    return found == list.end()
               ? 0
               : theta[best * 3 + static_cast<size_t>(found - list.begin())];
  }

  static constexpr std::array<double, 3> kWeight = {1, .8, .6};
  ListSet lists{5, 3};
  std::vector<double> rate, bid, theta;
};

TEST(ListAuction, ThresholdPaymentsAreTheIntegralOfClicks) {
  for (uint32_t index = 0; index < 40; ++index) {
    const Page page(index);
    const std::vector<double> values = page.Values();
    const ListAuction auction = {page.lists, page.theta, values, {}};
    const size_t best = BestList(auction);
    const auto payments = ThresholdPayments(
        auction, best, [](double value) { return (value + 1) / 2; });
    for (size_t k = 0; k < 3; ++k) {
      const uint32_t item = page.lists.list(best)[k];
      const double bid = page.bid[item];
      double integral = 0;
      constexpr int kSteps = 2000;
      for (int step = 0; step < kSteps; ++step) {
        std::vector<double> lower = values;
        lower[item] = 2 * bid * (step + .5) / kSteps - 1;
        const size_t other = BestList({page.lists, page.theta, lower, {}});
        integral += page.ClicksOf(other, item) * bid / kSteps;
      }
      ASSERT_NEAR(payments[k], bid * page.ClicksOf(best, item) - integral,
                  2e-4);
      ASSERT_GE(payments[k], 0);
      ASSERT_LE(payments[k], bid * page.ClicksOf(best, item) + 1e-12);
    }
  }
}

TEST(ListAuction, NoOtherBidGainsUnderEitherPayment) {
  for (uint32_t index = 0; index < 60; ++index) {
    const Page page(index);
    for (uint32_t item = 0; item < 5; ++item) {
      double honest_vcg = 0;
      double honest_optimal = 0;
      for (int step = 0; step <= 40; ++step) {
        // First the truth, then bids from 0 to twice the value.
        Page lie = page;
        if (step > 0) lie.bid[item] = page.bid[item] * (step - 1) / 20;
        const auto utility = [&](const ListAuction& auction, bool vcg) {
          const size_t best = BestList(auction);
          const auto payments =
              vcg ? VcgPayments(auction, best)
                  : ThresholdPayments(auction, best, [](double value) {
                      return (value + 1) / 2;
                    });
          const auto list = page.lists.list(best);
          for (size_t k = 0; k < 3; ++k) {
            if (list[k] != item) continue;
            return page.bid[item] * page.theta[best * 3 + k] - payments[k];
          }
          return 0.0;
        };
        const std::vector<double> values = lie.Values();
        const double vcg = utility({page.lists, page.theta, lie.bid, {}}, true);
        const double optimal =
            utility({page.lists, page.theta, values, {}}, false);
        if (step == 0) {
          honest_vcg = vcg;
          honest_optimal = optimal;
          EXPECT_GE(vcg, -1e-12);
          EXPECT_GE(optimal, -1e-12);
        }
        ASSERT_LE(vcg, honest_vcg + 1e-9);
        ASSERT_LE(optimal, honest_optimal + 1e-9);
      }
    }
  }
}

/// Lists (1,2), (1,3), (2,1), (2,3), (3,1), (3,2) are worth 2.24, 2.24, 2.80,
/// 2.16, 2.20, 1.80.
TEST(Cascade, TheExampleHolds) {
  const std::vector<double> gain = {4 * .5, 6 * .2, 3 * .4};
  const std::vector<double> on = {.2, .8, .5};
  const Cascade cascade(gain, on);
  const Cascade::List best = cascade.Best(2);
  EXPECT_EQ(best.items, (List{1, 0}));
  EXPECT_NEAR(best.worth, 2.80, 1e-12);
  // ad 2 pays 2.24 - 1.60, ad 1 pays 2.16 - 1.20.
  EXPECT_NEAR(cascade.BestWithout(1, 2).worth, 2.24, 1e-12);
  EXPECT_NEAR(cascade.BestWithout(0, 2).worth, 2.16, 1e-12);
}

TEST(Cascade, AgreesWithTryingEveryList) {
  const Stream stream(53, 0, Purpose::kTest);
  for (uint32_t index = 0; index < 2000; ++index) {
    const auto items = static_cast<uint32_t>(stream.Integer(6, index, 0, 0));
    const size_t places = 1 + stream.Integer(4, index, 0, 1);
    List all(items);
    std::iota(all.begin(), all.end(), 0U);
    std::vector<double> gain, on;
    for (uint32_t i = 0; i < items; ++i) {
      gain.push_back(stream.Uniform(index, 1, i));
      on.push_back(static_cast<double>(stream.Integer(5, index, 2, i)) / 4);
    }
    double most = 0;
    List list;
    test::ForEachList(all, places, list, [&](const List& one) {
      double read = 1;
      double worth = 0;
      for (uint32_t i : one) {
        worth += read * gain[i];
        read *= on[i];
      }
      most = std::max(most, worth);
    });
    const Cascade::List best = Cascade(gain, on).Best(places);
    ASSERT_NEAR(best.worth, most, 1e-12) << index;
    ASSERT_EQ(best.items.size(), std::min<size_t>(places, items));
  }
}

TEST(ListAuctionDeathTest, MistakesStop) {
  const ListSet none(1, 2);
  EXPECT_DEATH(BestList({none, {}, {}, {}}), "an auction without a list");
  const ListSet one(1, 1);
  const std::vector<double> theta = {.5};
  const std::vector<double> bid = {1};
  EXPECT_DEATH(VcgPayments({one, theta, bid, {}}, 0),
               "every list shows item 0");
  EXPECT_DEATH(Cascade(bid, {}), "1 gains, 0 continuations");
}

}  // namespace
}  // namespace souk::market
