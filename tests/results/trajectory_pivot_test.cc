#include "results/trajectory_pivot.h"

#include <gtest/gtest.h>

#include "results/trace_writer.h"
#include "tests/results/fixtures.h"

namespace souk::results {
namespace {

using market::Trajectories;

constexpr uint32_t kTicksPerDay = 4;
constexpr uint32_t kTicks = 8;

/// A strategy's own signal among those of trajectories of two features.
Manifest Recorded() {
  Manifest manifest = SmallManifest();
  manifest.ticks_planned = kTicks;
  manifest.signals = {"multiplier",
                      "trajectory.time_left",
                      "trajectory.size",
                      "trajectory.action",
                      "trajectory.reward",
                      "trajectory.expected_reward",
                      "trajectory.cost",
                      "trajectory.budget_micros",
                      "trajectory.target_micros"};
  return manifest;
}

/// Values are line + tick / 100 + signal / 10.
double Told(uint32_t tick, uint32_t line, uint32_t signal) {
  if (signal == 1) {
    return 1 - static_cast<double>(tick % kTicksPerDay) / kTicksPerDay;
  }
  return line + tick / 100.0 + signal / 10.0;
}

/// Line 1 records nothing.
market::TickRows Rows(uint32_t tick) {
  market::TickRows rows;
  for (const uint32_t line : {0u, 1u, 2u}) {
    const uint32_t signals = line == 1 ? 1 : 9;
    for (uint32_t signal = 0; signal < signals; ++signal) {
      rows.signals.push_back({tick, line, signal, Told(tick, line, signal)});
    }
  }
  return rows;
}

class TrajectoryPivot : public testing::Test {
 protected:
  std::unique_ptr<TraceReader> Trace(const Manifest& manifest, bool finish) {
    auto writer = TraceWriter::Create(folder_ / "run.h5", manifest).value();
    for (uint32_t tick = 0; tick < kTicks; ++tick) {
      EXPECT_TRUE(writer->Record(Rows(tick)).ok());
    }
    if (finish)
      EXPECT_TRUE(writer->Finish(kTicks).ok());
    else
      EXPECT_TRUE(writer->Flush(kTicks).ok());
    return TraceReader::Open(folder_ / "run.h5").value();
  }

  TemporaryFolder folder_;
};

TEST_F(TrajectoryPivot, PutsDaysOfLinesIntoOnePiece) {
  const auto trace = Trace(Recorded(), true);
  EXPECT_EQ(RecordedFeatures(*trace).value(),
            (std::vector<std::string>{"time_left", "size"}));
  std::vector<Trajectories> days;
  const auto next = ForEachDay(
      *trace, 5, [&days](const Trajectories& day) { days.push_back(day); });
  EXPECT_EQ(next.value(), 9);
  ASSERT_EQ(days.size(), 2);
  for (uint32_t day = 0; day < 2; ++day) {
    const Trajectories& rows = days[day];
    ASSERT_EQ(rows.rows(), 2 * kTicksPerDay);
    ASSERT_EQ(rows.state.size(), 2 * rows.rows());
    for (uint32_t i = 0; i < rows.rows(); ++i) {
      const uint32_t line = i < kTicksPerDay ? 0 : 2;
      const uint32_t tick = day * kTicksPerDay + i % kTicksPerDay;
      const auto told = [&](uint32_t signal) {
        return Told(tick, line, signal);
      };
      EXPECT_EQ(rows.state[2 * i], static_cast<float>(told(1)));
      EXPECT_EQ(rows.state[2 * i + 1], static_cast<float>(told(2)));
      EXPECT_EQ(rows.action[i], static_cast<float>(told(3)));
      EXPECT_EQ(rows.reward[i], static_cast<float>(told(4)));
      EXPECT_EQ(rows.expected_reward[i], static_cast<float>(told(5)));
      EXPECT_EQ(rows.cost[i], static_cast<float>(told(6)));
      EXPECT_EQ(rows.budget_micros[i], told(7));
      EXPECT_EQ(rows.target_micros[i], told(8));
      EXPECT_EQ(rows.episode[i], 5 + 2 * day + line / 2);
      EXPECT_EQ(rows.tick[i], i % kTicksPerDay);
      EXPECT_EQ(rows.done[i], i % kTicksPerDay == kTicksPerDay - 1 ? 1 : 0);
    }
  }
}

TEST_F(TrajectoryPivot, NeedsACompleteTraceWithTrajectories) {
  const std::string path = "'" + (folder_ / "run.h5") + "'";
  EXPECT_EQ(RecordedFeatures(*Trace(Recorded(), false)).error().message,
            path + " is incomplete: finish its run with souk resume");
  Manifest none = Recorded();
  for (std::string& signal : none.signals) signal = "x" + signal;
  EXPECT_EQ(RecordedFeatures(*Trace(none, true)).error().message,
            path +
                " has no trajectories: run its scenario with "
                "recording.trajectory_watch_share above 0");
}

TEST_F(TrajectoryPivot, RefusesRowsThatLackANumber) {
  Manifest other = Recorded();
  other.signals[8] = "something";
  const auto trace = Trace(other, true);
  const auto next = ForEachDay(*trace, 0, [](const Trajectories&) {});
  EXPECT_EQ(next.error().message,
            "'" + (folder_ / "run.h5") +
                "' has rows of trajectories that lack a number: it was "
                "changed after the run");
}

}  // namespace
}  // namespace souk::results
