// Holds the recorded rows of a run against the promises about money. Every
// page view, award and bid must have been recorded.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "market/events.h"
#include "market/market_spec.h"

namespace souk::tests {

class MoneyAudit {
 public:
  explicit MoneyAudit(const market::MarketSpec& spec)
      : spec_(spec),
        closing_(spec.advertisers.size(), 0),
        spent_today_(spec.advertisers.size(), 0) {}

  /// The ticks of a run, in order.
  void Check(const market::TickRows& rows) {
    rows_ = &rows;
    ASSERT_EQ(rows.market.size(), 1U);
    CheckAccounts();
    CheckSums();
    CheckPages();
    CheckAwards();
    CheckBids();
    CheckReservations();
  }

  int64_t awards() const { return awards_; }
  int64_t charged() const { return charged_; }
  /// (day, advertiser) pairs that spent 90 % of a budget above 0.
  int64_t exhausted() const { return exhausted_; }
  /// How often a line bid, and later in the same wave of its cell did not.
  int64_t burnt_out() const { return burnt_out_; }

 private:
  static constexpr unsigned kWaveShift = 40;     // of page ids
  using Place = std::tuple<uint32_t, uint64_t>;  // cell, page

  void CheckAccounts() {
    ASSERT_EQ(rows_->accounts.size(), spec_.advertisers.size());
    for (size_t i = 0; i < rows_->accounts.size(); ++i) {
      const market::AccountTicked& row = rows_->accounts[i];
      SCOPED_TRACE(testing::Message()
                   << "advertiser " << i << " tick " << row.tick);
      ASSERT_EQ(row.advertiser, i);
      EXPECT_EQ(row.opening_micros, closing_[i]);
      EXPECT_EQ(row.opening_micros + row.funded_micros - row.spent_micros -
                    row.expired_micros,
                row.closing_micros);
      EXPECT_GE(row.spent_micros, 0);
      closing_[i] = row.closing_micros;
      if (spec_.advertisers[i].budget.daily) CheckBudget(row);
    }
  }

  void CheckBudget(const market::AccountTicked& row) {
    const size_t i = row.advertiser;
    const int64_t budget = spec_.advertisers[i].budget.daily->micros;
    if (spec_.calendar.At(row.tick).first_of_day()) {
      EXPECT_EQ(row.funded_micros, budget);
      EXPECT_EQ(row.expired_micros, row.opening_micros);
      spent_today_[i] = 0;
    } else {
      EXPECT_EQ(row.funded_micros, 0);
      EXPECT_EQ(row.expired_micros, 0);
    }
    spent_today_[i] += row.spent_micros;
    EXPECT_LE(spent_today_[i], budget);
    EXPECT_EQ(row.closing_micros, budget - spent_today_[i]);
    EXPECT_GE(row.closing_micros, 0);
    EXPECT_LE(row.leased_micros,
              row.opening_micros + row.funded_micros - row.expired_micros);
    EXPECT_LE(row.spent_micros, row.leased_micros);
    const bool last = spec_.calendar.At(row.tick + 1).first_of_day();
    if (last && budget > 0 && row.closing_micros <= budget / 10) ++exhausted_;
  }

  void CheckSums() {
    const market::MarketTicked& total = rows_->market.front();
    market::MarketTicked sum;
    std::vector<int64_t> by_advertiser(spec_.advertisers.size(), 0);
    int64_t last_line = -1;
    for (const market::LineTicked& row : rows_->lines) {
      EXPECT_LT(last_line, row.line);
      last_line = row.line;
      sum.auctions += row.auctions;
      sum.impressions += row.impressions;
      sum.views += row.views;
      sum.clicks += row.clicks;
      sum.conversions += row.conversions;
      sum.revenue_micros += row.spend_micros;
      by_advertiser[AdvertiserOf(row.line)] += row.spend_micros;
      EXPECT_LE(row.impressions,
                row.auctions * static_cast<int64_t>(MostAwards(row.line)));
    }
    EXPECT_EQ(sum.auctions, total.auctions);
    EXPECT_EQ(sum.impressions, total.impressions);
    EXPECT_EQ(sum.views, total.views);
    EXPECT_EQ(sum.clicks, total.clicks);
    EXPECT_EQ(sum.conversions, total.conversions);
    EXPECT_EQ(sum.revenue_micros, total.revenue_micros);
    for (size_t i = 0; i < by_advertiser.size(); ++i) {
      EXPECT_EQ(by_advertiser[i], rows_->accounts[i].spent_micros);
    }
  }

