// Recording trajectories changes nothing but what is recorded, and replays show
// strategies the auctions that they saw in the market.
#include <gtest/gtest.h>

#include <map>

#include "agents/learning/trajectory_recorder.h"
#include "agents/replay_market.h"
#include "agents/strategies/steady.h"
#include "tests/support/auctionnet_runs.h"

namespace souk::tests {
namespace {

using agents::TrajectoryRecorder;

/// A day of the mixed market of AuctionNet with little traffic.
Spec SmallRef48(std::vector<std::string> overrides) {
  overrides.insert(overrides.end(),
                   {"calendar.days=1", "recording.bid_share=1",
                    "traffic.auctionnet.page_views_per_day=2000"});
  return LoadLibrary("auctionnet_ref48", overrides);
}

/// Everything that a run records.
class AllRows final : public market::EventSink {
 public:
  explicit AllRows(const Spec& spec) { RunInto(spec, *this); }
  market::Result<void> Record(const market::TickRows& rows) override {
    ticks.push_back(rows);
    return {};
  }
  std::vector<market::TickRows> ticks;
};

TEST(RecordingTrajectories, ChangesNoBid) {
  const AllRows without(SmallRef48({"budgets.scale=0.004"}));
  const AllRows with(SmallRef48(
      {"budgets.scale=0.004", "recording.trajectory_watch_share=0.3"}));
  ASSERT_EQ(with.ticks.size(), without.ticks.size());
  const size_t each = TrajectoryRecorder::SignalNames().size();
  for (size_t tick = 0; tick < with.ticks.size(); ++tick) {
    const auto& one = with.ticks[tick];
    const auto& other = without.ticks[tick];
    EXPECT_EQ(one.signals.size(), other.signals.size() + 48 * each);
    ASSERT_EQ(one.bids.size(), other.bids.size());
    for (size_t i = 0; i < one.bids.size(); ++i) {
      ASSERT_EQ(one.bids[i].bid_micros, other.bids[i].bid_micros)
          << "tick " << tick << ", line " << one.bids[i].line;
    }
    for (size_t i = 0; i < one.lines.size(); ++i) {
      EXPECT_EQ(one.lines[i].spend_micros, other.lines[i].spend_micros);
    }
  }
}

/// A strategy whose trajectory is recorded, in a replay.
class Recorded final : public agents::Strategy {
 public:
  Recorded(const agents::LineFacts& facts, double coefficient)
      : aim_(AimOf("test", facts).value()),
        coefficient_(coefficient),
        recorder_(facts, aim_, 0.3) {}

  market::BidFunction Plan(const market::PlanInput& input) override {
    market::BidFunction bid{CoefficientBid(aim_, coefficient_), nullptr};
    recorder_.Plan(input, bid);
    return bid;
  }
  void Learn(const market::Feedback& feedback) override {
    recorder_.Learn(feedback);
    auto& row = rows.emplace_back(TrajectoryRecorder::SignalNames().size());
    recorder_.Signals(row);
  }
  void Signals(std::span<double>) const override {}
  void Save(market::ArchiveWriter&) const override {}
  void Load(market::ArchiveReader&) override {}

  std::vector<std::vector<double>> rows;

 private:
  agents::Aim aim_;
  double coefficient_;
  TrajectoryRecorder recorder_;
};

/// The rows of one line in a market.
std::vector<std::vector<double>> RowsOf(const AllRows& run, uint32_t line) {
  std::vector<std::vector<double>> rows;
  for (const market::TickRows& tick : run.ticks) {
    auto& row = rows.emplace_back();
    for (const market::SignalTicked& signal : tick.signals) {
      if (signal.line == line) row.push_back(signal.value);
    }
  }
  return rows;
}

/// Of a feature or column.
size_t PlaceOf(const std::string& name) {
  const auto& names = TrajectoryRecorder::SignalNames();
  return static_cast<size_t>(std::ranges::find(names, "trajectory." + name) -
                             names.begin());
}

TEST(ReplayMarket, ShowsTheAuctionsThatTheMarketShowed) {
  // With more money than anybody spends.
  const Spec spec =
      SmallRef48({"budgets.scale=1", "recording.trajectory_watch_share=0.3"});
  const AllRows run(spec);
  agents::BidLog bids(spec->lines.size());
  for (const auto& rows : run.ticks) ASSERT_TRUE(bids.Record(rows).ok());
  constexpr uint32_t kFixedCpa = 8;
  agents::LineFacts facts;
  facts.charge = market::Charge::kView;
  facts.target_cpa_micros = spec->campaigns[kFixedCpa].target_cpa_micros;
  facts.value_per_conversion_micros = facts.target_cpa_micros;
  facts.daily_budget = *spec->advertisers[kFixedCpa].budget.daily;
  Recorded seat(facts, 1);
  const agents::ReplayMarket replay(bids.Of(kFixedCpa, 0, run.ticks.size()),
                                    {.seed = spec->seed, .run = spec->run});
  replay.Play(seat, facts.daily_budget);

  const auto market = RowsOf(run, kFixedCpa);
  ASSERT_EQ(market.size(), seat.rows.size());
  double seen = 0;
  for (size_t tick = 0; tick < market.size(); ++tick) {
    for (const char* name :
         {"bid_all", "price_all", "price_3", "rate_last", "won_last",
          "price_level_last", "pages_today", "action"}) {
      const size_t place = PlaceOf(name);
      EXPECT_NEAR(seat.rows[tick][place], market[tick][place],
                  1e-6 * market[tick][place])
          << name << " of tick " << tick;
    }
    seen += market[tick][PlaceOf("price_all")];
  }
  EXPECT_GT(seen, 0);
}

}  // namespace
}  // namespace souk::tests
