// A run on many hosts gives the digest of the plain loop, whoever is lost.
#include <gmock/gmock.h>

#include <random>

#include "tests/support/clusters.h"
#include "tests/support/scenarios.h"

namespace souk::tests {
namespace {

using testing::HasSubstr;

/// Everything is recorded: pages, awards and bids.
SharedSpec Recorded(const std::string& name) {
  return LoadLibrary(name,
                     {"recording.page_share=1", "recording.award_share=1",
                      "recording.bid_share=0.1", "recording.flush_ticks=3"});
}

class ClusterMatrix : public testing::TestWithParam<std::string> {};

TEST_P(ClusterMatrix, AnyNumberOfHostsGivesTheSequentialDigest) {
  if (NeedsMissingLog(GetParam())) {
    GTEST_SKIP() << "the real logs are not here: set SOUK_SHARED_DATA to "
                    "their folder";
  }
  const SharedSpec spec = LoadLibrary(GetParam(), {"recording.flush_ticks=5"});
  const std::string expected = SequentialDigest(spec);
  for (const ClusterShape shape :
       {ClusterShape{1, 1, 0, 0}, ClusterShape{2, 1, 1, 2},
        ClusterShape{4, 2, 0, 3}, ClusterShape{0, 1, 0, 0}}) {
    TestCluster cluster(spec, shape);
    EXPECT_EQ(cluster.Run(), expected)
        << shape.nodes << " nodes, " << shape.desks << " desks";
  }
}

INSTANTIATE_TEST_SUITE_P(Library, ClusterMatrix,
                         testing::ValuesIn(LibraryNames()),
                         [](const auto& scenario) { return scenario.param; });

class Cluster : public testing::Test {
 protected:
  SharedSpec spec_ = Recorded("one_of_everything");
  std::string expected_ = SequentialDigest(spec_);
  std::minstd_rand dice_{20261125};

  uint32_t AnyTick() {
    return std::uniform_int_distribution<uint32_t>(
        1, spec_->calendar.ticks() - 1)(dice_);
  }
};

TEST_F(Cluster, SurvivesTheLossOfAHostAtAnyMoment) {
  for (int round = 0; round < 12; ++round) {
    TestCluster cluster(spec_, {.nodes = 3, .desks = 2});
    const uint32_t when = AnyTick();
    cluster.after_tick = [&](uint32_t tick) {
      if (tick == when) TestCluster::Kill(cluster.host(round % 3));
    };
    EXPECT_EQ(cluster.Run(), expected_) << "killed after tick " << when;
  }
}

TEST_F(Cluster, SurvivesTheLossOfTwoAtOnceAndOfAll) {
  for (const size_t victims : {2, 3}) {
    TestCluster cluster(spec_, {.nodes = 3, .desks = 3});
    const uint32_t when = AnyTick();
    cluster.after_tick = [&](uint32_t tick) {
      for (size_t i = 0; tick == when && i < victims; ++i) {
        TestCluster::Kill(cluster.host(i));
      }
    };
    EXPECT_EQ(cluster.Run(), expected_) << victims << " after tick " << when;
  }
}

TEST_F(Cluster, GivesSeatsToAHostThatJoinsLater) {
  TestCluster cluster(spec_, {.nodes = 1, .desks = 2});
  caf::actor late;
  cluster.after_tick = [&](uint32_t tick) {
    if (tick == 2) late = cluster.AddHost("late");
    if (tick == spec_->calendar.ticks() - 2) TestCluster::Kill(late);
  };
  EXPECT_EQ(cluster.Run(), expected_);
  EXPECT_THAT(cluster.news(),
              testing::Contains(HasSubstr("late on test has joined")));
  EXPECT_THAT(cluster.news(), testing::Contains(testing::ContainsRegex(
                                  "late on test takes over [0-9]+ seats?")));
}

TEST_F(Cluster, StopsAndGoesOnWithOtherHosts) {
  for (const uint32_t stop : {1U, AnyTick()}) {
    TestCluster cluster(spec_, {.nodes = 2, .desks = 2});
    SilentObserver hasty(stop);
    const std::string end = cluster.Run(std::nullopt, hasty);
    if (end == expected_) continue;  // it was faster than the request
    ASSERT_EQ(end, "stopped");
    SilentObserver patient;
    EXPECT_EQ(cluster.Run(cluster.sink().kept(), patient), expected_);
  }
}

TEST_F(Cluster, TellsWhoWasLostAndHowLongItTook) {
  TestCluster cluster(spec_, {.nodes = 2});
  cluster.after_tick = [&](uint32_t tick) {
    if (tick == 3) TestCluster::Kill(cluster.host(1));
  };
  EXPECT_EQ(cluster.Run(), expected_);
  EXPECT_THAT(
      cluster.news(),
      testing::Contains(HasSubstr("lost node-2 on test: its connection is")));
  EXPECT_THAT(cluster.news(), testing::Contains(testing::ContainsRegex(
                                  "recovered the [0-9]+ seats? of node-2")));
}

}  // namespace
}  // namespace souk::tests
