// What every learned auctioneer does with some page views and a model of
// made-up weights, as text.
#include "tests/support/auctioneers.h"
#include "tests/support/goldens.h"

namespace souk::tests {
namespace {

using test::Columns;

struct Case {
  std::string title;
  Columns columns;
};

Columns With(std::vector<double> bid, std::vector<double> rate) {
  Columns columns = SmallPage(0);
  columns.bid = std::move(bid);
  columns.rate = std::move(rate);
  return columns;
}

/// A brand, two stores and three slots.
Columns Fewer() {
  return {.bid = {700000, 300000, 800000},
          .rate = {1, 1, 1},
          .slot_weight = {1, 0.5, 0.25},
          .bundles = {{0, 1}, {0, 2}}};
}

const std::vector<Case>& Cases() {
  static const std::vector<Case> cases = {
      {"everybody, bids for views",
       With({900000, 400000, 300000, 700000, 600000}, {1, 1, 1, 1, 1})},
      {"everybody, rates of their own",
       With({900000, 400000, 300000, 700000, 600000},
            {0.9, 0.5, 1, 0.75, 0.6})},
      {"zero bids and zero rates",
       With({900000, 400000, 0, 700000, 600000}, {1, 0, 1, 1, 1})},
      {"equal bids",
       With({500000, 500000, 500000, 500000, 500000}, {1, 1, 1, 1, 1})},
      {"fewer candidates, more slots", Fewer()},
      {"nobody", {{}, {}, {1, 0.5}}},
  };
  return cases;
}

std::string Play(const market::Mechanism& mechanism, const Case& one) {
  std::string text = "\n== " + one.title + "\n" + Row("bid", one.columns.bid) +
                     Row("rate", one.columns.rate) +
                     Row("slot_weight", one.columns.slot_weight);
  for (const market::Bundle& bundle : one.columns.bundles) {
    text += market::Concat("bundle ", bundle.brand, " ", bundle.store, "\n");
  }
  market::Outcome outcome;
  mechanism.Clear(one.columns.view(), outcome);
  for (const market::Award& award : outcome.awards()) {
    text += market::Concat("slot ", award.slot, " to candidate ",
                           award.candidate, " at ", Exactly(award.price), "\n");
  }
  return outcome.size == 0 ? text + "no awards\n" : text;
}

class AuctioneerGolden : public testing::TestWithParam<std::string> {};

TEST_P(AuctioneerGolden, IsWhatItWas) {
  const auto mechanism =
      TryAuctioneer(AuctioneerNamed(GetParam()), ExampleModel(GetParam()))
          .value();
  std::string text = DeclaredFacts("auctioneers", GetParam());
  for (const Case& one : Cases()) text += Play(*mechanism, one);
  ExpectGolden("auctioneers", GetParam(), text);
}

TEST(AuctioneerGoldens, BelongToMembers) {
  ExpectNoStrayGoldens("auctioneers",
                       market::MemberNames(agents::Auctioneers()));
}

INSTANTIATE_TEST_SUITE_P(
    Every, AuctioneerGolden,
    testing::ValuesIn(market::MemberNames(agents::Auctioneers())),
    [](const auto& member) { return member.param; });

}  // namespace
}  // namespace souk::tests
