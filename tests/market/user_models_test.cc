// User models against examples by hand.
#include "market/user_model.h"

#include <gtest/gtest.h>

#include "market/family.h"
#include "market/vector_math.h"

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

/// P(click | examined) by slot of a full page of these ads.
Numbers Attraction(const UserModel& model, const Numbers& alone,
                   const std::vector<const AdTraits*>& ads = {}) {
  std::vector<SlotView> slots;
  for (uint32_t r = 0; r < alone.size(); ++r) {
    slots.push_back({r, alone[r], 0, ads.empty() ? nullptr : ads[r]});
  }
  Numbers attraction(alone.size());
  model.Attraction(slots, attraction);
  return attraction;
}

/// P(clicked) by slot of a full page of these ads.
Numbers Clicks(const UserModel& model, const Numbers& alone,
               const std::vector<const AdTraits*>& ads = {}) {
  Numbers attraction = Attraction(model, alone, ads);
  Numbers examined(alone.size());
  model.Examination(attraction, examined);
  for (size_t r = 0; r < alone.size(); ++r) attraction[r] *= examined[r];
  return attraction;
}

void ExpectRounded(const Numbers& got, const Numbers& want) {
  ASSERT_EQ(got.size(), want.size());
  for (size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], want[i], 1e-6);
}

TEST(Logit, OddsOfTheAdsShareTheClick) {
  Numbers alone;
  for (const double score : {1.2, 0.3, -0.5}) alone.push_back(Sigmoid(score));
  const Given nothing = {{"no_click_weight", {Exp(1)}, ""}};
  const Numbers clicks = Clicks(*Make("logit", nothing), alone);
  ExpectRounded(clicks, {0.415285, 0.168842, 0.075866});
  EXPECT_NEAR(1 - clicks[0] - clicks[1] - clicks[2], 0.340007, 1e-6);
}

TEST(Logit, AnAdAloneIsClickedAsItAttracts) {
  ExpectNear(Clicks(*Make("logit", {}), {0.2}), {0.2});
  ExpectNear(Clicks(*Make("logit", {}), {0.5, 0, 0}), {0.5, 0, 0});
}

TEST(CascadeChoice, OverlooksWithoutLeaving) {
  ExpectRounded(Clicks(*Make("cascade_choice", {}), {0.2, 0.1, 0.3}),
                {0.13, 0.05655, 0.158623});
}

TEST(Calibrated, TakesPositionsInAnyOrder) {
  ExpectNear(Examined("calibrated", {{"examination", {0.5, 1, 0.7}, ""}}),
             {0.5, 1, 0.7});
  ExpectNear(Examined("calibrated", {}), {1, 1, 1});
}

const AdTraits kSeven = {7, {1, 0, 0, 0}};
const AdTraits kThree = {3, {0, 1, 0, 0}};
const AdTraits kOpposite = {4, {-1, 0, 0, 0}};

TEST(Listwise, AdsThatAreAlikeTakeClicks) {
  // h = -1.5 for neighbours, -0.75 two slots apart; gamma = 2 sigmoid(h).
  const auto model = Make("listwise", {});
  const double near = 2 * Sigmoid(-1.5), far = 2 * Sigmoid(-0.75);
  ExpectNear(Attraction(*model, {0.1, 0.1}, {&kSeven, &kSeven}),
             {0.1 * near, 0.1 * near});
  ExpectNear(Attraction(*model, {0.1, 0.1, 0.1}, {&kSeven, &kThree, &kSeven}),
             {0.1 * far, 0.1, 0.1 * far});
  ExpectNear(Attraction(*model, {0.1, 0.8}, {&kSeven, &kOpposite}),
             {0.1 * 2 * Sigmoid(1.5), 1});
  ExpectNear(Clicks(*model, {0.1, 0.1, 0.1, 0.1}), {0.1, 0.08, 0.06, 0.06});
}

TEST(Listwise, DistancesCountEmptySlots) {
  Numbers attraction(2);
  const std::vector<SlotView> slots = {{1, 0.1, 0, &kSeven},
                                       {3, 0.1, 0, &kSeven}};
  Make("listwise", {})->Attraction(slots, attraction);
  ExpectNear(attraction, {0.2 * Sigmoid(-0.75), 0.2 * Sigmoid(-0.75)});
}

TEST(Repetition, SpreadingDuplicatesIsWorthClicks) {
  const auto model = Make("repetition", {{"delta", {0}, ""}});
  const Numbers alone = {0.2, 0.2, 0.2};
  const std::vector<const AdTraits*> beside = {&kSeven, &kSeven, &kThree};
  const std::vector<const AdTraits*> apart = {&kSeven, &kThree, &kSeven};
  ExpectRounded(Attraction(*model, alone, beside), {0.2, 0.084224, 0.2});
  ExpectRounded(Clicks(*model, alone, beside), {0.2, 0.067295, 0.132398});
  ExpectRounded(Attraction(*model, alone, apart), {0.2, 0.2, 0.147522});
  ExpectRounded(Clicks(*model, alone, apart), {0.2, 0.1598, 0.094178});
}

TEST(Repetition, IsWorthTheSameToOtherReaders) {
  const auto model = Make("repetition", {{"delta", {0}, ""}});
  const Numbers examined =
      Examined("pbm", {{"examination", {1, 0.8, 0.64}, ""}});
  Numbers beside =
      Attraction(*model, {0.2, 0.2, 0.2}, {&kSeven, &kSeven, &kThree});
  Numbers apart =
      Attraction(*model, {0.2, 0.2, 0.2}, {&kSeven, &kThree, &kSeven});
  for (size_t r = 0; r < 3; ++r) {
    beside[r] *= examined[r];
    apart[r] *= examined[r];
  }
  ExpectRounded(beside, {0.2, 0.067379, 0.128});
  ExpectRounded(apart, {0.2, 0.16, 0.094414});
}

TEST(Repetition, DifferenceIsWorthALittle) {
  const auto model = Make("repetition", {});
  // logit 0.2 + 0.1, 0.2 and 0: unlike, opposite, alike.
  const double unlike = Sigmoid(Logit(0.2) + 0.1);
  const double opposite = Sigmoid(Logit(0.2) + 0.2);
  ExpectNear(Attraction(*model, {0.2, 0.2}, {&kSeven, &kThree}), {0.2, unlike});
  ExpectNear(Attraction(*model, {0.2, 0.2}, {&kSeven, &kOpposite}),
             {0.2, opposite});
  ExpectNear(Attraction(*model, {0.2, 0.2}, {&kSeven, &kSeven}),
             {0.2, Sigmoid(Logit(0.2) - 1)});
  ExpectNear(Attraction(*model, {0.2, 0.2}, {nullptr, nullptr}), {0.2, unlike});
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

TEST(Logit, OneAdAtMostIsClicked) {
  // Odds 1, 1, 1 and nothing 1: clicked below 1/4, then 1/3, then 1/2.
  EXPECT_EQ(Answer("logit", {}, kPage,
                   {{0, 0.26, 0, 0}, {0, 0.34, 0, 0}, {0, 0.49, 0, 0}}),
            "eeC");
  EXPECT_EQ(Answer("logit", {}, kPage,
                   {{0, 0.24, 0.9, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}}),
            "cee");
}

TEST(CascadeChoice, OverlookedSlotsDoNotEndTheVisit) {
  EXPECT_EQ(Answer("cascade_choice", {}, kPage,
                   {{0.66, 0, 0, 0}, {0.64, 0.4, 0.6, 0}, {0, 0, 0, 0}}),
            "-c-");
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
