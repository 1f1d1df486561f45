// User models against examples by hand.
#include "market/user_model.h"

#include <gtest/gtest.h>

#include "market/family.h"

namespace souk::market {
namespace {

using Given = std::vector<ParamValue>;
using Numbers = std::vector<double>;

std::shared_ptr<const UserModel> Make(std::string_view name,
                                      const Given& given) {
  const UserModelEntry& entry =
      *FindMember("user model", UserModels(), name).value();
  return entry.make(ParamSet::Make(entry.params, given).value());
}

/// P(examined) by slot for attraction 0.5, 0.4, 0.3 and so on.
Numbers Examined(std::string_view name, const Given& given,
                 const Numbers& attraction = {0.5, 0.4, 0.3}) {
  Numbers weight(attraction.size());
  Make(name, given)->Examination(attraction, weight);
  return weight;
}

void ExpectNear(const Numbers& got, const Numbers& want) {
  ASSERT_EQ(got.size(), want.size());
  for (size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], want[i], 1e-12);
}

TEST(Pbm, ExaminesSlotRByOneOverRank) {
  ExpectNear(Examined("pbm", {}), {1, 1.0 / 2, 1.0 / 3});  // clicks .5 .2 .1
  ExpectNear(Examined("pbm", {{"eta", {2}, ""}}), {1, 1.0 / 4, 1.0 / 9});
  ExpectNear(Examined("pbm", {{"eta", {0}, ""}}), {1, 1, 1});
}

TEST(Pbm, AListGoesOnWithItsLastValue) {
  const Given list = {{"examination", {0.9, 0.6}, ""}};
  ExpectNear(Examined("pbm", list, {0, 0, 0, 0}), {0.9, 0.6, 0.6, 0.6});
  ExpectNear(Examined("pbm", {{"examination", {0.8}, ""}}), {0.8, 0.8, 0.8});
}

TEST(Cascade, StopsAtTheFirstClick) {
  // Clicks 0.5, 0.2, 0.09; none with 0.5 * 0.6 * 0.7 = 0.21.
  ExpectNear(Examined("cascade", {}), {1, 0.5, 0.3});
  ExpectNear(Examined("cascade", {{"continuation", {0.8}, ""}}),
             {1, 0.4, 0.192});
}

TEST(Dbn, StopsWhenAClickSatisfies) {
  // Clicks 0.5, 0.27, 0.1458.
  ExpectNear(Examined("dbn", {{"satisfaction", {0.5}, ""},
                              {"continuation", {0.9}, ""}}),
             {1, 0.675, 0.486});
  ExpectNear(Examined("dbn", {}), {1, 0.85 * 0.85, 0.85 * 0.85 * 0.85 * 0.88});
}

TEST(Dcm, GoesOnAfterAClickWithLambda) {
  // Clicks 0.5, 0.32, 0.2016.
  ExpectNear(Examined("dcm", {}), {1, 0.8, 0.672});
  // The last value of the list goes on.
  ExpectNear(Examined("dcm", {{"lambda", {0.6, 0}, ""}}), {1, 0.8, 0.8 * 0.6});
}

TEST(Ccm, StaysLongerAfterAPlainClick) {
  // Clicks 0.5, 0.28, 0.15876.
  ExpectNear(Examined("ccm", {}), {1, 0.7, 0.5292});
}

TEST(Ubm, RemembersTheLastClick) {
  // Clicks 0.5, 0.3, 0.1656.
  ExpectNear(Examined("ubm", {{"gamma", {1, 0.6, 0.9, 0.4, 0.5, 0.8}, ""}}),
             {1, 0.75, 0.552});
  ExpectNear(Examined("ubm", {{"recency", {0}, ""}}), {1, 1.0 / 2, 1.0 / 3});
}

/// One answer: 'C' converted, 'c' clicked, 'e' examined, '-' nothing.
std::string Answer(std::string_view name, const Given& given,
                   const std::vector<SlotView>& slots,
                   const std::vector<SlotChance>& chance) {
  std::vector<SlotResponse> response(slots.size());
  Make(name, given)->Respond(slots, chance, response);
  std::string text;
  for (const SlotResponse& one : response) {
    text += one.converted ? 'C' : one.clicked ? 'c' : one.examined ? 'e' : '-';
  }
  return text;
}

const std::vector<SlotView> kPage = {
    {0, 0.5, 0.5}, {1, 0.5, 0.5}, {2, 0.5, 0.5}};

TEST(Pbm, SlotsAnswerIndependently) {
  // Slot 1 is examined below 1/2, slot 2 below 1/3.
  EXPECT_EQ(Answer("pbm", {}, kPage,
                   {{0.9, 0.6, 0, 0}, {0.49, 0.4, 0.4, 0}, {0.34, 0, 0, 0}}),
            "eC-");
  EXPECT_EQ(Answer("pbm", {}, kPage,
                   {{0.9, 0.4, 0.6, 0}, {0.5, 0, 0, 0}, {0.33, 0.6, 0, 0}}),
            "c-e");
}

TEST(Pbm, PlaceOnThePageCountsNotOrder) {
  EXPECT_EQ(Answer("pbm", {}, {{1, 1, 0}, {3, 1, 0}},
                   {{0.6, 0, 0, 0}, {0.24, 0, 0, 0}}),
            "-c");
}

TEST(Cascade, NothingIsSeenBelowAClick) {
  EXPECT_EQ(Answer("cascade", {}, kPage,
                   {{0.9, 0.6, 0, 0.9}, {0.9, 0.4, 0.6, 0.9}, {0, 0, 0, 0}}),
            "ec-");
}

TEST(Cascade, WhoLeavesDoesNotComeBack) {
  EXPECT_EQ(Answer("cascade", {{"continuation", {0.8}, ""}}, kPage,
                   {{0.9, 0.6, 0, 0}, {0.8, 0, 0, 0}, {0, 0, 0, 0}}),
            "e--");
}

TEST(Cascade, EmptySlotsCostAContinuationEach) {
  // Slot 2 behind two steps: reached below 0.64.
  const Given given = {{"continuation", {0.8}, ""}};
  EXPECT_EQ(Answer("cascade", given, {{2, 1, 0}}, {{0.639, 0, 0, 0}}), "c");
  EXPECT_EQ(Answer("cascade", given, {{2, 1, 0}}, {{0.641, 0, 0, 0}}), "-");
}

TEST(Dbn, AnUnsatisfiedUserGoesOn) {
  const Given given = {{"satisfaction", {0.3}, ""}};
  EXPECT_EQ(Answer("dbn", given, kPage,
                   {{0.9, 0.4, 0.4, 0.31}, {0.84, 0.4, 0.6, 0.29}, {}}),
            "Cc-");
}

TEST(UserModels, ParametersAreChecked) {
  const UserModelEntry& pbm =
      *FindMember("user model", UserModels(), "pbm").value();
  const Given given = {{"examination", {1, 1.5}, ""}};
  EXPECT_EQ(ParamSet::Make(pbm.params, given).error().message,
            "parameter 'examination'[1] = 1.5, must be in [0, 1]");
}

}  // namespace
}  // namespace souk::market