  void CheckPages() {
    const market::MarketTicked& total = rows_->market.front();
    EXPECT_EQ(rows_->pages.size(), static_cast<size_t>(total.page_views));
    market::MarketTicked sum;
    page_.clear();
    for (const market::PageServed& row : rows_->pages) {
      EXPECT_TRUE(page_.emplace(Place(row.cell, row.page), &row).second);
      EXPECT_LT(row.cell, spec_.cells);
      sum.auctions += row.candidates;
      sum.impressions += row.awards;
      sum.clicks += row.clicks;
      sum.conversions += row.conversions;
      sum.revenue_micros += row.revenue_micros;
    }
    EXPECT_EQ(sum.auctions, total.auctions);
    EXPECT_EQ(sum.impressions, total.impressions);
    EXPECT_EQ(sum.clicks, total.clicks);
    EXPECT_EQ(sum.conversions, total.conversions);
    EXPECT_EQ(sum.revenue_micros, total.revenue_micros);
  }

  void CheckAwards() {
    std::map<uint32_t, market::LineTicked> sum;
    std::map<std::tuple<uint32_t, uint64_t, uint32_t>, size_t> slots, winners;
    for (const market::SlotAwarded& row : rows_->awards) {
      CheckAward(row);
      EXPECT_LE(++slots[std::tuple(row.cell, row.page, row.slot)],
                IsJoint(row.line) ? 2U : 1U);
      EXPECT_LE(++winners[std::tuple(row.cell, row.page, row.line)],
                MostAwards(row.line));
      market::LineTicked& line = sum[row.line];
      line.impressions += 1;
      line.views += row.examined;
      line.clicks += row.clicked;
      line.conversions += row.converted;
      line.spend_micros += row.charged_micros;
      ++awards_;
      charged_ += row.charged_micros > 0 ? 1 : 0;
    }
    for (const market::LineTicked& row : rows_->lines) {
      SCOPED_TRACE(testing::Message() << "line " << row.line);
      const market::LineTicked& line = sum[row.line];
      EXPECT_EQ(line.impressions, row.impressions);
      EXPECT_EQ(line.views, row.views);
      EXPECT_EQ(line.clicks, row.clicks);
      EXPECT_EQ(line.conversions, row.conversions);
      EXPECT_EQ(line.spend_micros, row.spend_micros);
      sum.erase(row.line);
    }
    EXPECT_TRUE(sum.empty()) << "awards of a line without a row";
  }

  void CheckAward(const market::SlotAwarded& row) {
    SCOPED_TRACE(testing::Message() << "tick " << row.tick << " page "
                                    << row.page << " slot " << row.slot);
    EXPECT_GT(row.bid_micros, 0);
    EXPECT_GE(row.price_micros, 0);
    EXPECT_LE(row.price_micros, row.bid_micros);
    EXPECT_LE(row.clicked, row.examined);
    EXPECT_LE(row.converted, row.clicked);
    EXPECT_EQ(row.charged_micros, EventCame(row) ? row.price_micros : 0);
    const auto page = page_.find(Place(row.cell, row.page));
    ASSERT_NE(page, page_.end());
    const market::LineSpec& line = spec_.lines[row.line];
    EXPECT_EQ(line.channel.index(), page->second->channel);
    EXPECT_LT(row.slot,
              spec_.channels[line.channel.index()].slot_weight.size());
    EXPECT_TRUE(line.target_segments.empty() ||
                std::ranges::count(line.target_segments, page->second->segment))
        << "shown to somebody outside of its target";
  }

