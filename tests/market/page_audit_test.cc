// Broken mechanisms and users must be caught, with the page view named.
#include "market/page_audit.h"

#include <gtest/gtest.h>

#include "market/exchange.h"
#include "tests/support/small_market.h"

namespace souk::market {
namespace {

using tests::SmallMarket;

/// Awards as the test says; `when_higher` if candidate 0 bids above 100.
class ToldMechanism final : public Mechanism {
 public:
  std::vector<Award> awards;
  std::vector<Award> when_higher;

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    for (const Award& award : auction.bid[0] > 100 ? when_higher : awards) {
      outcome.Add(award);
    }
  }
};

struct Setting {
  int64_t lease = 1000;
  MechanismTraits traits = {};
};

/// What the audit says of one page view with `awards` for bids of 100.
std::string FaultOf(const std::vector<Award>& awards,
                    const std::vector<Award>& when_higher,
                    const SlotResponse& answer, const Setting& setting = {}) {
  SmallMarket market;
  market.AddChannel({1, 0.5});
  market.AddLine(0);
  market.AddLine(1);
  auto told = std::make_shared<ToldMechanism>();
  told->awards = awards;
  told->when_higher = when_higher;
  MarketSpec& spec = *market.spec;
  spec.audit = true;
  spec.channels[0].name = "main";
  spec.channels[0].mechanism = told;
  spec.channels[0].traits = setting.traits;
  spec.campaigns[0].name = "first";
  spec.campaigns[1].name = "second";
  spec.advertisers[0].name = "owner";
  Exchange exchange(market.spec, CellId(0));
  auto bids = std::make_shared<BidSheet>(2);
  for (BidFunction& bid : *bids) bid.linear.constant = 100;
  exchange.OpenTick({}, std::vector<Money>(2, Money(setting.lease)), bids);
  ServedBatch served;
  exchange.Serve({{{.page = 0, .tick = 0}}}, served);
  Responses responses;
  responses.of_award.assign(served.awards.size(), answer);
  exchange.Settle(served, responses);
  return exchange.CloseTick().fault;
}

constexpr SlotResponse kSeen = {.examined = true};
constexpr char kPage[] = "page view 0 of tick 0, cell 0, channel 'main': ";

TEST(PageAudit, HasNothingToSayOfASoundPage) {
  const std::vector<Award> awards = {{0, 1, 60}, {1, 0, 100}};
  EXPECT_EQ(FaultOf(awards, {{0, 0, 60}, {1, 1, 7}}, kSeen), "");
}

TEST(PageAudit, NamesAPriceAboveTheBid) {
  EXPECT_EQ(FaultOf({{0, 1, 101}}, {}, kSeen),
            Concat(kPage,
                   "campaign 'second' pays 101 micro-units for a bid of "
                   "100, must be whole and in [0, bid]"));
}

TEST(PageAudit, NamesAPriceThatIsNotWhole) {
  EXPECT_EQ(FaultOf({{0, 0, 1.5}}, {{0, 0, 1}}, kSeen),
            Concat(kPage,
                   "campaign 'first' pays 1.5 micro-units for a bid of "
                   "100, must be whole and in [0, bid]"));
}

TEST(PageAudit, NamesASlotThatIsNotThere) {
  EXPECT_EQ(FaultOf({{2, 0, 1}}, {}, kSeen),
            Concat(kPage, "slot 2 is awarded after 0, of 2 slots"));
}

TEST(PageAudit, NamesAnAdvertiserThatWouldOweMoreThanItHas) {
  EXPECT_EQ(FaultOf({{0, 0, 100}, {0, 0, 100}, {1, 0, 100}}, {}, kSeen,
                    {.lease = 250}),
            Concat(kPage,
                   "advertiser 'owner' would owe 300 micro-units of "
                   "250"));
}

TEST(PageAudit, NamesAnAllocationThatFallsWhenTheBidRises) {
  EXPECT_EQ(FaultOf({{0, 0, 1}}, {{1, 0, 1}}, kSeen),
            Concat(kPage,
                   "campaign 'first' gets 1 expected events with a bid of "
                   "100 micro-units, and only 0.5 with 126"));
}

TEST(PageAudit, LeavesTheOrderOfSlotsToCascades) {
  EXPECT_EQ(FaultOf({{0, 0, 1}}, {{1, 0, 1}}, kSeen,
                    {.traits = {.reads_as_cascade = true}}),
            "");
}

TEST(PageAudit, NamesAnswersThatCannotBe) {
  const std::vector<Award> sound = {{0, 0, 1}};
  EXPECT_EQ(FaultOf(sound, sound, {.clicked = true}),
            Concat(kPage, "a click on an ad that was not examined"));
  EXPECT_EQ(FaultOf(sound, sound, {.examined = true, .converted = true}),
            Concat(kPage, "a conversion without a click"));
}

}  // namespace
}  // namespace souk::market
