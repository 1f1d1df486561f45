#include "market/ad_traits.h"

#include <gtest/gtest.h>

#include <cmath>

#include "market/vector_math.h"

namespace souk::market {
namespace {

const Stream kStream(3, 0, Purpose::kLikeness);

TEST(AdTraits, DirectionsAreOfUnitLengthAndPointAnywhere) {
  Direction sum{};
  double products = 0;
  constexpr uint32_t kAds = 2000;
  Direction last{};
  for (uint32_t ad = 0; ad < kAds; ++ad) {
    const AdTraits traits = TraitsOf(OwnCategory(ad), kStream);
    EXPECT_EQ(traits.category, ad);
    EXPECT_NEAR(Dot(traits.direction, traits.direction), 1, 1e-12);
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += traits.direction[i];
    const double product = Dot(traits.direction, last);
    products += product * product;
    last = traits.direction;
  }
  for (const double one : sum) EXPECT_LT(std::fabs(one / kAds), 0.05);
  EXPECT_NEAR(products / kAds, 0.25, 0.03);  // 1 / dimensions
}

TEST(AdTraits, NamesAreCategoriesApartFromCampaigns) {
  EXPECT_EQ(NamedCategory("shoes"), NamedCategory("shoes"));
  EXPECT_NE(NamedCategory("shoes"), NamedCategory("hoses"));
  EXPECT_NE(NamedCategory("a"), NamedCategory("aa"));
  EXPECT_GT(NamedCategory(""), OwnCategory(0xffffffff));
  EXPECT_EQ(TraitsOf(NamedCategory("x"), kStream).direction,
            TraitsOf(NamedCategory("x"), kStream).direction);
}

}  // namespace
}  // namespace souk::market
