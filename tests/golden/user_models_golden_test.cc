// How every user model looks at pages, and answers to fixed chances, as text.
#include "market/user_model.h"
#include "tests/support/goldens.h"

namespace souk::tests {
namespace {

using market::ParamSet;
using market::ParamSpec;
using market::ParamValue;
using market::SlotChance;
using market::SlotResponse;
using market::SlotView;
using market::UserModel;
using market::UserModelEntry;

const std::vector<std::vector<double>>& Attractions() {
  static const std::vector<std::vector<double>> attractions = {
      {0.3, 0.9, 0.05, 0.5, 0.1}, {0, 0, 0, 0}, {1, 1, 1, 1}, {0.4}};
  return attractions;
}

/// Six ads: the first two alike, the others less and less.
const std::vector<market::AdTraits>& Ads() {
  static const std::vector<market::AdTraits> ads = {
      {1, {1, 0, 0, 0}}, {1, {1, 0, 0, 0}},  {2, {0.8, 0.6, 0, 0}},
      {3, {0, 0, 1, 0}}, {4, {-1, 0, 0, 0}}, {5, {0, -1, 0, 0}}};
  return ads;
}

/// What becomes of these attractions on a page of such ads.
std::string InAList(const UserModel& model,
                    const std::vector<double>& attraction) {
  std::vector<SlotView> slots;
  for (uint32_t r = 0; r < attraction.size(); ++r) {
    slots.push_back({r, attraction[r], 0, &Ads()[r]});
  }
  std::vector<double> listed(attraction.size());
  model.Attraction(slots, listed);
  return listed == attraction ? "" : Row("  in a list", listed);
}

std::string Examination(const UserModel& model) {
  std::string text;
  for (const std::vector<double>& attraction : Attractions()) {
    std::vector<double> weight(attraction.size());
    model.Examination(attraction, weight);
    text += Row("attraction", attraction) + InAList(model, attraction) +
            Row("  examined", weight);
  }
  return text;
}

struct Page {
  std::string title;
  std::vector<SlotView> slots;  ///< slot, attraction, conversion
  /// examine, click, convert, satisfy
  std::vector<SlotChance> chance;
};

const std::vector<Page>& Pages() {
  static const std::vector<Page> pages = {
      {"everything happens",
       {{0, 0.3, 0.2}, {1, 0.2, 0.5}, {2, 0.1, 0.1}},
       {{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}}},
      {"nothing happens",
       {{0, 0.3, 0.2}, {1, 0.2, 0.5}},
       {{0.999, 0.999, 0.999, 0.999}, {0.999, 0.999, 0.999, 0.999}}},
      {"a click that does not satisfy, then another",
       {{0, 0.5, 0.5}, {1, 0.5, 0.5}, {2, 0.5, 0.5}},
       {{0.2, 0.4, 0.6, 0.95}, {0.3, 0.4, 0.4, 0.95}, {0.1, 0.6, 0.1, 0.95}}},
      {"a click that satisfies",
       {{0, 0.5, 0.5}, {1, 0.5, 0.5}},
       {{0.2, 0.4, 0.4, 0.05}, {0.2, 0.4, 0.4, 0.05}}},
      {"slot 1 is empty",
       {{0, 0.1, 0.5}, {2, 0.5, 0.5}, {3, 0.5, 0.5}},
       {{0.4, 0.2, 0.4, 0.5}, {0.3, 0.4, 0.6, 0.5}, {0.2, 0.4, 0.4, 0.5}}},
      {"attention that wavers",
       {{0, 0.9, 1}, {1, 0.9, 1}, {2, 0.9, 1}, {3, 0.9, 1}},
       {{0.55, 0.95, 0, 0.5},
        {0.45, 0.95, 0, 0.5},
        {0.35, 0.95, 0, 0.5},
        {0.24, 0.85, 0, 0.5}}},
  };
  return pages;
}

std::string AnswerText(const SlotResponse& answer) {
  if (answer.converted) return "converted";
  if (answer.clicked) return "clicked";
  return answer.examined ? "examined" : "not examined";
}

std::string Visit(const UserModel& model, const Page& page) {
  std::vector<SlotResponse> answers(page.slots.size());
  model.Respond(page.slots, page.chance, answers);
  std::string text = "\n== " + page.title + "\n";
  for (size_t i = 0; i < answers.size(); ++i) {
    const SlotView& view = page.slots[i];
    const SlotChance& chance = page.chance[i];
    text += market::Concat("slot ", view.slot, ": ") +
            Row("rates", {view.attraction, view.conversion}) +
            Row("        chance", {chance.examine, chance.click, chance.convert,
                                   chance.satisfy}) +
            "        " + AnswerText(answers[i]) + "\n";
  }
  return text;
}

std::string WithParam(const UserModelEntry& entry, const ParamSpec& spec,
                      double value) {
  const std::vector<ParamValue> given = {{spec.name, {value}, ""}};
  const auto params = ParamSet::Make(entry.params, given);
  return "\n== " + Row(spec.name, {value}) +
         Examination(*entry.make(params.value()));
}

class UserModelGolden : public testing::TestWithParam<std::string> {};

TEST_P(UserModelGolden, IsWhatItWas) {
  const UserModelEntry& entry =
      **market::FindMember("user model", market::UserModels(), GetParam());
  const auto model = entry.make(ParamSet::Make(entry.params, {}).value());
  std::string text = DeclaredFacts("user_models", GetParam());
  text += "\n== P(examined)\n" + Examination(*model);
  for (const Page& page : Pages()) text += Visit(*model, page);
  for (const ParamSpec& spec : entry.params) {
    text += WithParam(entry, spec, spec.min) + WithParam(entry, spec, spec.max);
  }
  ExpectGolden("user_models", GetParam(), text);
}

TEST(UserModelGoldens, BelongToMembers) {
  ExpectNoStrayGoldens("user_models",
                       market::MemberNames(market::UserModels()));
}

INSTANTIATE_TEST_SUITE_P(
    Every, UserModelGolden,
    testing::ValuesIn(market::MemberNames(market::UserModels())),
    [](const auto& member) { return member.param; });

}  // namespace
}  // namespace souk::tests
