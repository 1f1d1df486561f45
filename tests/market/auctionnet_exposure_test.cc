// The user model `auctionnet`: who is exposed.
#include <gtest/gtest.h>

#include "market/family.h"
#include "market/user_model.h"

namespace souk::market {
namespace {

std::shared_ptr<const UserModel> Make(const std::vector<double>& coefficients) {
  const UserModelEntry& entry =
      *FindMember("user model", UserModels(), "auctionnet").value();
  const std::vector<ParamValue> given = {{"coefficients", coefficients, ""}};
  return entry.make(ParamSet::Make(entry.params, given).value());
}

std::vector<bool> Exposed(const std::vector<uint32_t>& slots,
                          const std::vector<double>& chance) {
  std::vector<SlotView> views;
  std::vector<SlotChance> chances;
  for (size_t i = 0; i < slots.size(); ++i) {
    views.push_back({slots[i], 1, 0});
    chances.push_back({.examine = chance[i]});
  }
  std::vector<SlotResponse> response(slots.size());
  Make({1, 0.8, 0.6})->Respond(views, chances, response);
  std::vector<bool> exposed;
  for (const SlotResponse& one : response) exposed.push_back(one.examined);
  return exposed;
}

using Flags = std::vector<bool>;

TEST(AuctionNetExposure, EverySlotHasItsCoefficient) {
  EXPECT_EQ(Exposed({0, 1, 2}, {0.99, 0.79, 0.59}), (Flags{true, true, true}));
  EXPECT_EQ(Exposed({0, 1, 2}, {0.99, 0.79, 0.6}), (Flags{true, true, false}));
}

TEST(AuctionNetExposure, NothingIsExposedBelowWhatIsNot) {
  EXPECT_EQ(Exposed({0, 1, 2}, {0, 0.8, 0}), (Flags{true, false, false}));
}

TEST(AuctionNetExposure, AnEmptySlotCountsWithItsCoefficient) {
  EXPECT_EQ(Exposed({0, 2}, {0, 0.47}), (Flags{true, true}));
  EXPECT_EQ(Exposed({0, 2}, {0, 0.48}), (Flags{true, false}));
}

TEST(AuctionNetExposure, SlotsAreExposedWithOneEightTenthsAndFortyEight) {
  std::vector<double> weight(5);
  Make({1, 0.8, 0.6})->Examination(std::vector<double>(5), weight);
  const std::vector<double> want = {1, 0.8, 0.48, 0.288, 0.1728};
  for (size_t i = 0; i < want.size(); ++i) {
    EXPECT_NEAR(weight[i], want[i], 1e-12);
  }
}

}  // namespace
}  // namespace souk::market
