#include "market/param.h"

#include <gtest/gtest.h>

#include <cmath>

#include "market/family.h"

namespace souk::market {
namespace {

std::vector<ParamSpec> Specs() {
  return {{.name = "base_bid", .unit = "micros", .min = 0, .help = "A bid."},
          {.name = "slots",
           .shape = ParamShape::kInteger,
           .default_value = {3},
           .min = 1,
           .max = 32},
          {.name = "examination",
           .shape = ParamShape::kList,
           .default_value = {1, 0.5},
           .min = 0,
           .max = 1}};
}

/// The messages about `given`, which stands beside a valid base_bid.
std::vector<std::string> Messages(const ParamValue& given) {
  std::vector<ParamValue> all = {given};
  if (given.name != "base_bid") all.push_back({"base_bid", {1}, ""});
  std::vector<std::string> messages;
  for (const ParamFault& fault : CheckParams(Specs(), all)) {
    EXPECT_EQ(fault.index, 0U);
    messages.push_back(fault.message);
  }
  return messages;
}

using Texts = std::vector<std::string>;

TEST(CheckParams, FindsNoFaultInWhatIsAllowed) {
  EXPECT_EQ(Messages({"base_bid", {5}, "micros"}), Texts{});
  EXPECT_EQ(Messages({"base_bid", {0}, ""}), Texts{});
  EXPECT_EQ(Messages({"slots", {32}, "1"}), Texts{});
  EXPECT_EQ(Messages({"examination", {1, 0.3, 0.1}, ""}), Texts{});
}

TEST(CheckParams, NamesTheNearestParameter) {
  EXPECT_EQ(Messages({"bas_bid", {5}, ""}),
            Texts{"no parameter 'bas_bid'; did you mean 'base_bid'? allowed: "
                  "base_bid [micros], slots, examination"});
  EXPECT_EQ(Messages({"temperature", {5}, ""}),
            Texts{"no parameter 'temperature'; allowed: base_bid [micros], "
                  "slots, examination"});
}

TEST(CheckParams, SaysWhenNothingIsAllowed) {
  const std::vector<ParamValue> given = {{"reserve", {5}, ""}};
  const std::vector<ParamFault> faults = CheckParams({}, given);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].message, "no parameter 'reserve'; allowed: none");
}

TEST(CheckParams, RejectsTheWrongUnit) {
  EXPECT_EQ(
      Messages({"base_bid", {5}, "cny"}),
      Texts{"parameter 'base_bid' is given in 'cny', must be in 'micros'"});
}

TEST(CheckParams, RejectsWhatIsOutOfRange) {
  EXPECT_EQ(Messages({"base_bid", {-5}, ""}),
            Texts{"parameter 'base_bid' = -5 micros, must be >= 0"});
  EXPECT_EQ(Messages({"slots", {33}, ""}),
            Texts{"parameter 'slots' = 33, must be in [1, 32]"});
  EXPECT_EQ(Messages({"examination", {1, 1.5, -0.25}, ""}),
            (Texts{"parameter 'examination'[1] = 1.5, must be in [0, 1]",
                   "parameter 'examination'[2] = -0.25, must be in [0, 1]"}));
}

TEST(CheckParams, RejectsWhatIsNoFiniteNumber) {
  EXPECT_EQ(Messages({"base_bid", {std::nan("")}, ""}),
            Texts{"parameter 'base_bid' = nan micros, must be finite"});
  EXPECT_EQ(Messages({"base_bid", {kInfinity}, ""}),
            Texts{"parameter 'base_bid' = inf micros, must be finite"});
}

TEST(CheckParams, RejectsFractionsOfIntegers) {
  EXPECT_EQ(Messages({"slots", {2.5}, ""}),
            Texts{"parameter 'slots' = 2.5, must be a whole number"});
}

TEST(CheckParams, RejectsTheWrongCount) {
  EXPECT_EQ(Messages({"base_bid", {1, 2}, ""}),
            Texts{"parameter 'base_bid' has 2 values, must have one"});
  EXPECT_EQ(Messages({"slots", {}, ""}),
            Texts{"parameter 'slots' has 0 values, must have one"});
  EXPECT_EQ(
      Messages({"examination", {}, ""}),
      Texts{"parameter 'examination' has no value, must have at least one"});
}

