// Runs in the world of AuctionNet: sums by line, scores, and the population
// REF48 whose online_lp learnt from the market of fixed targets.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "agents/bid_log.h"
#include "agents/strategies/cost_table.h"
#include "agents/strategy.h"
#include "market/cpa_score.h"
#include "market/family.h"
#include "scenarios/sequential_run.h"
#include "tests/support/scenarios.h"

namespace souk::tests {

using Spec = std::shared_ptr<const market::MarketSpec>;

inline void RunInto(const Spec& spec, market::EventSink& sink) {
  const auto run = scenarios::SequentialRun::Make(spec).value();
  while (!run->done()) EXPECT_TRUE(run->RunTick(sink).ok());
}

/// Sums of a run by line, and of the market.
class LineSums final : public market::EventSink {
 public:
  explicit LineSums(size_t lines) : of_line(lines) {}
  market::Result<void> Record(const market::TickRows& rows) override {
    for (const market::MarketTicked& row : rows.market) {
      page_views += row.page_views;
    }
    for (const market::LineTicked& row : rows.lines) {
      market::LineTally& line = of_line[row.line];
      line.impressions += row.impressions;
      line.views += row.views;
      line.conversions += row.conversions;
      line.spend += market::Money(row.spend_micros);
    }
    last_accounts = rows.accounts;
    return {};
  }
  market::LineTally Total() const {
    market::LineTally total;
    for (const market::LineTally& line : of_line) total += line;
    return total;
  }

  int64_t page_views = 0;
  std::vector<market::LineTally> of_line;
  std::vector<market::AccountTicked> last_accounts;
};

inline LineSums SumsOf(const Spec& spec) {
  LineSums sums(spec->lines.size());
  RunInto(spec, sums);
  return sums;
}

inline double Score(const market::LineTally& tally, double target) {
  return market::CpaScore(
      {.conversions = static_cast<double>(tally.conversions),
       .cost = static_cast<double>(tally.spend.micros),
       .target = target});
}

inline double MeanScore(const market::MarketSpec& spec, const LineSums& sums) {
  double score = 0;
  for (size_t i = 0; i < sums.of_line.size(); ++i) {
    score += Score(sums.of_line[i], spec.campaigns[i].target_cpa_micros);
  }
  return score / static_cast<double>(sums.of_line.size());
}

/// Overrides that undo the reduced volume of the library in tests.
inline std::vector<std::string> FullSize() {
  return {"traffic.auctionnet.page_views_per_day=500000", "budgets.scale=1"};
}

/// A run with all its bids (recording.bid_share = 1), and what lines got.
class LoggedRun final : public market::EventSink {
 public:
  explicit LoggedRun(const Spec& spec)
      : bids(spec->lines.size()), sums(spec->lines.size()) {
    RunInto(spec, *this);
  }
  market::Result<void> Record(const market::TickRows& rows) override {
    EXPECT_TRUE(sums.Record(rows).ok());
    return bids.Record(rows);
  }

  agents::BidLog bids;
  LineSums sums;
};

/// An eighth of what the eight advertisers of every category met: one row of
/// each page view and category, at the fourth bid.
class PriceSample final : public market::EventSink {
 public:
  static constexpr size_t kLines = 48;
  static constexpr size_t kInCategory = 8;

  PriceSample() : of_category_(kLines / kInCategory) {}
  market::Result<void> Record(const market::TickRows& rows) override {
    for (size_t i = 0; i + kLines <= rows.bids.size(); i += kLines) {
      const size_t chosen = i / kLines % kInCategory;
      const double price = FourthBid(&rows.bids[i]);
      for (size_t k = 0; k < of_category_.size(); ++k) {
        const market::BidPlaced& row = rows.bids[i + k * kInCategory + chosen];
        of_category_[k].push_back({row.tick, row.conversion_rate, price});
      }
    }
    return {};
  }
  /// By category, as values of online_lp's parameter `table`.
  std::vector<std::vector<double>> Tables() const {
    std::vector<std::vector<double>> tables;
    for (const auto& rows : of_category_) {
      const agents::CostTable table(rows, {.least_price = 100});
      tables.push_back(table.Triples());
    }
    return tables;
  }

 private:
  static double FourthBid(const market::BidPlaced* row) {
    std::array<int64_t, kLines> bids;
    for (size_t i = 0; i < kLines; ++i) bids[i] = row[i].bid_micros;
    std::nth_element(bids.begin(), bids.begin() + 3, bids.end(),
                     std::greater<>());
    return static_cast<double>(bids[3]);
  }

  std::vector<std::vector<agents::PricedView>> of_category_;
};

/// online_lp's tables by category from episode 0 of the market in which
/// everybody bids the target. Made once.
inline const std::vector<std::vector<double>>& FixedMarketTables() {
  static const auto tables = [] {
    auto overrides = FullSize();
    overrides.push_back("recording.bid_share=1");
    PriceSample sample;
    RunInto(LoadLibrary("auctionnet_fixed48", overrides), sample);
    return sample.Tables();
  }();
  return tables;
}

/// REF48 for one day, with every bid recorded if `more` says so.
inline Spec Ref48(uint32_t episode, const std::vector<std::string>& more = {}) {
  auto overrides = FullSize();
  overrides.push_back("calendar.days=1");
  overrides.push_back("traffic.auctionnet.first_episode=" +
                      std::to_string(episode));
  overrides.insert(overrides.end(), more.begin(), more.end());
  auto spec = std::make_shared<market::MarketSpec>(
      *LoadLibrary("auctionnet_ref48", overrides));
  for (size_t i = 0; i < spec->campaigns.size(); ++i) {
    auto& strategy = spec->campaigns[i].strategy;
    if (strategy.name != "online_lp") continue;
    const auto* entry =
        market::FindMember("strategy", agents::Strategies(), strategy.name)
            .value();
    const std::vector<market::ParamValue> given = {
        {"table", FixedMarketTables()[i / PriceSample::kInCategory], ""}};
    strategy.params = market::ParamSet::Make(entry->params, given).value();
  }
  return spec;
}

}  // namespace souk::tests
