// What campaigns bring into auctions beside their bids, from the scenario file
// to the award.
#include "market/exchange.h"
#include "tests/scenarios/scenario_folder.h"

namespace souk::scenarios {
namespace {

class AuctionTerms : public ScenarioFolder {
 protected:
  /// The first award of a page on which "light" bids 3 and "heavy" 2, for
  /// views; "heavy" has `fields` of its own.
  market::ServedAward Winner(const std::string& fields,
                             const std::string& mechanism) {
    const auto loaded = Loaded(R"(
traffic { synthetic {} }
advertiser { name: "light" campaign { charge: VIEW conversion_rate: 0.25 } }
advertiser { name: "heavy" campaign { charge: VIEW )" +
                               fields + R"( } }
mechanism { )" + mechanism + " }");
    const auto spec = std::make_shared<const market::MarketSpec>(loaded.market);
    market::BidSheet bids(2);
    bids[0].linear.constant = 3000;
    bids[1].linear.constant = 2000;
    market::Exchange exchange(spec, market::CellId(0));
    const std::vector<market::Money> granted(2, market::Money(1000000));
    exchange.OpenTick(spec->calendar.At(0), granted,
                      std::make_shared<const market::BidSheet>(bids));
    market::ServedBatch served;
    exchange.Serve({{market::PageView{}}}, served);
    return served.awards.at(0);
  }
};

TEST_F(AuctionTerms, AWeightDecidesWhereTheMechanismLooksAtIt) {
  for (const std::string name : {"affine", "boosted", "weighted_vcg"}) {
    const auto winner = Winner("auction_weight: 2", "name: '" + name + "'");
    EXPECT_EQ(winner.line, 1U) << name;
    EXPECT_EQ(winner.price, market::Money(1500)) << name;
  }
}

TEST_F(AuctionTerms, ABoostDecidesWhereTheMechanismLooksAtIt) {
  for (const std::string name : {"affine", "boosted"}) {
    const auto up =
        Winner("auction_boost_micros: 1500", "name: '" + name + "'");
    EXPECT_EQ(up.line, 1U) << name;
    EXPECT_EQ(up.price, market::Money(1500)) << name;
    const auto down =
        Winner("auction_boost_micros: -500", "name: '" + name + "'");
    EXPECT_EQ(down.line, 0U) << name;
    EXPECT_EQ(down.price, market::Money(1500)) << name;
  }
}

TEST_F(AuctionTerms, PredictedConversionsReachTheMechanism) {
  // 2000 + 8000 * 0.5 against 3000 + 8000 * 0.25; price 5000 - 4000.
  const auto winner = Winner("conversion_rate: 0.5",
                             "name: 'ugsp' param { name: "
                             "'conversion_value_micros' value: 8000 }");
  EXPECT_EQ(winner.line, 1U);
  EXPECT_EQ(winner.price, market::Money(1000));
}

TEST_F(AuctionTerms, AreIgnoredByTheOthers) {
  for (const std::string fields :
       {"auction_weight: 2", "auction_boost_micros: 1500"}) {
    EXPECT_EQ(Winner(fields, "name: 'gsp'").line, 0U);
    EXPECT_EQ(Winner(fields, "name: 'gsp'").price, market::Money(2000));
  }
}

}  // namespace
}  // namespace souk::scenarios
