// The worked examples of joint auctions, in units of a million micros.
#include <gtest/gtest.h>

#include <map>

#include "tests/support/joint_auctions.h"
#include "tests/support/mechanisms.h"

namespace souk::market {
namespace {

using test::Columns;
using test::FullGraph;
using test::JointAuction;
using test::MechanismNamed;
using test::Relations;

constexpr double kUnit = 1e6;

/// Brands 0 and 1 bid 6 and 3, stores 2 and 3 bid 4 and 2.5.
Columns Example(const Relations& relations, size_t slots) {
  std::vector<double> slot_weight = {1, 0.5};
  slot_weight.resize(slots);
  return JointAuction({{6 * kUnit, 3 * kUnit}, {4 * kUnit, 2.5 * kUnit}},
                      relations, slot_weight);
}

Columns ExampleA(size_t slots) { return Example(FullGraph(2, 2), slots); }
Columns ExampleB(size_t slots) { return Example({{0, 0}, {1, 1}}, slots); }

/// (brand, store) of every slot, and expected payments in units.
struct Result {
  std::vector<std::pair<uint32_t, uint32_t>> slot;
  std::vector<double> paid;   // by candidate
  std::vector<double> price;  // by award
  double revenue = 0;
};

Result Play(std::string_view name, const Columns& columns,
            const std::vector<ParamValue>& given = {}) {
  Outcome outcome;
  MechanismNamed(name, given)->Clear(columns.view(), outcome);
  Result result;
  result.paid.resize(columns.bid.size());
  for (size_t i = 0; i < outcome.size; ++i) {
    const Award& award = outcome.award[i];
    const double price = award.price / kUnit;
    const double paid = price * columns.slot_weight[award.slot];
    result.price.push_back(price);
    result.paid[award.candidate] += paid;
    result.revenue += paid;
    if (i % 2 == 1) {
      EXPECT_EQ(outcome.award[i - 1].slot, award.slot);
      result.slot.emplace_back(outcome.award[i - 1].candidate, award.candidate);
    }
  }
  return result;
}

using Slots = std::vector<std::pair<uint32_t, uint32_t>>;

void ExpectPaid(const Result& result, const std::vector<double>& paid) {
  ASSERT_EQ(result.paid.size(), paid.size());
  for (size_t i = 0; i < paid.size(); ++i) {
    EXPECT_NEAR(result.paid[i], paid[i], 1e-6) << "candidate " << i;
  }
}

void ExpectPrices(const Result& result, const std::vector<double>& prices) {
  ASSERT_EQ(result.price.size(), prices.size());
  for (size_t i = 0; i < prices.size(); ++i) {
    EXPECT_NEAR(result.price[i], prices[i], 1e-4) << "award " << i;
  }
}

TEST(JointFirstPrice, PaysTheBidsOfTheTextbook) {
  const Result one = Play("joint_first_price", ExampleA(1));
  EXPECT_EQ(one.slot, Slots({{0, 2}}));
  EXPECT_NEAR(one.revenue, 10, 1e-6);
  const Result two = Play("joint_first_price", ExampleA(2));
  EXPECT_EQ(two.slot, Slots({{0, 2}, {0, 3}}));
  EXPECT_NEAR(two.revenue, 14.25, 1e-6);
}

TEST(JointGspP, SplitsTheNextScoreAsInTheTextbook) {
  ExpectPrices(Play("joint_gsp_p", ExampleA(1)), {5.1, 3.4});
  const Result two = Play("joint_gsp_p", ExampleA(2));
  ExpectPrices(two, {5.1, 3.4, 4.9412, 2.0588});
  EXPECT_NEAR(two.revenue, 12, 1e-6);
}

TEST(JointGspC, PaysCriticalBidsOfTheTextbook) {
  ExpectPrices(Play("joint_gsp_c", ExampleA(1)), {3, 2.5});
  const Result two = Play("joint_gsp_c", ExampleA(2));
  ExpectPrices(two, {3, 2.5, 4.5, 1});
  EXPECT_NEAR(two.revenue, 8.25, 1e-6);
}

TEST(JointVcg0, PaysTheHarmOfABidAsInTheTextbook) {
  ExpectPaid(Play("joint_vcg0", ExampleA(1)), {3, 0, 2.5, 0});
  const Result two = Play("joint_vcg0", ExampleA(2));
  ExpectPaid(two, {4.5, 0, 1.25, 0.5});
  EXPECT_NEAR(two.revenue, 6.25, 1e-6);
  ExpectPrices(two, {3, 1.25, 3, 1});
}

TEST(JointVcg0, ASparseGraphLeavesLessToPay) {
  ExpectPaid(Play("joint_vcg0", ExampleB(1)), {1.5, 0, 0, 0});
  ExpectPaid(Play("joint_vcg0", ExampleB(2)), {0.75, 0, 0, 0});
}

TEST(JointVcgAbsent, PaysTheHarmOfPresenceAsInTheTextbook) {
  ExpectPaid(Play("joint_vcg_absent", ExampleA(1)), {3, 0, 2.5, 0});
  const Result two = Play("joint_vcg_absent", ExampleA(2));
  ExpectPaid(two, {4.5, 0, 1, 0.5});
  EXPECT_NEAR(two.revenue, 6, 1e-6);
}

TEST(JointVcgAbsent, RunsADeficitOnASparseGraph) {
  ExpectPaid(Play("joint_vcg_absent", ExampleB(1)), {1.5, 0, -0.5, 0});
  const Result two = Play("joint_vcg_absent", ExampleB(2));
  ExpectPaid(two, {-1.25, -1.25, -3.25, -1.5});
  EXPECT_NEAR(two.revenue, -7.25, 1e-6);
}

TEST(JointOpt, SellsByVirtualValuesAsInTheTextbook) {
  const Columns columns =
      JointAuction({{0.8 * kUnit, 0.3 * kUnit}, {0.7 * kUnit, 0.4 * kUnit}},
                   FullGraph(2, 2), {1});
  const Result result = Play("joint_opt", columns,
                             {{"brand_uniform_high_micros", {kUnit}, ""},
                              {"store_uniform_high_micros", {kUnit}, ""}});
  EXPECT_EQ(result.slot, Slots({{0, 2}}));
  ExpectPaid(result, {0.3, 0, 0.4, 0});
}

TEST(JointReserve, IsVcg0WithoutAReserveAndStopsBundlesBelowIt) {
  const auto with = [](double units) {
    return std::vector<ParamValue>{
        {"bundle_reserve_micros", {units * kUnit}, ""}};
  };
  ExpectPaid(Play("joint_reserve", ExampleA(2), with(0)), {4.5, 0, 1.25, 0.5});
  const Result some = Play("joint_reserve", ExampleA(2), with(9));
  EXPECT_EQ(some.slot, Slots({{0, 2}}));
  ExpectPaid(some, {5, 0, 3, 0});  // 9 - 4 and 9 - 6
  EXPECT_TRUE(Play("joint_reserve", ExampleA(2), with(10.000001)).slot.empty());
}

TEST(JointAma, IsVcg0WithWeightsOfOneAndReserveWithANegativeBoost) {
  ExpectPaid(Play("joint_ama", ExampleA(2)), {4.5, 0, 1.25, 0.5});
  ExpectPaid(Play("joint_ama", ExampleA(2), {{"boost_micros", {-9e6}, ""}}),
             {5, 0, 3, 0});
}

TEST(JointAma, AWeightLowersWhatItsCampaignMustBid) {
  Columns columns = ExampleA(1);
  columns.weight = {1, 3, 1, 1};
  // 3 * 3 + 4 = 13 beats 6 + 4 = 10: brand 1 pays (10 - 4) / 3, store 0 pays
  // max(6, 9) + 2.5 - 9.
  const Result result = Play("joint_ama", columns);
  EXPECT_EQ(result.slot, Slots({{1, 2}}));
  ExpectPaid(result, {0, 2, 2.5, 0});
}

TEST(StoresAlone, GiveBrandsNothing) {
  const Columns columns = ExampleA(2);
  Outcome outcome;
  MechanismNamed("stores_gsp")->Clear(columns.view(), outcome);
  ASSERT_EQ(outcome.size, 2U);
  EXPECT_EQ(outcome.award[0].candidate, 2U);
  EXPECT_EQ(outcome.award[0].price, 2.5e6);
  EXPECT_EQ(outcome.award[1].candidate, 3U);
  EXPECT_EQ(outcome.award[1].price, 0);
}

TEST(JointRates, ABundleHasTheMeanRateOfItsMembers) {
  Columns columns =
      JointAuction({{4 * kUnit, 5 * kUnit}, {1 * kUnit}}, FullGraph(2, 1), {1});
  columns.rate = {0.3, 0.1, 0.1};  // scores 0.2 * 5 = 1 and 0.1 * 6 = 0.6
  const Result result = Play("joint_vcg0", columns);
  EXPECT_EQ(result.slot, Slots({{0, 2}}));
  // Brand 0 needs 0.2 (b + 1) >= 0.6: 2. The store needs 0.2 (4 + b) >= 0.1 (5
  // + b), which always holds.
  ExpectPrices(result, {2, 0});
  ExpectPrices(Play("joint_gsp_p", columns), {3 * 0.8, 3 * 0.2});
  ExpectPrices(Play("joint_gsp_c", columns), {2, 0});
}

}  // namespace
}  // namespace souk::market
