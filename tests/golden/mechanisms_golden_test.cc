// What every mechanism does with some auctions, as text.
#include "market/auction.h"
#include "tests/support/auctions.h"
#include "tests/support/goldens.h"
#include "tests/support/mechanisms.h"

namespace souk::tests {
namespace {

using market::Mechanism;
using market::MechanismEntry;
using market::ParamValue;
using test::Columns;

/// An auction, and the parameters that differ from the defaults in it.
struct Case {
  std::string title;
  Columns columns;
  std::vector<ParamValue> given = {};
};

const std::vector<Case>& Cases() {
  static const std::vector<Case> cases = {
      {"five candidates, three slots",
       {{420000, 380000, 310000, 500000, 90000},
        {0.05, 0.08, 0.06, 0.03, 0.12},
        {1, 0.6, 0.35}}},
      {"equal scores, and a tie at the edge of the page",
       {{300000, 200000, 300000, 600000, 200000},
        {0.05, 0.075, 0.05, 0.025, 0.075},
        {1, 0.5, 0.25}}},
      {"zero bids and zero rates",
       {{0, 250000, 400000, 0, 100000}, {0.5, 0.1, 0, 0, 0.2}, {1, 0.8, 0.6}}},
      {"more slots than bidders",
       {{150000, 175000}, {0.1, 0.1}, {1, 0.7, 0.5, 0.3}}},
      {"a reserve that stops some",
       {{420000, 380000, 310000, 90000},
        {0.05, 0.08, 0.06, 0.12},
        {1, 0.6, 0.35}},
       {{"reserve_micros", {350000}, ""}}},
      {"a reserve above every bid",
       {{420000, 380000}, {0.05, 0.08}, {1, 0.6}},
       {{"reserve_micros", {420001}, ""}}},
      {"quality counts half, bids for views",
       {{5000, 4200, 3900, 800}, {1, 1, 1, 1}, {1, 0.45, 0.45}},
       {{"quality_exponent", {0.5}, ""}}},
      {"quality counts half, bids for clicks",
       {{420000, 380000, 310000, 90000}, {0.05, 0.08, 0.06, 0.12}, {1, 0.6}},
       {{"quality_exponent", {0.5}, ""}, {"reserve_micros", {50000}, ""}}},
      {"a score reserve that stops some",
       {{420000, 380000, 310000, 90000},
        {0.05, 0.08, 0.06, 0.12},
        {1, 0.6, 0.35}},
       {{"score_reserve_micros", {20000}, ""}}},
      {"weights, for mechanisms that look at them",
       {{420000, 380000, 310000, 90000},
        {0.05, 0.08, 0.06, 0.12},
        {1, 0.6, 0.35},
        {2, 0.5, 1, 4}}},
      {"boosts of either sign, for mechanisms that look at them",
       {.bid = {420000, 380000, 310000, 90000},
        .rate = {0.05, 0.08, 0.06, 0.12},
        .slot_weight = {1, 0.6, 0.35},
        .weight = {1, 1, 2, 1},
        .boost = {9000, -20000, 0, 5000}}},
      {"conversion rates, for mechanisms that look at them",
       {.bid = {420000, 380000, 310000, 90000},
        .rate = {0.05, 0.08, 0.06, 0.12},
        .slot_weight = {1, 0.6, 0.35},
        .conversion = {0.2, 0.1, 0.5, 0.05}},
       {{"bid_weight", {0.5}, ""},
        {"rate_value_micros", {100000}, ""},
        {"conversion_value_micros", {40000}, ""}}},
      {"rates of their own at every slot, for assignments",
       {.bid = {400000, 380000, 310000},
        .rate = {0.05, 0.08, 0.06},
        .slot_weight = {1, 0.6},
        .slot_rate = {0.06, 0.05, 0.08, 0.04, 0.05, 0.05}}},
      {"nobody", {{}, {}, {1, 0.5}}},
  };
  return cases;
}

/// Brands are candidates 0 and 1, stores 2 to 4.
const std::vector<Case>& JointCases() {
  static const std::vector<market::Bundle> all = {{0, 2}, {0, 3}, {0, 4},
                                                  {1, 2}, {1, 3}, {1, 4}};
  static const std::vector<double> bid = {420000, 380000, 310000, 500000,
                                          90000};
  static const std::vector<Case> cases = {
      {"everybody related, three slots",
       {bid,
        {0.05, 0.08, 0.06, 0.03, 0.12},
        {1, 0.6, 0.35},
        {},
        {},
        {},
        {},
        all}},
      {"few related, bids for views",
       {bid,
        {1, 1, 1, 1, 1},
        {1, 0.5},
        {},
        {},
        {},
        {},
        {{0, 2}, {1, 3}, {1, 4}}}},
      {"equal bundles",
       {{5000, 5000, 5000, 5000, 5000},
        {1, 1, 1, 1, 1},
        {1, 0.5},
        {},
        {},
        {},
        {},
        all}},
      {"zero bids and zero rates",
       {{420000, 0, 310000, 500000, 90000},
        {0.05, 0.08, 0.06, 0, 0.12},
        {1, 0.6},
        {},
        {},
        {},
        {},
        all}},
      {"a reserve and a boost",
       {bid,
        {0.05, 0.08, 0.06, 0.03, 0.12},
        {1, 0.6, 0.35},
        {},
        {},
        {},
        {},
        all},
       {{"bundle_reserve_micros", {750000}, ""},
        {"boost_micros", {50000}, ""}}},
      {"weights, for mechanisms that look at them",
       {bid,
        {0.05, 0.08, 0.06, 0.03, 0.12},
        {1, 0.6},
        {2, 0.5, 1, 1, 4},
        {},
        {},
        {},
        all}},
      {"no relations", {bid, {1, 1, 1, 1, 1}, {1, 0.5}}},
  };
  return cases;
}

/// Parameters of the case that the mechanism has; the others are named.
std::vector<ParamValue> ParamsOf(const MechanismEntry& entry, const Case& one,
                                 std::string& text) {
  std::vector<ParamValue> known = test::LeastParams(entry, 200000);
  for (const ParamValue& param : known) text += Row(param.name, param.value);
  for (const ParamValue& param : one.given) {
    const bool has = std::ranges::any_of(entry.params, [&](const auto& spec) {
      return spec.name == param.name;
    });
    if (has) known.push_back(param);
    text +=
        has ? Row(param.name, param.value) : "(has no " + param.name + ")\n";
  }
  return known;
}

std::string OptionalRow(const std::string& name,
                        const std::vector<double>& column) {
  return column.empty() ? "" : Row(name, column);
}

std::string Play(const MechanismEntry& entry, const Case& one) {
  std::string text = "\n== " + one.title + "\n";
  const auto mechanism = test::MakeMechanism(entry, ParamsOf(entry, one, text));
  text += Row("bid", one.columns.bid) + Row("rate", one.columns.rate) +
          Row("slot_weight", one.columns.slot_weight);
  text += OptionalRow("weight", one.columns.weight) +
          OptionalRow("boost", one.columns.boost) +
          OptionalRow("conversion", one.columns.conversion) +
          OptionalRow("slot_rate", one.columns.slot_rate);
  for (const market::Bundle& bundle : one.columns.bundles) {
    text += market::Concat("bundle ", bundle.brand, " ", bundle.store, "\n");
  }
  market::Outcome outcome;
  mechanism->Clear(one.columns.view(), outcome);
  for (const market::Award& award : outcome.awards()) {
    text += market::Concat("slot ", award.slot, " to candidate ",
                           award.candidate, " at ", Exactly(award.price), "\n");
  }
  return outcome.size == 0 ? text + "no awards\n" : text;
}

class MechanismGolden : public testing::TestWithParam<std::string> {};

TEST_P(MechanismGolden, IsWhatItWas) {
  const auto entry =
      market::FindMember("mechanism", market::Mechanisms(), GetParam());
  std::string text = DeclaredFacts("mechanisms", GetParam());
  const bool joint = (*entry)->traits.joint;
  for (const Case& one : joint ? JointCases() : Cases()) {
    text += Play(**entry, one);
  }
  ExpectGolden("mechanisms", GetParam(), text);
}

TEST(MechanismGoldens, BelongToMembers) {
  ExpectNoStrayGoldens("mechanisms", market::MemberNames(market::Mechanisms()));
}

INSTANTIATE_TEST_SUITE_P(
    Every, MechanismGolden,
    testing::ValuesIn(market::MemberNames(market::Mechanisms())),
    [](const auto& member) { return member.param; });

}  // namespace
}  // namespace souk::tests
