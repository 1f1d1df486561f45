#include "market/page_recorder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace souk::market {
namespace {

constexpr size_t kPages = 4000;

PageRecorder Recorder(RecordingSpec recording, uint64_t seed = 5) {
  MarketSpec spec;
  spec.seed = seed;
  spec.recording = recording;
  return {spec, CellId(3)};
}

/// `slots` awards on every page, answered by clicks.
CellReport Record(const PageRecorder& recorder, uint32_t slots) {
  CellReport report;
  ServedBatch served;
  Responses responses;
  std::vector<Money> charged;
  const std::vector<uint32_t> lines = {2, 4, 9};
  const std::vector<double> bid = {30, 20, 10}, click = {0.3, 0.2, 0.1},
                            conversion = {0.6, 0.5, 0.4};
  for (uint32_t position = 0; position < kPages; ++position) {
    served.pages.push_back({position * 7ULL, 1, 2, 0});
    recorder.RecordBids(served.pages.back(), {lines, bid, click, conversion},
                        report);
    for (uint32_t slot = 0; slot < slots; ++slot) {
      served.awards.push_back({.page = position,
                               .slot = slot,
                               .line = lines[slot],
                               .predicted = {click[slot], conversion[slot]},
                               .bid = bid[slot],
                               .price = Money(5)});
      responses.of_award.push_back({.examined = true, .clicked = true});
      charged.emplace_back(5);
    }
  }
  const std::vector<uint32_t> candidates(kPages, 3);
  recorder.RecordAnswers(served, responses, charged, candidates, report);
  return report;
}

template <class Row>
std::set<uint64_t> PagesOf(const std::vector<Row>& rows) {
  std::set<uint64_t> pages;
  for (const Row& row : rows) pages.insert(row.page);
  return pages;
}

TEST(PageRecorder, TablesOfSmallerSharesHoldPagesOfTheLarger) {
  const CellReport report = Record(
      Recorder({.page_share = 0.5, .award_share = 0.2, .bid_share = 0.1}), 2);
  const auto pages = PagesOf(report.pages), awards = PagesOf(report.awards),
             bids = PagesOf(report.bids);
  EXPECT_TRUE(std::ranges::includes(pages, awards));
  EXPECT_TRUE(std::ranges::includes(awards, bids));
  const auto near = [](const std::set<uint64_t>& set, double share) {
    EXPECT_NEAR(static_cast<double>(set.size()) / kPages, share, 0.03);
  };
  near(pages, 0.5);
  near(awards, 0.2);
  near(bids, 0.1);
}

TEST(PageRecorder, SmallerSharesAreSubsetsOfLargerOnes) {
  const auto few = Record(Recorder({.page_share = 0.3}), 1);
  const auto many = Record(Recorder({.page_share = 0.6}), 1);
  EXPECT_TRUE(std::ranges::includes(PagesOf(many.pages), PagesOf(few.pages)));
}

TEST(PageRecorder, WhatWasAwardedDoesNotDecideWhatIsRecorded) {
  const PageRecorder recorder =
      Recorder({.page_share = 0.5, .award_share = 0.4, .bid_share = 0.3});
  const CellReport none = Record(recorder, 0), some = Record(recorder, 1),
                   all = Record(recorder, 3);
  EXPECT_EQ(PagesOf(none.pages), PagesOf(all.pages));
  EXPECT_EQ(PagesOf(none.bids), PagesOf(all.bids));
  EXPECT_EQ(PagesOf(some.awards), PagesOf(all.awards));
}

TEST(PageRecorder, AnotherSeedRecordsOtherPages) {
  const RecordingSpec half = {.page_share = 0.5};
  EXPECT_NE(PagesOf(Record(Recorder(half, 5), 1).pages),
            PagesOf(Record(Recorder(half, 6), 1).pages));
}

TEST(PageRecorder, RowsAreCompleteAndInServingOrder) {
  const PageRecorder recorder =
      Recorder({.page_share = 1, .award_share = 1, .bid_share = 1});
  EXPECT_TRUE(recorder.anything());
  const CellReport report = Record(recorder, 2);
  ASSERT_EQ(report.pages.size(), kPages);
  ASSERT_EQ(report.awards.size(), 2 * kPages);
  ASSERT_EQ(report.bids.size(), 3 * kPages);
  for (size_t i = 0; i < kPages; ++i) {
    EXPECT_EQ(report.pages[i].page, i * 7);
    EXPECT_EQ(report.awards[2 * i].page, i * 7);
    EXPECT_EQ(report.awards[2 * i + 1].slot, 1U);
    EXPECT_EQ(report.bids[3 * i + 2].page, i * 7);
  }
}

TEST(PageRecorder, ARowHoldsEverythingThatIsKnown) {
  const CellReport report =
      Record(Recorder({.page_share = 1, .award_share = 1, .bid_share = 1}), 2);
  const PageServed& page = report.pages[1];
  EXPECT_EQ(page.tick, 1U);
  EXPECT_EQ(page.cell, 3U);
  EXPECT_EQ(page.segment, 2U);
  EXPECT_EQ(page.candidates, 3U);
  EXPECT_EQ(page.awards, 2U);
  EXPECT_EQ(page.clicks, 2U);
  EXPECT_EQ(page.conversions, 0U);
  EXPECT_EQ(page.revenue_micros, 10);
  const SlotAwarded& award = report.awards[3];
  EXPECT_EQ(award.tick, 1U);
  EXPECT_EQ(award.cell, 3U);
  EXPECT_EQ(award.line, 4U);
  EXPECT_EQ(award.bid_micros, 20);
  EXPECT_EQ(award.price_micros, 5);
  EXPECT_EQ(award.charged_micros, 5);
  EXPECT_EQ(award.click_rate, 0.2);
  EXPECT_EQ(award.conversion_rate, 0.5);
  EXPECT_EQ(award.clicked, 1);
  EXPECT_EQ(award.converted, 0);
  const BidPlaced& bid = report.bids[5];
  EXPECT_EQ(bid.tick, 1U);
  EXPECT_EQ(bid.cell, 3U);
  EXPECT_EQ(bid.line, 9U);
  EXPECT_EQ(bid.bid_micros, 10);
  EXPECT_EQ(bid.click_rate, 0.1);
  EXPECT_EQ(bid.conversion_rate, 0.4);
}

TEST(PageRecorder, NothingIsRecordedUnlessAskedFor) {
  const PageRecorder recorder = Recorder({});
  EXPECT_FALSE(recorder.anything());
  const CellReport report = Record(recorder, 2);
  EXPECT_TRUE(report.pages.empty());
  EXPECT_TRUE(report.awards.empty());
  EXPECT_TRUE(report.bids.empty());
  EXPECT_TRUE(Recorder({.bid_share = 0.1}).anything());
  EXPECT_TRUE(Recorder({.award_share = 0.1}).anything());
}

}  // namespace
}  // namespace souk::market
