// Contracts inside an exchange: who gets which slot, and what is left to the
// auction.
#include <gtest/gtest.h>

#include "market/exchange.h"
#include "tests/support/contract_market.h"

namespace souk::market {
namespace {

using tests::ContractMarket;

/// Two bidders of 100 and 60 per view, and contracts that the test adds; pages
/// of two slots.
class ContractServing : public ::testing::Test {
 protected:
  ContractServing() {
    market_.AddChannel({1, 0.5});
    market_.AddLine(0);
    market_.AddLine(1);
  }

  void Open(const std::vector<int64_t>& quota, uint32_t tick = 0) {
    if (!exchange_) exchange_.emplace(market_.spec, CellId(0));
    auto bids = std::make_shared<BidSheet>(market_.spec->lines.size());
    (*bids)[0].linear.constant = 100;
    (*bids)[1].linear.constant = 60;
    (*bids)[1].watch_share = watch_share_;
    std::vector<ContractDemand> demand(quota.size(), {.demand = 1});
    auto orders = std::make_shared<ContractOrders>();
    orders->version = ++version_;
    orders->duals = market_.allocator->Plan({demand, {}}, nullptr).duals;
    orders->pass.assign(quota.size(), PassRule{{market_.pacer->pass}});
    exchange_->OpenTick(
        {tick, 4},
        std::vector<Money>(market_.spec->advertisers.size(), kNoLimit), bids,
        {orders, quota});
  }

  ServedBatch Serve(size_t pages) {
    PageBatch batch;
    for (size_t page = 0; page < pages; ++page) {
      batch.pages.push_back({.page = page});
    }
    ServedBatch served;
    exchange_->Serve(batch, served);
    Responses responses;
    responses.of_award.assign(served.awards.size(), {.examined = true});
    exchange_->Settle(served, responses);
    return served;
  }

  /// (slot, line, price) of the awards.
  using Rows = std::vector<std::array<int64_t, 3>>;
  static Rows RowsOf(const ServedBatch& served) {
    Rows rows;
    for (const ServedAward& award : served.awards) {
      rows.push_back({award.slot, award.line, award.price.micros});
    }
    return rows;
  }

