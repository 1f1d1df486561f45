// Lotteries at work: marginals, the likeliest page, seats, and what is refused.
#include "agents/auctioneers/lottery.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/auctioneers.h"
#include "tests/support/joint_auctions.h"

namespace souk::tests {
namespace {

using agents::kNobody;
using agents::kNoRow;
using agents::Matrix;
using test::Columns;

Matrix MatrixOf(size_t columns, std::vector<float> values) {
  Matrix made;
  made.Resize(values.size() / columns, columns);
  made.values = std::move(values);
  return made;
}

using Shown = std::vector<size_t>;

TEST(Marginals, AreTheSmallerOfBothSoftmaxes) {
  // Two rows, one slot: rows (log 3, 0) and (0, 0) over slot and nowhere, the
  // slot (log 2, log 2, 0) over the rows and nobody.
  const float log2 = std::log(2.0F);
  const std::vector<float> scores = {std::log(3.0F), 0, 0, 0, log2, log2, 0};
  const Matrix marginals = agents::Marginals(scores, {true, true}, 1);
  EXPECT_NEAR(marginals.values[0], 0.4, 1e-6);  // min(3/4, 2/5)
  EXPECT_NEAR(marginals.values[1], 0.4, 1e-6);  // min(1/2, 2/5)
}

TEST(Marginals, LeaveOutRowsThatCannotWin) {
  const std::vector<float> scores = {2, 0, 2, 0, 0, 0, 0};
  const Matrix marginals = agents::Marginals(scores, {true, false}, 1);
  EXPECT_NEAR(marginals.values[0], 0.5, 1e-6);  // against nobody alone
  EXPECT_EQ(marginals.values[1], 0);
}

TEST(LikeliestPage, HasTheGreatestSumOfMarginals) {
  // Row 0 is the likeliest in both slots, but row 1 is not in slot 1.
  const Matrix marginals = MatrixOf(2, {0.5F, 0.5F, 0.45F, 0.3F});
  EXPECT_EQ(agents::LikeliestPage(marginals, 2), (Shown{1, 0}));
}

TEST(LikeliestPage, LeavesASlotEmptyIfThatIsLikelier) {
  EXPECT_EQ(agents::LikeliestPage(MatrixOf(1, {0.3F, 0.2F}), 1), Shown{kNoRow});
  EXPECT_EQ(agents::LikeliestPage(MatrixOf(1, {0.3F, 0.5F}), 1), Shown{1});
}

TEST(LikeliestPage, GivesEqualsToTheLowestRow) {
  EXPECT_EQ(agents::LikeliestPage(MatrixOf(1, {0.4F, 0.4F}), 1), Shown{0});
  EXPECT_EQ(agents::LikeliestPage(MatrixOf(2, {0.4F, 0.4F, 0.4F, 0.4F}), 2),
            (Shown{0, 1}));
}

TEST(LikeliestPage, UsesTheFirstSlotsOfAShorterPage) {
  const Matrix marginals = MatrixOf(2, {0.6F, 0.4F, 0.4F, 0.6F});
  EXPECT_EQ(agents::LikeliestPage(marginals, 1), Shown{0});
  EXPECT_EQ(agents::LikeliestPage(marginals, 3), (Shown{0, 1}));
}

/// Candidates 0 and 1 are brands, 2 to 4 stores.
TEST(Seats, AreTakenInOrderByTheSidesOfThePage) {
  const Columns columns = SmallPage(0);
  const auto page = agents::SeatBundles(SmallJointSetting(), columns.view());
  EXPECT_EQ(page.candidate, (std::vector<uint32_t>{0, 1, 2, 3, 4}));
  EXPECT_EQ(page.open, std::vector<bool>(5, true));
  for (size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(page.worth[i],
              static_cast<float>(columns.bid[i] * columns.rate[i] / 1e6));
  }
}

TEST(Seats, AreTakenByStoresBeforeBrandsToo) {
  const Columns reversed = test::Permuted(SmallPage(0), {4, 3, 2, 1, 0});
  const auto page = agents::SeatBundles(SmallJointSetting(), reversed.view());
  EXPECT_EQ(page.candidate, (std::vector<uint32_t>{3, 4, 0, 1, 2}));
}

TEST(Seats, BehindTheLastCandidateStayEmpty) {
  // A brand and two stores: the bundles of the second brand are not there.
  const Columns columns = {.bid = {9, 7, 0},
                           .rate = {1, 1, 1},
                           .slot_weight = {1},
                           .bundles = {{0, 1}, {0, 2}}};
  const auto page = agents::SeatBundles(SmallJointSetting(), columns.view());
  EXPECT_EQ(page.candidate, (std::vector<uint32_t>{0, kNobody, 1, 2, kNobody}));
  EXPECT_EQ(page.open, (std::vector<bool>{true, false, false, false, false}));
  EXPECT_EQ(page.worth[1], 0);
}

TEST(Seats, BundlesThatTheTrainingDidNotKnowTakeNoPart) {
  Columns columns = SmallPage(0);
  columns.bundles = {{0, 2}, {1, 2}};  // (1, 2) is not in the setting
  const auto page = agents::SeatBundles(SmallJointSetting(), columns.view());
  EXPECT_EQ(page.open, (std::vector<bool>{true, false, false, false, false}));
}

TEST(Seats, OfSingleCandidatesAreTheirPositions) {
  const Columns columns = {
      .bid = {9, 0, 7}, .rate = {1, 1, 0}, .slot_weight = {1}};
  const auto page = agents::SeatCandidates(SmallJointSetting(), columns.view());
  EXPECT_EQ(page.candidate, (std::vector<uint32_t>{0, 1, 2, kNobody, kNobody}));
  EXPECT_EQ(page.open, (std::vector<bool>{true, false, false, false, false}));
}

TEST(LotteryPrices, AreTheRatioOfTheBidInWholeMicroUnits) {
  const Columns columns = {.bid = {10, 3}, .rate = {1, 1}, .slot_weight = {1}};
  EXPECT_EQ(agents::PricedAt(columns.view(), 0, 0, 0.25F).price, 3);
  EXPECT_EQ(agents::PricedAt(columns.view(), 0, 1, 1.0F).price, 3);
  EXPECT_EQ(agents::PricedAt(columns.view(), 0, 1, 0.0F).price, 0);
}

std::string SentenceAbout(const market::TrainedModel& model) {
  const auto made = TryAuctioneer(AuctioneerNamed(model.member), model);
  return made ? "" : made.error().message;
}

TEST(LotteryModels, MustHaveNetworksOfTheirSetting) {
  EXPECT_EQ(SentenceAbout(LotteryModel("jregnet", {20, 20}, {26, 5})),
            "The networks of the model have 20 and 20 inputs, 26 and 5 "
            "outputs; its setting asks for 20 and 20 inputs, 27 and 5 "
            "outputs.");
}

TEST(LotteryModels, MustSayWhatTheyWereTrainedFor) {
  market::TrainedModel model = ExampleModel("jregnet");
  const auto without = [&](const std::string& name) {
    market::TrainedModel less = model;
    std::erase_if(less.settings,
                  [&](const auto& one) { return one.name == name; });
    return SentenceAbout(less);
  };
  for (const char* name : {"brands", "stores", "slot_weight", "bundles",
                           "brand_law", "store_law", "value_unit_micros"}) {
    EXPECT_EQ(without(name),
              market::Concat("The model has no setting '", name, "'."));
  }
}

TEST(LotteryModels, MustHaveASettingThatMakesSense) {
  const auto with = [](const std::string& name, std::vector<double> values) {
    market::TrainedModel model = ExampleModel("jregnet");
    for (auto& one : model.settings) {
      if (one.name == name) one.values = values;
    }
    return SentenceAbout(model);
  };
  EXPECT_EQ(with("brands", {1.5}),
            "Setting 'brands' of the model is 1.5; a whole number is allowed.");
  EXPECT_EQ(with("stores", {1, 2}),
            "Setting 'stores' of the model has 2 values; 1 are allowed.");
  EXPECT_EQ(with("slot_weight", {}),
            "Setting 'slot_weight' of the model has 0 values; 1 to 32 are "
            "allowed.");
  const std::string pairs =
      "Setting 'bundles' of the model must hold pairs of a brand and a store, "
      "ascending.";
  EXPECT_EQ(with("bundles", {0, 2, 0, 2}), pairs);
  EXPECT_EQ(with("bundles", {0, 1}), pairs);
  EXPECT_EQ(with("bundles", {0, 2, 1}), pairs);
  EXPECT_EQ(with("brand_law", {2, 1, 1}),
            "Setting 'brand_law' of the model is no law of values: a kind (0 "
            "or 1), an upper end and a mean above 0 are allowed.");
  EXPECT_EQ(with("value_unit_micros", {0}),
            "Setting 'value_unit_micros' of the model must be above 0.");
}

std::string HowItDiffers(const std::string& name, const Columns& columns) {
  const auto fits =
      AuctioneerNamed(name).fits(ExampleModel(name), columns.view());
  return fits ? "" : fits.error().message;
}

TEST(LotteryModels, FitAChannelWithTheirBundlesAndSlots) {
  Columns columns = SmallPage(0);
  EXPECT_EQ(HowItDiffers("jregnet", columns), "");
  EXPECT_EQ(HowItDiffers("bundlenet", test::Permuted(columns, {3, 4, 0, 1, 2})),
            "");
  columns.bundles.pop_back();
  columns.slot_weight.pop_back();
  EXPECT_EQ(HowItDiffers("jregnet", columns),
            "The model was trained for 2 brands and 3 stores in 5 bundles, and "
            "2 slots; the channel has 2 brands and 3 stores in 4 bundles, and "
            "1 slots. The same bundles and slots are allowed.");
}

TEST(LotteryModels, FitAChannelWithAsManyCandidatesAndSlots) {
  Columns columns = SmallPage(0);
  EXPECT_EQ(HowItDiffers("regretnet", columns), "");
  columns.bid.pop_back();
  EXPECT_EQ(HowItDiffers("regretnet", columns),
            "The model was trained for 5 candidates and 2 slots; the channel "
            "has 4 lines and 2 slots. As many are allowed.");
}

}  // namespace
}  // namespace souk::tests
