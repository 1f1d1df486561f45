// The auction of AuctionNet: hand-made page views, and a tick that the
// published code cleared.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/auctionnet_reference.h"
#include "tests/support/auctions.h"
#include "tests/support/mechanisms.h"
#include "tests/support/shared_data.h"

namespace souk::market {
namespace {

using test::Columns;
using tests::AuctionNetCall;
using tests::AuctionNetOutcome;
using tests::AuctionNetReference;

std::shared_ptr<const Mechanism> Product() {
  for (const MechanismEntry& entry : Mechanisms()) {
    if (entry.name == "auctionnet") return test::MakeMechanism(entry, {});
  }
  return nullptr;
}

struct Page {
  std::vector<int> slot;
  std::vector<double> cost;
};

/// By the mechanism: bids rounded up to micro-units, prices in units.
Page Cleared(const std::vector<double>& bids) {
  Columns columns{{}, std::vector<double>(bids.size(), 1), {1, 0.8, 0.48}};
  for (const double bid : bids) columns.bid.push_back(std::ceil(bid * 1e6));
  Outcome outcome;
  Product()->Clear(columns.view(), outcome);
  Page page{std::vector<int>(bids.size()), std::vector<double>(bids.size())};
  for (const Award& award : outcome.awards()) {
    page.slot[award.candidate] = static_cast<int>(award.slot) + 1;
    page.cost[award.candidate] = award.price / 1e6;
  }
  return page;
}

struct Example {
  std::vector<double> bids;
  std::vector<int> slots;
  std::vector<double> costs;
  double lwc;
};

const std::vector<Example> kByHand = {
    {{.2845, .2702, .2154, .1832, .1099},
     {1, 2, 3, 0, 0},
     {.2702, .2154, .1832, 0, 0},
     .1832},
    {{.5, .3, .2, 0, 0}, {1, 2, 0, 0, 0}, {.3, .2, 0, 0, 0}, .0001},
    {{.9, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, .0001},
    {{.4, .4, .1, .00005, 0}, {1, 2, 0, 0, 0}, {.4, .1, 0, 0, 0}, .0001},
    {{.1, .2, .3, .4, .5}, {0, 0, 3, 2, 1}, {0, 0, .2, .3, .4}, .2},
};

TEST(AuctionNetAuction, ClearsPagesAsOneDoesByHand) {
  for (const Example& example : kByHand) {
    const Page page = Cleared(example.bids);
    EXPECT_EQ(page.slot, example.slots) << "bid " << example.bids[0];
    for (size_t i = 0; i < page.cost.size(); ++i) {
      EXPECT_NEAR(page.cost[i], example.costs[i], 1e-12);
    }
  }
}

TEST(AuctionNetAuction, TheReferenceClearsThemTheSameWay) {
  for (const Example& example : kByHand) {
    AuctionNetCall call;
    call.bid = example.bids;
    call.bid.resize(48);
    call.p.assign(48, 0.001);
    call.sigma.assign(48, 0);
    const AuctionNetOutcome out = AuctionNetReference(call).Run();
    EXPECT_EQ(std::vector<int>(out.slot.begin(), out.slot.begin() + 5),
              example.slots);
    EXPECT_EQ(std::vector<double>(out.cost.begin(), out.cost.begin() + 5),
              example.costs);
    EXPECT_EQ(out.lwc[0], example.lwc);
  }
}

class GoldenTickTest : public testing::Test {
 protected:
  void SetUp() override {
    const std::string folder = tests::SharedData();
    const std::string path = folder + "/auctionnet/golden_tick.csv";
    if (folder.empty() || !std::ifstream(path)) {
      GTEST_SKIP() << "the golden tick is not here: set SOUK_SHARED_DATA to "
                      "the folder of auctionnet/golden_tick.csv";
    }
    golden_ = tests::ReadGoldenTick(path);
    ASSERT_EQ(golden_.call.bid.size(), 100U * 48);
  }
  tests::GoldenTick golden_;
};

TEST_F(GoldenTickTest, TheReferenceGivesEverySlotPriceViewAndConversion) {
  const AuctionNetOutcome out = AuctionNetReference(golden_.call).Run();
  EXPECT_EQ(out.slot, golden_.outcome.slot);
  EXPECT_EQ(out.cost, golden_.outcome.cost);
  EXPECT_EQ(out.lwc, golden_.outcome.lwc);
  EXPECT_EQ(out.exposed, golden_.outcome.exposed);
  EXPECT_EQ(out.converted, golden_.outcome.converted);
}

TEST_F(GoldenTickTest, TheReferenceAddsUpToThePublishedTotals) {
  const AuctionNetOutcome out = AuctionNetReference(golden_.call).Run();
  std::array<int, 4> sold{}, exposed{};
  double nominal = 0, paid = 0;
  for (size_t i = 0; i < out.slot.size(); ++i) {
    const auto slot = static_cast<size_t>(out.slot[i]);
    sold[slot] += 1;
    exposed[slot] += out.exposed[i];
    nominal += out.cost[i];
    paid += out.cost[i] * out.exposed[i];
  }
  EXPECT_EQ(sold, (std::array<int, 4>{4500, 100, 100, 100}));
  EXPECT_EQ(exposed, (std::array<int, 4>{0, 100, 83, 56}));
  EXPECT_NEAR(paid, 34.80070506931257, 1e-12);
  EXPECT_NEAR(nominal, 42.752445430354, 1e-12);
  const auto mean = [](const auto& column, double n) {
    return std::accumulate(column.begin(), column.end(), 0.0) / n;
  };
  EXPECT_EQ(mean(out.converted, 1), 1);
  EXPECT_NEAR(mean(out.lwc, 100), 0.12546467025767488, 1e-15);
}

TEST_F(GoldenTickTest, TheMechanismGivesTheSlotsAndPricesToAMicroUnit) {
  const auto& bid = golden_.call.bid;
  for (size_t row = 0; row < bid.size(); row += 48) {
    const Page page = Cleared({&bid[row], &bid[row] + 48});
    for (size_t i = 0; i < 48; ++i) {
      ASSERT_EQ(page.slot[i], golden_.outcome.slot[row + i]) << row / 48;
      ASSERT_NEAR(page.cost[i], golden_.outcome.cost[row + i], 1e-6);
    }
  }
}

}  // namespace
}  // namespace souk::market
