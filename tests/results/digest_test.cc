#include "results/digest.h"

#include <gtest/gtest.h>

#include "results/trace_writer.h"
#include "tests/results/fixtures.h"

namespace souk::results {
namespace {

std::string DigestOfTicks(uint32_t ticks) {
  DigestSink sink;
  for (uint32_t tick = 0; tick < ticks; ++tick) {
    EXPECT_TRUE(sink.Record(RowsOfTick(tick)).ok());
  }
  return sink.digest();
}

TEST(Digest, HasFixedValues) {
  EXPECT_EQ(DigestSink().digest(), "57f9792d80ac3f0a1c556094878fb79c");
  EXPECT_EQ(DigestOfTicks(12), "c8fc381d97bb10a307ac5f572ddf5ed7");
}

TEST(Digest, IsThatOfTheWriterWhateverTheFlushes) {
  const std::string expected = DigestOfTicks(12);
  for (const uint32_t every : {1U, 5U, 100U}) {
    TemporaryFolder folder;
    auto writer = TraceWriter::Create(folder / "run.h5", SmallManifest());
    ASSERT_TRUE(writer.ok()) << writer.error().message;
    for (uint32_t tick = 0; tick < 12; ++tick) {
      ASSERT_TRUE((*writer)->Record(RowsOfTick(tick)).ok());
      if (tick % every != 0) continue;
      ASSERT_TRUE((*writer)->Flush(tick + 1).ok());
    }
    EXPECT_EQ((*writer)->Finish(12).value(), expected) << every;
  }
}

TEST(Digest, DoesNotDependOnHowRowsArrive) {
  DigestSink whole;
  DigestSink parts;
  market::TickRows rows = RowsOfTick(1);
  ASSERT_TRUE(whole.Record(rows).ok());
  market::TickRows first = rows;
  first.bids.resize(777);
  rows.lines.clear();
  rows.market.clear();
  rows.awards.clear();
  rows.pages.clear();
  rows.bids.erase(rows.bids.begin(), rows.bids.begin() + 777);
  ASSERT_TRUE(parts.Record(first).ok());
  ASSERT_TRUE(parts.Record(rows).ok());
  EXPECT_EQ(whole.digest(), parts.digest());
}

TEST(Digest, SeesEveryFieldOfEveryRow) {
  market::TickRows rows = RowsOfTick(1);
  rows.accounts.resize(1);
  rows.signals.resize(1);
  rows.contracts.resize(1);
  rows.contract_pages.resize(1);
  rows.contract_slots.resize(1);
  rows.supply.resize(1);
  DigestSink sink;
  ASSERT_TRUE(sink.Record(rows).ok());
  for (const PlacedColumn& placed : Columns()) {
    market::TickRows changed = rows;
    const Table& table = Layout()[placed.table];
    const RowSpan span = table.rows(changed);
    ASSERT_GT(span.count, 0U) << placed.path;
    auto* last =
        const_cast<uint8_t*>(span.first) + (span.count - 1) * table.row_bytes;
    last[placed.column.offset] ^= 1;
    DigestSink other;
    ASSERT_TRUE(other.Record(changed).ok());
    EXPECT_NE(other.digest(), sink.digest()) << placed.path;
  }
}

TEST(Digest, ContinuesAfterSaveAndLoad) {
  DigestSink first;
  for (uint32_t tick = 0; tick < 7; ++tick) {
    ASSERT_TRUE(first.Record(RowsOfTick(tick)).ok());
  }
  market::ArchiveWriter out;
  first.Save(out);
  market::ArchiveReader in(out.bytes());
  DigestSink second;
  second.Load(in);
  ASSERT_TRUE(in.done());
  for (uint32_t tick = 7; tick < 12; ++tick) {
    ASSERT_TRUE(second.Record(RowsOfTick(tick)).ok());
  }
  EXPECT_EQ(second.digest(), DigestOfTicks(12));
}

TEST(Digest, RefusesADamagedState) {
  DigestSink sink;
  ASSERT_TRUE(sink.Record(RowsOfTick(2)).ok());
  market::ArchiveWriter out;
  sink.Save(out);
  for (size_t size = 0; size < out.bytes().size(); size += 4099) {
    market::ArchiveReader in(std::string_view(out.bytes()).substr(0, size));
    DigestSink other;
    other.Load(in);
    EXPECT_FALSE(in.done()) << size;
  }
}

}  // namespace
}  // namespace souk::results
