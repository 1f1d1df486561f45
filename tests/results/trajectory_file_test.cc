#include "results/trajectory_file.h"

#include <gtest/gtest.h>

#include "tests/results/fixtures.h"

namespace souk::tests {
namespace {

using market::Trajectories;
using results::ReadTrajectories;
using results::TrajectoryWriter;

/// `days` trajectories of three ticks with two features.
Trajectories Some(uint32_t days) {
  Trajectories rows;
  rows.features = {"time_left", "budget_left"};
  for (uint32_t i = 0; i < 3 * days; ++i) {
    const auto x = static_cast<float>(i);
    rows.state.insert(rows.state.end(), {x, x / 3});
    rows.action.push_back(1 + x);
    rows.reward.push_back(2 * x);
    rows.expected_reward.push_back(x / 7);
    rows.cost.push_back(x / 100);
    rows.done.push_back(i % 3 == 2 ? 1 : 0);
    rows.episode.push_back(i / 3);
    rows.tick.push_back(i % 3);
    rows.budget_micros.push_back(1e9 + i);
    rows.target_micros.push_back(1e6);
  }
  return rows;
}

void ExpectEqual(const Trajectories& one, const Trajectories& other) {
  EXPECT_EQ(one.features, other.features);
  EXPECT_EQ(one.state, other.state);
  EXPECT_EQ(one.action, other.action);
  EXPECT_EQ(one.reward, other.reward);
  EXPECT_EQ(one.expected_reward, other.expected_reward);
  EXPECT_EQ(one.cost, other.cost);
  EXPECT_EQ(one.done, other.done);
  EXPECT_EQ(one.episode, other.episode);
  EXPECT_EQ(one.tick, other.tick);
  EXPECT_EQ(one.budget_micros, other.budget_micros);
  EXPECT_EQ(one.target_micros, other.target_micros);
}

class TrajectoryFile : public testing::Test {
 protected:
  std::string PathOf(const std::string& name) const { return folder_ / name; }
  void Write(const std::string& name, const Trajectories& rows) const {
    TrajectoryWriter writer(PathOf(name), rows.features);
    writer.Append(rows);
    ASSERT_TRUE(writer.Finish({"a.h5"}).ok());
  }

 private:
  results::TemporaryFolder folder_;
};

TEST_F(TrajectoryFile, GivesBackWhatWasWrittenInParts) {
  Trajectories all = Some(3000);
  TrajectoryWriter writer(PathOf("d.h5"), all.features);
  writer.Append(all);
  writer.Append(Some(2));
  EXPECT_EQ(writer.rows(), 9006);
  EXPECT_FALSE(std::filesystem::exists(PathOf("d.h5"))) << "before its end";
  ASSERT_TRUE(writer.Finish({"a.h5"}).ok());
  const Trajectories read = ReadTrajectories(PathOf("d.h5")).value();
  ASSERT_EQ(read.rows(), 9006);
  EXPECT_EQ(read.state[9003 * 2 - 1], 1 * 2 / 3.0F);
  EXPECT_EQ(read.budget_micros[9005], 1e9 + 5);
}

TEST_F(TrajectoryFile, JoinsFilesAndGoesOnCountingEpisodes) {
  Write("a.h5", Some(2));
  Write("b.h5", Some(1));
  const std::vector<std::string> paths = {PathOf("a.h5"), PathOf("b.h5")};
  const Trajectories read = ReadTrajectories(paths).value();
  EXPECT_EQ(read.episode, (std::vector<uint32_t>{0, 0, 0, 1, 1, 1, 2, 2, 2}));
  ExpectEqual(ReadTrajectories(paths[0]).value(), Some(2));
}

TEST_F(TrajectoryFile, RefusesWhatDoesNotFit) {
  EXPECT_EQ(ReadTrajectories(PathOf("no.h5")).error().message,
            "'" + PathOf("no.h5") +
                "' is not a file of trajectories (souk dataset): No such file "
                "or directory (reading '" +
                PathOf("no.h5") + "')");
  Trajectories other = Some(1);
  other.features[1] = "size";
  Write("a.h5", Some(1));
  Write("b.h5", other);
  EXPECT_EQ(ReadTrajectories(std::vector{PathOf("a.h5"), PathOf("b.h5")})
                .error()
                .message,
            "'" + PathOf("b.h5") + "' has other features than '" +
                PathOf("a.h5") + "'");
}

TEST_F(TrajectoryFile, LeavesNothingBehindWhenItIsDiscarded) {
  TrajectoryWriter writer(PathOf("d.h5"), Some(1).features);
  writer.Append(Some(1));
  writer.Discard();
  EXPECT_TRUE(std::filesystem::is_empty(
      std::filesystem::path(PathOf("d.h5")).parent_path()));
}

}  // namespace
}  // namespace souk::tests
