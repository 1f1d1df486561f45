// Promises of a trace that nothing disturbs.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "results/digest.h"
#include "results/trace_reader.h"
#include "results/trace_writer.h"
#include "tests/results/fixtures.h"

namespace souk::results {
namespace {

constexpr uint32_t kTicks = 24;

std::unique_ptr<TraceWriter> NewTrace(const std::string& path) {
  auto writer = TraceWriter::Create(path, SmallManifest());
  EXPECT_TRUE(writer.ok()) << writer.error().message;
  return std::move(writer).value();
}

void RecordTicks(TraceWriter& writer, uint32_t first, uint32_t last,
                 uint32_t flush_every) {
  for (uint32_t tick = first; tick < last; ++tick) {
    ASSERT_TRUE(writer.Record(RowsOfTick(tick)).ok());
    if ((tick + 1) % flush_every == 0) {
      const auto flushed = writer.Flush(tick + 1);
      ASSERT_TRUE(flushed.ok()) << flushed.error().message;
      writer.Release();
    }
  }
}

std::string FinishedTrace(const std::string& path, uint32_t flush_every) {
  auto writer = NewTrace(path);
  RecordTicks(*writer, 0, kTicks, flush_every);
  auto digest = writer->Finish(kTicks);
  EXPECT_TRUE(digest.ok()) << digest.error().message;
  return digest.ok() ? *digest : "";
}

std::unique_ptr<TraceReader> OpenTrace(const std::string& path) {
  auto reader = TraceReader::Open(path);
  EXPECT_TRUE(reader.ok()) << reader.error().message;
  return reader.ok() ? std::move(reader).value() : nullptr;
}

TEST(Trace, HoldsWhatWasRecorded) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  const std::string digest = FinishedTrace(path, 5);
  auto reader = OpenTrace(path);
  ASSERT_TRUE(reader);
  EXPECT_TRUE(reader->complete());
  EXPECT_EQ(reader->ticks_done(), kTicks);
  EXPECT_EQ(reader->stored_digest(), digest);
  EXPECT_EQ(reader->manifest(), SmallManifest());
  EXPECT_EQ(Difference(*reader, kTicks), "");
  auto recomputed = reader->RecomputeDigest();
  ASSERT_TRUE(recomputed.ok());
  EXPECT_EQ(*recomputed, digest);
}

TEST(Trace, ReadsAnyPartOfAColumn) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  auto writer = NewTrace(path);
  RecordTicks(*writer, 0, kTicks, 3);
  auto reader = OpenTrace(path);
  ASSERT_TRUE(reader);
  const auto all = reader->Read<uint64_t>("bids/page").value();
  ASSERT_GT(all.size(), 3 * kChunkRows);
  const RowRange range = {kChunkRows - 5, 2 * kChunkRows};
  const auto part = reader->Read<uint64_t>("bids/page", range).value();
  EXPECT_TRUE(std::equal(part.begin(), part.end(),
                         all.begin() + static_cast<ptrdiff_t>(range.first)));
}

TEST(Trace, ReadableAfterEveryFlush) {
  TemporaryFolder folder;
  const std::string path = folder / "odd %name%% here.h5";
  auto writer = NewTrace(path);
  for (uint32_t tick = 0; tick < 12; ++tick) {
    ASSERT_TRUE(writer->Record(RowsOfTick(tick)).ok());
    ASSERT_TRUE(writer->Flush(tick + 1).ok());
    auto reader = OpenTrace(path);
    ASSERT_TRUE(reader);
    EXPECT_FALSE(reader->complete());
    EXPECT_EQ(reader->ticks_done(), tick + 1);
    EXPECT_EQ(reader->stored_digest(), "");
    ASSERT_EQ(Difference(*reader, tick + 1), "") << "after tick " << tick;
  }
}

TEST(Trace, ExistsWithoutRowsFromTheStart) {
  TemporaryFolder folder;
  auto writer = NewTrace(folder / "run.h5");
  auto reader = OpenTrace(folder / "run.h5");
  ASSERT_TRUE(reader);
  EXPECT_FALSE(reader->complete());
  EXPECT_EQ(reader->ticks_done(), 0U);
  EXPECT_EQ(Difference(*reader, 0), "");
}

TEST(Trace, FlushedWithoutARowIsEmpty) {
  TemporaryFolder folder;
  auto writer = NewTrace(folder / "run.h5");
  ASSERT_TRUE(writer->Flush(0).ok());
  ASSERT_TRUE(writer->Finish(0).ok());
  auto reader = OpenTrace(folder / "run.h5");
  ASSERT_TRUE(reader);
  EXPECT_TRUE(reader->complete());
  EXPECT_EQ(reader->RecomputeDigest().value(), reader->stored_digest());
}

TEST(Trace, LeavesOneFileWhenFinished) {
  TemporaryFolder folder;
  FinishedTrace(folder / "run.h5", 2);
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    EXPECT_EQ(entry.path().filename(), "run.h5");
    ++files;
  }
  EXPECT_EQ(files, 1U);
}

TEST(Trace, HasTheSameDigestWhateverTheFlushes) {
  TemporaryFolder folder;
  FinishedTrace(folder / "a.h5", 3);
  FinishedTrace(folder / "b.h5", 7);
  EXPECT_EQ(OpenTrace(folder / "a.h5")->RecomputeDigest().value(),
            OpenTrace(folder / "b.h5")->RecomputeDigest().value());
}

