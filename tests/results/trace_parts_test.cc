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

INSTANTIATE_TEST_SUITE_P(Nodes, TraceParts, testing::Values(1, 2, 3, 4));

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

TEST(TracePartsRun, CountNothingTwiceAfterALoss) {
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

TEST(TracePartsRun, OpenInH5pyWithAllTheirRows) {
  if (!HasH5py()) GTEST_SKIP() << "python3-h5py is not installed";
  TemporaryFolder folder;
  const std::string path = folder / "odd %name%% here.h5";
  FakeCluster cluster(path);
  PlayWithALoss(cluster);
  const std::string digest = cluster.Finish(kTicks);
  const std::string script =
      "/usr/bin/python3 " SOUK_SOURCE_DIR "/tests/results/read_parts_test.py ";
  const Ran whole = RunCommand(script + "whole '" + path + "' " + digest);
  EXPECT_EQ(whole.status, 0) << whole.output;
  std::filesystem::remove(cluster.PathOf(1));
  const Ran holed = RunCommand(script + "without '" + path + "' 1");
  EXPECT_EQ(holed.status, 0) << holed.output;
}

TEST(TracePartsRun, ShowWhatTheLastFlushHasConfirmed) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  FakeCluster cluster(path);
  const size_t node = cluster.Join();
  cluster.Join();  // never records anything
  for (uint32_t tick = 0; tick < 6; ++tick) {
    cluster.Play(node, tick, {0, 1, 2, 3, 4, 5});
    cluster.Lead(tick);
    if (tick % 3 == 1) cluster.Flush(tick + 1);
  }
  auto reader = Get(TraceReader::Open(path));
  EXPECT_FALSE(reader->complete());
  EXPECT_EQ(reader->ticks_done(), 5U);
  EXPECT_EQ(reader->parts(), cluster.parts());
  EXPECT_EQ(reader->rows("bids"), cluster.parts()[node].rows[6]);
  EXPECT_EQ(Get(reader->Read<uint32_t>("bids/tick")).back(), 4U);
  EXPECT_EQ(Get(reader->Read<uint32_t>("market/tick")).back(), 4U);
}

TEST(TracePartsRun, GrowWithoutTearingTheViewOfTheMaster) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  FakeCluster cluster(path);
  const size_t node = cluster.Join();
  std::string before;
  for (uint32_t tick = 0; tick < 10; ++tick) {
    cluster.Play(node, tick, {0, 1, 2, 3, 4, 5});
    cluster.Lead(tick);
    if (tick == 4) {
      cluster.Flush(5);
      before = RecomputedDigest(path);
    }
  }
  auto writer = cluster.Lose(node);
  for (uint32_t flush = 0; flush < 4; ++flush) {
    Must(writer->Record(CellRows(10 + flush, 0)));
    Must(writer->Flush(10 + flush));
    writer->Release();
    EXPECT_EQ(RecomputedDigest(path), before);
  }
  Get(writer->Finish(14));
  EXPECT_EQ(RecomputedDigest(path), before);
}

TEST(TracePartsRun, MayBeEmptyAndThenNeedNotBeThere) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  FakeCluster cluster(path);
  cluster.Join();
  for (uint32_t tick = 0; tick < 3; ++tick) cluster.Lead(tick);
  const std::string digest = cluster.Finish(3);
  EXPECT_EQ(cluster.lead().why_no_digest(), "");
  EXPECT_NE(digest, "");
  std::filesystem::remove_all(folder / "run.h5.nodes");
  EXPECT_EQ(RecomputedDigest(path), digest);
}

// Ends without Finish(), as SIGKILL would: after 15 ticks, of which the
// checkpoint knows 10; returns the checkpoint.
std::string KilledRun(const std::string& path) {
  FakeCluster cluster(path);
  std::string checkpoint;
  const size_t node = cluster.Join();
  const size_t other = cluster.Join();
  for (uint32_t tick = 0; tick < 15; ++tick) {
    cluster.Play(node, tick, {1, 4, 0});
    cluster.Play(other, tick, {5, 3, 2});
    cluster.Lead(tick);
    if (tick % 5 != 4) continue;
    if (tick == 14) cluster.Join();
    cluster.Flush(tick + 1);
    if (tick == 9) checkpoint = cluster.Checkpoint();
  }
  return checkpoint;
}