  ContractMarket market_;
  std::optional<Exchange> exchange_;
  uint32_t version_ = 0;
  double watch_share_ = 0;  // of the second bidder
};

TEST_F(ContractServing, TheAuctionFillsWhatContractsLeave) {
  market_.AddContract(10);
  market_.allocator->shares = {1, 0};
  Open({10});
  EXPECT_EQ(RowsOf(Serve(1)), (Rows{{0, 2, 0}, {1, 0, 100}}))
      << "the best bidder moves to the slot that is left";
  const CellReport report = exchange_->CloseTick();
  EXPECT_EQ(report.contracts.delivered, std::vector<int64_t>{1});
  EXPECT_EQ(report.contracts.slots, (std::vector<int64_t>{1, 0}));
  EXPECT_EQ(report.contracts.with_contracts, 1);
  EXPECT_EQ(report.tallies[2].auctions, 1) << "eligible page views";
  EXPECT_EQ(report.tallies[2].impressions, 1);
  EXPECT_EQ(report.tallies[2].spend, Money()) << "paid in advance";
}

TEST_F(ContractServing, AFullPageHasNoAuction) {
  market_.AddContract(10);
  market_.AddContract(10);
  market_.allocator->shares = {1, 0, 0, 1};
  Open({10, 10});
  EXPECT_EQ(RowsOf(Serve(1)), (Rows{{0, 2, 0}, {1, 3, 0}}));
}

TEST_F(ContractServing, BiddersSeeAuctionsOfTheSlotsThatAreLeft) {
  watch_share_ = 1;
  market_.AddContract(10);
  market_.AddContract(10);
  market_.allocator->shares = {1, 0, 0, 1};
  Open({10, 1});
  Serve(2);  // the second page has a slot left, for the first bidder
  const CellReport report = exchange_->CloseTick();
  ASSERT_EQ(report.seen.size(), 1U) << "no auction on the first page";
  EXPECT_EQ(report.seen[0].line, 1U);
  EXPECT_FALSE(report.seen[0].auction.won());
  EXPECT_EQ(report.seen[0].auction.price_to_beat, 100);
}

TEST_F(ContractServing, NoCellDeliversMoreThanItsQuota) {
  market_.AddContract(10);
  market_.allocator->shares = {1, 0};
  Open({3});
  Serve(2);
  EXPECT_EQ(RowsOf(Serve(2)), (Rows{{0, 2, 0},
                                    {1, 0, 100},  //
                                    {0, 0, 100},
                                    {1, 1, 60}}));
  EXPECT_EQ(exchange_->CloseTick().contracts.delivered,
            std::vector<int64_t>{3});
}

TEST_F(ContractServing, SharesArePassedAsOftenAsThePacerSays) {
  market_.AddContract(1 << 20);
  market_.allocator->shares = {0.5, 0};
  market_.pacer->most = 1.5;
  for (const double pass : {0.5, 1.0, 1.5}) {
    market_.pacer->pass = pass;
    exchange_.reset();
    Open({1 << 20});
    Serve(20000);
    const double got =
        static_cast<double>(exchange_->CloseTick().contracts.delivered[0]) /
        20000;
    EXPECT_NEAR(got, 0.5 * pass, 0.015) << pass;
  }
}

TEST_F(ContractServing, RoomNeverTakesFromOtherContracts) {
  market_.AddContract(1 << 20);
  market_.AddContract(1 << 20);
  market_.allocator->shares = {0.7, 0, 0.3, 0};  // the slot is full
  market_.pacer->most = 2;
  Open({1 << 20, 1 << 20});
  Serve(20000);
  const auto delivered = exchange_->CloseTick().contracts.delivered;
  EXPECT_NEAR(static_cast<double>(delivered[0]) / 20000, 0.7, 0.015);
  EXPECT_NEAR(static_cast<double>(delivered[1]) / 20000, 0.3, 0.015);
}

TEST_F(ContractServing, AUserSeesACappedContractSoOftenADay) {
  market_.AddContract(100).frequency = {.times = 2, .days = 1};
  market_.allocator->shares = {1, 0};
  Open({100});
  for (int i = 0; i < 3; ++i) Serve(1);  // page 0: user 0
  EXPECT_EQ(exchange_->CloseTick().contracts.delivered[0], 2);
  Open({100}, 1);
  Serve(1);
  EXPECT_EQ(exchange_->CloseTick().contracts.delivered[0], 0);
  Open({100}, 4);
  Serve(1);
  EXPECT_EQ(exchange_->CloseTick().contracts.delivered[0], 1) << "a new day";
}

TEST_F(ContractServing, CapsSurviveACheckpoint) {
  market_.AddContract(100).frequency = {.times = 1, .days = 1};
  market_.allocator->shares = {1, 0};
  Open({100});
  Serve(5);
  exchange_->CloseTick();
  ArchiveWriter out;
  exchange_->Save(out);
  exchange_.emplace(market_.spec, CellId(0));
  const std::string bytes = out.Take();
  ArchiveReader in(bytes);
  exchange_->Load(in);
  EXPECT_TRUE(in.done());
  Open({100}, 1);
  Serve(7);
  EXPECT_EQ(exchange_->CloseTick().contracts.delivered[0], 2)
      << "users 5 and 6 only";
}

TEST_F(ContractServing, ScoresTakeSlotsBeforeTheAuction) {
  market_.LetScoresDecide(false);
  market_.AddContract(10);
  market_.AddContract(10);
  market_.allocator->score = {1e-9, -1};
  Open({10, 10});
  EXPECT_EQ(RowsOf(Serve(1)), (Rows{{0, 0, 100}, {1, 2, 0}}))
      << "any score above 0 takes a slot, once a page";
}

TEST_F(ContractServing, WithoutOnePerPageAContractMayRepeat) {
  market_.LetScoresDecide(false);
  market_.spec->contracts.traits.one_per_page = false;
  market_.AddContract(10);
  market_.allocator->score = {1};
  Open({10});
  EXPECT_EQ(RowsOf(Serve(1)), (Rows{{0, 2, 0}, {1, 2, 0}}));
  EXPECT_EQ(exchange_->CloseTick().contracts.with_repeats, 1);
}

TEST_F(ContractServing, ContractsThatMeetTheAuctionTakeWhatIsCheap) {
  market_.LetScoresDecide(true);
  market_.AddContract(10);
  // The auction offers 100 and 0.5 * 60 = 30 micro-units.
  market_.allocator->score = {40 / kScoreUnit};
  Open({10});
  EXPECT_EQ(RowsOf(Serve(1)), (Rows{{0, 0, 100}, {1, 2, 0}}));
}

TEST_F(ContractServing, AContractLeftOutIsAReserve) {
  market_.spec->channels[0].mechanism = tests::DefaultMechanism("gsp");
  market_.LetScoresDecide(true);
  market_.AddContract(10);
  market_.allocator->score = {20 / kScoreUnit};
  Open({10});
  EXPECT_EQ(RowsOf(Serve(1)), (Rows{{0, 0, 60}, {1, 1, 40}}))
      << "20 for half a view: 40 a view, where second price says 0";
}

TEST_F(ContractServing, SlotsAreOpenToContractsByTheirShare) {
  market_.LetScoresDecide(false);
  market_.AddContract(1 << 20);
  market_.spec->contracts.slot_share = {{0.25, 0}};
  market_.allocator->score = {1};
  Open({1 << 20});
  Serve(20000);
  EXPECT_NEAR(
      static_cast<double>(exchange_->CloseTick().contracts.delivered[0]) /
          20000,
      0.25, 0.012);
}

TEST_F(ContractServing, OtherContractsDoNotChangeWhoIsDrawn) {
  market_.AddContract(1 << 20);
  market_.allocator->shares = {0.5, 0};
  Open({1 << 20});
  const Rows alone = RowsOf(Serve(50));
  market_.AddContract(1 << 20);
  exchange_.reset();
  Open({1 << 20, 1 << 20});
  EXPECT_EQ(RowsOf(Serve(50)), alone) << "the second one has no share";
}

}  // namespace
}  // namespace souk::market
