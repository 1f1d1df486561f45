#include "agents/learning/trajectory_recorder.h"

#include <gtest/gtest.h>

#include "agents/bidders_desk.h"
#include "agents/strategies/steady.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using agents::TrajectoryRecorder;
using market::AuctionSeen;
using market::Feedback;
using market::Money;

/// Target 4, 40 a day in 4 ticks.
agents::LineFacts Facts() {
  agents::LineFacts facts = ViewFacts();
  facts.target_cpa_micros = 4e6;
  facts.daily_budget = Money(40000000);
  facts.ticks_per_day = 4;
  return facts;
}

TrajectoryRecorder Recorder(double share = 0.5) {
  return {Facts(), AimOf("test", Facts()).value(), share};
}

std::vector<AuctionSeen> Sample() {
  AuctionSeen seen;
  seen.click_rate = 1;
  seen.conversion_rate = 0.1;
  seen.bid = 100000;  // what the lease left of 600 000
  seen.last_price = 300000;
  return {seen};
}

Feedback Tick(std::span<const AuctionSeen> seen) {
  market::LineTally tally;
  tally.auctions = 10;
  tally.conversions = 3;
  tally.spend = Money(2000000);
  tally.expected_conversions = 2.5;
  return {{0, 4}, tally, Money(38000000), seen};
}

market::BidFunction Bid(double coefficient, double share = 0) {
  const auto aim = AimOf("test", Facts()).value();
  return {CoefficientBid(aim, coefficient), nullptr, share};
}

double Signal(const TrajectoryRecorder& recorder, const std::string& name) {
  const auto& names = TrajectoryRecorder::SignalNames();
  std::vector<double> values(names.size());
  recorder.Signals(values);
  const auto found = std::ranges::find(names, "trajectory." + name);
  return values.at(static_cast<size_t>(found - names.begin()));
}

TEST(TrajectoryRecorder, ReportsStateActionAndOutcome) {
  TrajectoryRecorder recorder = Recorder();
  market::BidFunction bid = Bid(1.5);
  recorder.Plan({{0, 4}, Money(40000000)}, bid);
  const auto sample = Sample();
  recorder.Learn(Tick(sample));
  EXPECT_EQ(Signal(recorder, "time_left"), 1);
  EXPECT_EQ(Signal(recorder, "price_level_last"), 0) << "before the tick";
  EXPECT_DOUBLE_EQ(Signal(recorder, "action"), 1.5) << "not what leases left";
  EXPECT_EQ(Signal(recorder, "reward"), 3);
  EXPECT_EQ(Signal(recorder, "expected_reward"), 2.5);
  EXPECT_EQ(Signal(recorder, "cost"), 0.05);
  EXPECT_EQ(Signal(recorder, "budget_micros"), 40e6);
  EXPECT_EQ(Signal(recorder, "target_micros"), 4e6);
  bid = Bid(1.5);
  recorder.Plan({{1, 4}, Money(38000000)}, bid);
  EXPECT_EQ(Signal(recorder, "time_left"), 0.75);
  EXPECT_NEAR(Signal(recorder, "price_level_last"), 0.5596, 1e-4);
}

TEST(TrajectoryRecorder, SeesForAStrategyThatDoesNotWant) {
  TrajectoryRecorder recorder = Recorder();
  market::BidFunction bid = Bid(1);
  recorder.Plan({{0, 4}, Money(40000000)}, bid);
  EXPECT_EQ(bid.watch_share, 0.5);
  const auto sample = Sample();
  EXPECT_TRUE(recorder.Learn(Tick(sample)).seen.empty());
}

TEST(TrajectoryRecorder, LeavesAStrategyItsOwnSample) {
  TrajectoryRecorder recorder = Recorder();
  market::BidFunction bid = Bid(1, 0.01);
  recorder.Plan({{0, 4}, Money(40000000)}, bid);
  EXPECT_EQ(bid.watch_share, 0.01);
  const auto sample = Sample();
  EXPECT_EQ(recorder.Learn(Tick(sample)).seen.size(), 1);
}

/// A line of two campaigns; the second values nothing.
market::MarketSpec Market() {
  market::MarketSpec spec;
  spec.recording.trajectory_watch_share = 0.1;
  spec.advertisers = {{"a", market::AdvertiserKind::kBrand, {Money(20000)}}};
  const auto truthful =
      market::FindMember("strategy", agents::Strategies(), "truthful").value();
  for (const double value : {1000.0, 0.0}) {
    market::CampaignSpec& campaign = spec.campaigns.emplace_back();
    campaign.value_per_click_micros = value;
    campaign.strategy = {"truthful",
                         market::ParamSet::Make(truthful->params, {}).value()};
    spec.lines.push_back({market::CampaignId(spec.campaigns.size() - 1),
                          market::AdvertiserId(0),
                          market::ChannelId(0),
                          {}});
  }
  return spec;
}

TEST(TrajectoryRecorder, IsForLinesThatValueSomething) {
  auto desk = agents::BiddersDesk::Make(Market()).value();
  const std::vector<Money> left = {Money(20000)};
  const auto sheet = desk.Plan({0, 48}, left);
  EXPECT_EQ(sheet[0].watch_share, 0.1);
  EXPECT_EQ(sheet[1].watch_share, 0);
  desk.Learn({0, 48}, {std::vector<market::LineTally>(2)}, left);
  const auto rows = desk.Signals(0);
  EXPECT_EQ(rows.size(), TrajectoryRecorder::SignalNames().size());
  for (const auto& row : rows) EXPECT_EQ(row.line, 0);
  EXPECT_EQ(desk.signal_names().back(), "trajectory.target_micros");
}

}  // namespace
}  // namespace souk::tests