  bool EventCame(const market::SlotAwarded& row) const {
    switch (spec_.campaigns[spec_.lines[row.line].campaign.index()].charge) {
      case market::Charge::kView:
        return row.examined;
      case market::Charge::kClick:
        return row.clicked;
      default:
        return row.converted;
    }
  }

  /// One bid per candidate, and awards repeat the bids.
  void CheckBids() {
    EXPECT_EQ(static_cast<int64_t>(rows_->bids.size()),
              rows_->market.front().auctions);
    std::map<std::tuple<uint32_t, uint64_t, uint32_t>, int64_t> bids;
    std::map<std::tuple<uint32_t, uint64_t, uint32_t>, bool> bidding;
    for (const market::BidPlaced& row : rows_->bids) {
      EXPECT_GE(row.bid_micros, 0);
      bool& bids_now =
          bidding[std::tuple(row.cell, row.page >> kWaveShift, row.line)];
      burnt_out_ += bids_now && row.bid_micros == 0 ? 1 : 0;
      bids_now = row.bid_micros > 0;
      EXPECT_TRUE(
          bids.emplace(std::tuple(row.cell, row.page, row.line), row.bid_micros)
              .second);
    }
    for (const market::SlotAwarded& row : rows_->awards) {
      EXPECT_EQ(bids[std::tuple(row.cell, row.page, row.line)], row.bid_micros);
    }
  }

  /// What a cell has charged in earlier waves and reserved in this one (a
  /// wave of these runs is one batch), added up over the cells at its worst,
  /// stays within what was leased; within a page, so do the bids.
  void CheckReservations() {
    struct Cell {
      uint64_t wave = 0;
      int64_t charged = 0, charged_now = 0, reserved = 0, worst = 0;
    };
    std::map<std::pair<size_t, uint32_t>, Cell> cells;
    for (const market::SlotAwarded& row : rows_->awards) {
      Cell& cell = cells[{AdvertiserOf(row.line), row.cell}];
      if (row.page >> kWaveShift != cell.wave) {
        cell.wave = row.page >> kWaveShift;
        cell.charged += std::exchange(cell.charged_now, 0);
        cell.reserved = 0;
      }
      cell.charged_now += row.charged_micros;
      cell.reserved += row.price_micros;
      cell.worst = std::max(cell.worst, cell.charged + cell.reserved);
    }
    std::vector<int64_t> worst(spec_.advertisers.size(), 0);
    for (const auto& [key, cell] : cells) worst[key.first] += cell.worst;
    for (size_t i = 0; i < worst.size(); ++i) {
      if (!spec_.advertisers[i].budget.daily) continue;
      EXPECT_LE(worst[i], rows_->accounts[i].leased_micros)
          << "advertiser " << i << " reserved more than was leased";
    }
  }

  bool IsJoint(uint32_t line) const {
    return spec_.channels[spec_.lines[line].channel.index()].traits.joint;
  }
  /// Of a line on one page: a member of bundles may win every slot.
  size_t MostAwards(uint32_t line) const {
    const auto& channel = spec_.channels[spec_.lines[line].channel.index()];
    return channel.traits.joint ? channel.slot_weight.size() : 1;
  }
  size_t AdvertiserOf(uint32_t line) const {
    return spec_.lines[line].advertiser.index();
  }

  const market::MarketSpec& spec_;
  const market::TickRows* rows_ = nullptr;  // the tick being checked
  std::map<Place, const market::PageServed*> page_;
  std::vector<int64_t> closing_;
  std::vector<int64_t> spent_today_;
  int64_t awards_ = 0;
  int64_t charged_ = 0;
  int64_t exhausted_ = 0;
  int64_t burnt_out_ = 0;
};

}  // namespace souk::tests