TEST(Trace, HasFewSegments) {
  TemporaryFolder folder;
  auto writer = NewTrace(folder / "run.h5");
  RecordTicks(*writer, 0, 60, 1);
  size_t segments = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(folder / "run.h5.parts")) {
    ++segments;
  }
  EXPECT_LE(segments, 10U) << "after 60 flushes";
}

TEST(Trace, ReplacesAnEarlierTraceAndItsParts) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  {
    auto writer = NewTrace(path);
    RecordTicks(*writer, 0, 10, 2);
  }
  EXPECT_TRUE(std::filesystem::exists(path + ".parts"));
  FinishedTrace(path, 4);
  auto reader = OpenTrace(path);
  ASSERT_TRUE(reader);
  EXPECT_EQ(Difference(*reader, kTicks), "");
  EXPECT_FALSE(std::filesystem::exists(path + ".parts"));
}

TEST(Trace, KeepsOnlyFlushedRowsOfAnAbandonedRun) {
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  {
    auto writer = NewTrace(path);
    RecordTicks(*writer, 0, 17, 5);
  }
  auto reader = OpenTrace(path);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->ticks_done(), 15U);
  EXPECT_EQ(Difference(*reader, 15), "");
}

struct Checkpoint {
  std::string bytes;
  uint32_t ticks = 0;
};

// Runs `ticks` ticks with a flush at each `flush_every`, and gives the state
// that was saved `flushes_ago` flushes before the end.
Checkpoint AbandonedRun(const std::string& path, uint32_t ticks,
                        size_t flushes_ago) {
  auto writer = NewTrace(path);
  std::vector<Checkpoint> checkpoints;
  for (uint32_t tick = 0; tick < ticks; ++tick) {
    EXPECT_TRUE(writer->Record(RowsOfTick(tick)).ok());
    if ((tick + 1) % 2 != 0) continue;
    EXPECT_TRUE(writer->Flush(tick + 1).ok());
    market::ArchiveWriter out;
    writer->Save(out);
    checkpoints.push_back({out.Take(), tick + 1});
  }
  const size_t newest = checkpoints.size() - 1;
  return checkpoints[newest - std::min(newest, flushes_ago)];
}

class TraceResume : public testing::TestWithParam<size_t> {};

TEST_P(TraceResume, ContinuesToTheSameFile) {
  TemporaryFolder folder;
  const std::string digest = FinishedTrace(folder / "whole.h5", 2);
  for (uint32_t ticks = 5; ticks < 20; ticks += 6) {
    const std::string path = folder / "resumed.h5";
    const Checkpoint saved = AbandonedRun(path, ticks, GetParam());
    market::ArchiveReader in(saved.bytes);
    auto writer = TraceWriter::Resume(path, in);
    ASSERT_TRUE(writer.ok()) << writer.error().message;
    EXPECT_TRUE(in.done());
    EXPECT_EQ((*writer)->ticks_done(), saved.ticks);
    EXPECT_EQ(OpenTrace(path)->ticks_done(), saved.ticks);
    RecordTicks(**writer, saved.ticks, kTicks, 3);
    EXPECT_EQ((*writer)->Finish(kTicks).value(), digest);
    EXPECT_EQ(Difference(*OpenTrace(path), kTicks), "");
  }
}

INSTANTIATE_TEST_SUITE_P(FlushesAgo, TraceResume, testing::Values(0, 1, 3));

TEST(Trace, RefusesToResumeAnotherRun) {
  TemporaryFolder folder;
  const Checkpoint saved = AbandonedRun(folder / "a.h5", 6, 0);
  Manifest other = SmallManifest();
  other.seed = 8;
  ASSERT_TRUE(TraceWriter::Create(folder / "a.h5", other).ok());
  market::ArchiveReader in(saved.bytes);
  auto writer = TraceWriter::Resume(folder / "a.h5", in);
  ASSERT_FALSE(writer.ok());
  EXPECT_EQ(writer.error().message,
            "cannot resume trace '" + (folder / "a.h5") +
                "': it belongs to another run than the checkpoint");
}

TEST(Trace, RefusesADamagedCheckpoint) {
  TemporaryFolder folder;
  const Checkpoint saved = AbandonedRun(folder / "a.h5", 6, 0);
  for (const size_t size :
       {size_t{3}, saved.bytes.size() / 2, saved.bytes.size() - 1}) {
    market::ArchiveReader in(std::string_view(saved.bytes).substr(0, size));
    auto writer = TraceWriter::Resume(folder / "a.h5", in);
    ASSERT_FALSE(writer.ok()) << size;
    EXPECT_NE(writer.error().message.find("the checkpoint is damaged"),
              std::string::npos)
        << writer.error().message;
  }
}

TEST(Trace, RefusesToResumeACompleteTrace) {
  TemporaryFolder folder;
  FinishedTrace(folder / "a.h5", 3);
  market::ArchiveReader in("");
  auto writer = TraceWriter::Resume(folder / "a.h5", in);
  ASSERT_FALSE(writer.ok());
  EXPECT_NE(writer.error().message.find("complete already"), std::string::npos);
}

TEST(Trace, OpensInH5pyWithItsAttributes) {
  if (!HasH5py()) GTEST_SKIP() << "python3-h5py is not installed";
  TemporaryFolder folder;
  const std::string path = folder / "run.h5";
  const std::string digest = FinishedTrace(path, 5);
  const Ran ran = RunCommand("/usr/bin/python3 " SOUK_SOURCE_DIR
                             "/tests/results/read_trace_test.py "
                             "finished '" +
                             path + "' " + digest);
  EXPECT_EQ(ran.status, 0) << ran.output;
}

}  // namespace
}  // namespace souk::results
