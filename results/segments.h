// Segments: the files in which a trace grows.
//
// A segment holds the full chunks that were completed since the flush before,
// and behind them the unfinished tail of every column. The tail of a segment
// is superseded by the next one, so the trace is: the full chunks of all
// segments, oldest first, and the tail of the newest. Hence every chunk but
// the last of a column is full and can be copied without decoding.
// A column without rows has no dataset.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "market/archive.h"
#include "market/result.h"
#include "results/column_buffers.h"
#include "results/compressor.h"
#include "results/hdf5.h"
#include "results/trace_paths.h"

namespace souk::results {

struct Segment {
  uint32_t number = 0;
  uint64_t chunk_bytes = 0;  ///< of all its full chunks, as stored
  std::array<uint32_t, kTables> chunks = {};     ///< full, in each column
  std::array<uint32_t, kTables> tail_rows = {};  ///< < kChunkRows

  uint64_t full_rows(size_t table) const {
    return uint64_t{chunks[table]} * kChunkRows;
  }
  uint64_t rows(size_t table) const {
    return full_rows(table) + tail_rows[table];
  }
  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);
};

/// Writes one segment; removes the file again unless Finish() succeeds.
class SegmentWriter {
 public:
  SegmentWriter(const TracePaths& paths, uint32_t number);
  ~SegmentWriter();

  /// The next kChunkRows rows of a column.
  void AppendChunk(size_t column, std::span<const uint8_t> raw);
  /// Appends the tails and makes the file durable.
  market::Result<Segment> Finish(ColumnBuffers& tails);
  market::Result<void> status() const { return file_.status(); }

 private:
  void Append(size_t column, std::span<const uint8_t> raw, size_t rows);

  std::string path_;
  Segment segment_;
  hdf5::OutputFile file_;
  std::vector<bool> has_rows_;  ///< by column
  Compressor compressor_;
  bool finished_ = false;
};

/// Rows of each table that neighbouring `segments` hold together.
RowCounts RowsOf(std::span<const Segment> segments);

/// Columns of a file, by index into Columns().
struct CopyTarget {
  hdf5::OutputFile& file;
  const std::vector<std::string>& paths;
};

/// Appends the rows of neighbouring `segments` to the columns of `out`.
market::Result<void> CopySegments(const TracePaths& paths,
                                  std::span<const Segment> segments,
                                  const CopyTarget& out);

/// Writes neighbouring `segments` as one new segment with this number.
market::Result<Segment> MergeSegments(const TracePaths& paths,
                                      std::span<const Segment> segments,
                                      uint32_t number);

/// How many of the newest segments are worth merging, 0 if none: a segment
/// joins the newer ones unless it is more than twice as large as they are
/// together. So the number of segments stays logarithmic.
size_t MergeCount(std::span<const Segment> segments);

/// Fills the buffers with the tail of `segment`, which it checks on the way.
market::Result<void> LoadTails(const TracePaths& paths, const Segment& segment,
                               ColumnBuffers& tails);
/// An Error if the file of the segment is missing or of another size.
market::Result<void> CheckSegment(const TracePaths& paths,
                                  const Segment& segment);

}  // namespace souk::results