TEST(CheckParams, RejectsWhatIsGivenTwiceAtTheSecondPlace) {
  const std::vector<ParamValue> given = {{"base_bid", {1}, ""},
                                         {"base_bid", {2}, ""}};
  const std::vector<ParamFault> faults = CheckParams(Specs(), given);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].index, 1U);
  EXPECT_EQ(faults[0].message, "parameter 'base_bid' is given twice");
}

TEST(CheckParams, MissesWhatHasNoDefault) {
  const std::vector<ParamValue> given = {{"slots", {2}, ""}};
  const std::vector<ParamFault> faults = CheckParams(Specs(), given);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].index, 1U);
  EXPECT_EQ(faults[0].message,
            "parameter 'base_bid' is missing, must be given in 'micros'");
}

TEST(ParamSet, IsCompleteAndInDeclaredOrder) {
  const std::vector<ParamValue> given = {{"slots", {2}, ""},
                                         {"base_bid", {7.5}, ""}};
  const Result<ParamSet> set = ParamSet::Make(Specs(), given);
  ASSERT_TRUE(set.ok());
  EXPECT_EQ(set->number("base_bid"), 7.5);
  EXPECT_EQ(set->integer("slots"), 2);
  EXPECT_EQ(set->list("examination"), (std::vector<double>{1, 0.5}));
  ASSERT_EQ(set->values().size(), 3U);
  EXPECT_EQ(set->values()[0].name, "base_bid");
  EXPECT_EQ(set->values()[0].unit, "micros");
  EXPECT_EQ(set->values()[2].name, "examination");
}

TEST(ParamSet, ReportsEveryFaultOnALineOfItsOwn) {
  const std::vector<ParamValue> given = {{"slots", {0}, ""}, {"bid", {1}, ""}};
  const Result<ParamSet> set = ParamSet::Make(Specs(), given);
  ASSERT_FALSE(set.ok());
  EXPECT_EQ(set.error().message,
            "parameter 'slots' = 0, must be in [1, 32]\n"
            "no parameter 'bid'; allowed: base_bid [micros], slots, "
            "examination\n"
            "parameter 'base_bid' is missing, must be given in 'micros'");
}

TEST(ParamSetDeathTest, UndeclaredNamesAreOurOwnMistake) {
  const ParamSet empty;
  EXPECT_DEATH(empty.number("x"), "parameter 'x' was never declared");
}

TEST(NearestSpelling, FindsWhatIsNearAndNothingElse) {
  const std::vector<std::string> names = {"gsp", "vcg", "first_price"};
  EXPECT_EQ(NearestSpelling("frist_price", names), "first_price");
  EXPECT_EQ(NearestSpelling("gps", names), "gsp");
  EXPECT_EQ(NearestSpelling("gsp", names), "gsp");
  EXPECT_EQ(NearestSpelling("second_price", names), "");
  EXPECT_EQ(NearestSpelling("boosted", names), "");
  EXPECT_EQ(NearestSpelling("x", {}), "");
}

TEST(RangeText, SpeaksToPeople) {
  EXPECT_EQ(RangeText({.min = 0, .max = 1}), "in [0, 1]");
  EXPECT_EQ(RangeText({.min = 0}), ">= 0");
  EXPECT_EQ(RangeText({.max = 0.1}), "<= 0.1");
  EXPECT_EQ(RangeText({}), "any number");
  EXPECT_EQ(RangeText({.shape = ParamShape::kInteger}), "any whole number");
}

TEST(FindMember, GivesTheMemberOrListsTheFamily) {
  struct Entry {
    std::string name;
  };
  const std::vector<Entry> family = {{"cascade"}, {"dbn"}, {"pbm"}};
  const std::span<const Entry> span = family;
  EXPECT_EQ(FindMember("user model", span, "dbn").value(), &family[1]);
  EXPECT_EQ(FindMember("user model", span, "cascde").error().message,
            "no such user model 'cascde'; did you mean 'cascade'? known: "
            "cascade, dbn, pbm");
  EXPECT_EQ(FindMember("user model", span, "listwise").error().message,
            "no such user model 'listwise'; known: cascade, dbn, pbm");
}

}  // namespace
}  // namespace souk::market