TEST(TracePartsResume, ContinuesWithNewNodesToTheSameDigest) {
  TemporaryFolder folder;
  const std::string whole = OneWriter(folder / "whole.h5", kTicks);
  const std::string path = folder / "run.h5";
  const std::string checkpoint = KilledRun(path);
  EXPECT_EQ(Get(TraceReader::Open(path))->ticks_done(), 15U);
  FakeCluster cluster(path, checkpoint);
  EXPECT_EQ(cluster.parts().size(), 2U);
  EXPECT_EQ(Get(TraceReader::Open(path))->ticks_done(), 10U);
  const size_t node = cluster.Join();
  EXPECT_EQ(cluster.parts()[node].path, "run.h5.nodes/0004.h5");
  for (uint32_t tick = 10; tick < kTicks; ++tick) {
    cluster.Play(node, tick, {0, 1, 2, 3, 4, 5});
    cluster.Lead(tick);
    if (tick == 17) cluster.Flush(tick + 1);
  }
  EXPECT_EQ(cluster.Finish(kTicks), whole) << cluster.lead().why_no_digest();
  EXPECT_EQ(RecomputedDigest(path), whole);
}

TEST(TracePartsResume, NeverUsesANumberTwiceEvenWithoutTheFolder) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  const std::string checkpoint = KilledRun(path);
  std::filesystem::remove_all(path + ".nodes");
  FakeCluster cluster(path, checkpoint);
  EXPECT_EQ(cluster.lead().NextPartNumber(), 4U);
  EXPECT_EQ(cluster.lead().NextPartNumber(), 5U);
}

TEST(TracePartsResume, MayGoOnInOneProcess) {
  TemporaryFolder folder;
  const std::string whole = OneWriter(folder / "whole.h5", kTicks);
  const std::string path = folder / "run.h5";
  const std::string checkpoint = KilledRun(path);
  market::ArchiveReader in(checkpoint);
  auto writer = Get(TraceWriter::Resume(path, in));
  for (uint32_t tick = 10; tick < kTicks; ++tick) {
    Must(writer->Record(WholeTick(tick)));
    if (tick == 17) Must(writer->Flush(tick + 1));
  }
  EXPECT_EQ(RecomputedDigest(path).size(), whole.size());
  EXPECT_EQ(Get(writer->Finish(kTicks)), whole) << writer->why_no_digest();
  EXPECT_EQ(RecomputedDigest(path), whole);
  EXPECT_FALSE(std::filesystem::exists(path + ".parts"));
}

TEST(TracePartsResume, MayGoOnOnNodesAfterOneProcess) {
  TemporaryFolder folder;
  const std::string whole = OneWriter(folder / "whole.h5", kTicks);
  const std::string path = folder / "run.h5";
  market::ArchiveWriter out;
  {
    auto writer = Get(TraceWriter::Create(path, SmallManifest()));
    for (uint32_t tick = 0; tick < 9; ++tick) {
      Must(writer->Record(WholeTick(tick)));
    }
    Must(writer->Flush(9));
    writer->Save(out);
  }
  FakeCluster cluster(path, out.bytes());
  const size_t node = cluster.Join();
  const size_t other = cluster.Join();
  for (uint32_t tick = 9; tick < kTicks; ++tick) {
    cluster.Play(other, tick, {3, 4, 5});
    cluster.Play(node, tick, {2, 1, 0});
    cluster.Lead(tick);
    if (tick % 4 == 0) cluster.Flush(tick + 1);
  }
  EXPECT_EQ(cluster.Finish(kTicks), whole) << cluster.lead().why_no_digest();
  EXPECT_EQ(RecomputedDigest(path), whole);
}

}  // namespace
}  // namespace souk::results
