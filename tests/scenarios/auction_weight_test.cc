// The weight of a campaign, from the scenario file to the auction.
#include "market/exchange.h"
#include "tests/scenarios/scenario_folder.h"

namespace souk::scenarios {
namespace {

class AuctionWeight : public ScenarioFolder {
 protected:
  /// The first award of a page on which "light" bids 3 and "heavy" 2, for
  /// views.
  market::ServedAward Winner(const std::string& mechanism) {
    const auto loaded = Loaded(R"(
traffic { synthetic {} }
advertiser { name: "light" campaign { charge: VIEW } }
advertiser { name: "heavy" campaign { charge: VIEW auction_weight: 2 } }
mechanism { name: ")" + mechanism +
                               "\" }");
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

TEST_F(AuctionWeight, DecidesWhereTheMechanismLooksAtIt) {
  for (const std::string name : {"boosted", "weighted_vcg"}) {
    const auto winner = Winner(name);
    EXPECT_EQ(winner.line, 1U) << name;
    EXPECT_EQ(winner.price, market::Money(1500)) << name;
  }
}

TEST_F(AuctionWeight, IsIgnoredByTheOthers) {
  EXPECT_EQ(Winner("gsp").line, 0U);
  EXPECT_EQ(Winner("gsp").price, market::Money(2000));
}

}  // namespace
}  // namespace souk::scenarios
