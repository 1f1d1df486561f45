// Promises of the one file that is merged from many.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "results/trace_merge.h"
#include "tests/results/parts_fixtures.h"

namespace souk::results {
namespace {

namespace fs = std::filesystem;

constexpr uint32_t kTicks = 16;

std::string BytesIn(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string Merge(const std::string& master, const std::string& path) {
  return Get(MergeTrace(*Get(TraceReader::Open(master)), path));
}

std::string MergeMessage(const std::string& master, const std::string& path) {
  auto merged = MergeTrace(*Get(TraceReader::Open(master)), path);
  EXPECT_FALSE(merged.ok());
  return merged.ok() ? "" : merged.error().message;
}

size_t FilesIn(const std::string& folder) {
  return static_cast<size_t>(
      std::distance(fs::recursive_directory_iterator(folder),
                    fs::recursive_directory_iterator()));
}

TEST(TraceMerge, IsTheFileThatOneProcessWouldHaveWritten) {
  TemporaryFolder folder;
  const std::string whole = OneWriter(folder / "whole.h5", kTicks);
  for (const uint32_t nodes : {1U, 3U}) {
    const std::string path = folder / ("run" + std::to_string(nodes) + ".h5");
    DealtRun(path, kTicks, nodes);
    const size_t files = FilesIn(folder.path());
    EXPECT_EQ(Merge(path, path + ".one"), whole);
    EXPECT_TRUE(BytesIn(path + ".one") == BytesIn(folder / "whole.h5"));
    EXPECT_EQ(FilesIn(folder.path()), files + 1) << "nothing else has changed";
  }
}

TEST(TraceMerge, OfAnIncompleteTraceHoldsWhatWasFlushed) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  {
    FakeCluster cluster(path);
    const size_t node = cluster.Join();
    const size_t other = cluster.Join();
    for (uint32_t tick = 0; tick < 9; ++tick) {
      cluster.Play(node, tick, {3, 1});
      cluster.Play(other, tick, {5, 4, 2, 0});
      cluster.Lead(tick);
      if (tick % 3 == 0) cluster.Flush(tick + 1);
    }
  }
  const std::string digest = Merge(path, folder / "merged.h5");
  auto merged = Get(TraceReader::Open(folder / "merged.h5"));
  EXPECT_FALSE(merged->complete());
  EXPECT_EQ(merged->ticks_done(), 7U);
  EXPECT_TRUE(merged->parts().empty());
  EXPECT_EQ(digest, OneWriter(folder / "whole.h5", 7));
  EXPECT_EQ(Get(merged->RecomputeDigest()), digest);
}

TEST(TraceMerge, ComputesTheDigestThatTheLeadCouldNot) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  FakeCluster cluster(path);
  const size_t node = cluster.Join();
  for (uint32_t tick = 0; tick < 3; ++tick) {
    cluster.Play(node, tick, {0, 1, 2, 3, 4, 5});
    cluster.Lead(tick);
  }
  cluster.Flush(3);
  cluster.Lose(node);
  fs::rename(path + ".nodes", folder / "elsewhere");
  cluster.Finish(3);
  fs::rename(folder / "elsewhere", path + ".nodes");
  const std::string digest = Merge(path, folder / "merged.h5");
  EXPECT_EQ(digest, OneWriter(folder / "whole.h5", 3));
  EXPECT_EQ(Get(TraceReader::Open(folder / "merged.h5"))->stored_digest(),
            digest);
}

TEST(TraceMerge, NeverReplacesAFile) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  DealtRun(path, 2, 2);
  const std::string before = BytesIn(path);
  EXPECT_EQ(MergeMessage(path, path),
            "cannot write trace '" + path + "': there is such a file already");
  EXPECT_TRUE(BytesIn(path) == before);
}

TEST(TraceMerge, SaysWhyItCannotWrite) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  DealtRun(path, 2, 2);
  const std::string deep = folder / "no/such/folder.h5";
  EXPECT_EQ(MergeMessage(path, deep), "cannot write trace '" + deep +
                                          "': No such file or directory "
                                          "(writing '" +
                                          deep + ".tmp')");
}

TEST(TraceMerge, RefusesAPartThatWasChangedAfterTheRun) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  const std::string digest = DealtRun(path, 2, 2);
  auto writer = Get(TraceWriter::CreatePart(path, 2, SmallManifest()));
  for (uint32_t tick = 0; tick < 2; ++tick) {
    for (const uint32_t cell : {1U, 3U, 5U}) {
      market::TickRows rows = CellRows(tick, cell);
      if (!rows.bids.empty()) rows.bids.back().bid_micros += 1;
      Must(writer->Record(rows));
    }
  }
  Get(writer->Finish(2));
  const size_t files = FilesIn(folder.path());
  const std::string message = MergeMessage(path, folder / "merged.h5");
  EXPECT_EQ(message.find("'" + path +
                         "' or a part of it was changed after the run: "
                         "together they have the digest "),
            0U)
      << message;
  EXPECT_TRUE(message.ends_with(", no longer " + digest)) << message;
  EXPECT_EQ(FilesIn(folder.path()), files) << "no half a file is left";
}

}  // namespace
}  // namespace souk::results
