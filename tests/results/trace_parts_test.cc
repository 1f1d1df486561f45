// Promises of a trace whose cells were recorded by several nodes.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/results/parts_fixtures.h"

namespace souk::results {
namespace {

constexpr uint32_t kTicks = 24;

std::string RecomputedDigest(const std::string& path) {
  auto reader = TraceReader::Open(path);
  if (!reader) return reader.error().message;
  auto digest = (*reader)->RecomputeDigest();
  return digest ? *digest : digest.error().message;
}

class TraceParts : public testing::TestWithParam<uint32_t> {};

TEST_P(TraceParts, HaveTheDigestOfOneWriter) {
  TemporaryFolder folder;
  const std::string whole = OneWriter(folder / "whole.h5", kTicks);
  const std::string path = folder / "run %1.h5";
  EXPECT_EQ(DealtRun(path, kTicks, GetParam()), whole);
  EXPECT_EQ(RecomputedDigest(path), whole);
  auto reader = Get(TraceReader::Open(path));
  EXPECT_TRUE(reader->complete());
  EXPECT_EQ(reader->stored_digest(), whole);
  EXPECT_EQ(reader->parts().size(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Nodes, TraceParts, testing::Values(1, 2, 3, 4, 7));

// Node 1 joins late, node 0 is lost at tick 12 after rows that were not
// confirmed, node 1 and a newcomer replay its cells.
void PlayWithALoss(FakeCluster& cluster) {
  const size_t first = cluster.Join();
  for (uint32_t tick = 0; tick < 5; ++tick) {
    cluster.Play(first, tick, {0, 1, 2, 3, 4, 5});
    cluster.Lead(tick);
  }
  cluster.Flush(5);
  const size_t second = cluster.Join();
  for (uint32_t tick = 5; tick < 10; ++tick) {
    cluster.Play(first, tick, {0, 1, 3});
    cluster.Play(second, tick, {5, 2, 4});
    cluster.Lead(tick);
  }
  cluster.Flush(10);
  for (uint32_t tick = 10; tick < 13; ++tick) {
    cluster.Play(first, tick, {0, 1, 3});
    cluster.Play(second, tick, {2, 4, 5});
    cluster.Lead(tick);
  }
  auto zombie = cluster.Lose(first);
  Must(zombie->Flush(13));
  const size_t third = cluster.Join();
  for (uint32_t tick = 10; tick < 13; ++tick) cluster.Play(second, tick, {1});
  for (uint32_t tick = 10; tick < 13; ++tick) cluster.Play(third, tick, {3, 0});
  for (uint32_t tick = 13; tick < kTicks; ++tick) {
    cluster.Play(third, tick, {0, 3});
    cluster.Play(second, tick, {1, 2, 4, 5});
    Must(zombie->Record(CellRows(tick, 1)));
    cluster.Lead(tick);
    if (tick == 20) cluster.Flush(tick + 1);
    if (tick == 21) Must(zombie->Flush(tick + 1));
  }
}

TEST(TracePartsFault, CountNothingTwiceAfterALoss) {
  TemporaryFolder folder;
  const std::string whole = OneWriter(folder / "whole.h5", kTicks);
  const std::string path = folder / "run.h5";
  FakeCluster cluster(path);
  PlayWithALoss(cluster);
  EXPECT_EQ(cluster.Finish(kTicks), whole) << cluster.lead().why_no_digest();
  EXPECT_EQ(RecomputedDigest(path), whole);
  EXPECT_TRUE(std::filesystem::exists(cluster.PathOf(0) + ".parts"))
      << "the lost part is left in segments";
}

}  // namespace
}  // namespace souk::results
