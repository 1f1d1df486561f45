#include "results/segments.h"

#include <algorithm>

namespace souk::results {
namespace {

using hdf5::InputFile;
using hdf5::OutputFile;
using market::Error;
using market::Result;

bool FirstOfTable(size_t column) {
  return column == 0 || Columns()[column - 1].table != Columns()[column].table;
}

Error WrongSize(const std::string& path, const std::string& column,
                uint64_t rows) {
  return Error{"Column " + column + " has " + std::to_string(rows) +
               " rows, expected another number (reading '" + path + "')"};
}

/// A segment of a known size, opened for reading.
struct OpenSegment {
  OpenSegment(const TracePaths& paths, const Segment& opened)
      : segment(opened), path(paths.segment(opened.number)), file(path) {}

  /// The tail counts only in the newest segment.
  uint64_t rows_to_copy(size_t table, bool newest) const {
    return newest ? segment.rows(table) : segment.full_rows(table);
  }
  Result<void> Check(const PlacedColumn& placed) {
    const uint64_t rows = file.Rows(placed.path, placed.column.type);
    if (!file.status()) return file.status();
    if (rows == segment.rows(placed.table)) return {};
    return WrongSize(path, placed.path, rows);
  }

  const Segment& segment;
  std::string path;
  InputFile file;
};

Result<void> CopyColumn(OpenSegment& from, size_t column, uint64_t rows,
                        const CopyTarget& out) {
  if (rows == 0) return {};
  const PlacedColumn& placed = Columns()[column];
  if (Result<void> checked = from.Check(placed); !checked) return checked;
  for (uint64_t first = 0; first < rows; first += kChunkRows) {
    const auto stored = from.file.Chunk(placed.path, first / kChunkRows);
    if (!from.file.status()) return from.file.status();
    out.file.AppendChunk(out.paths[column], stored,
                         std::min<uint64_t>(rows - first, kChunkRows));
  }
  return out.file.status();
}

Segment Sum(std::span<const Segment> segments, uint32_t number) {
  Segment sum;
  sum.number = number;
  sum.tail_rows = segments.back().tail_rows;
  for (const Segment& segment : segments) {
    sum.chunk_bytes += segment.chunk_bytes;
    for (size_t table = 0; table < kTables; ++table) {
      sum.chunks[table] += segment.chunks[table];
    }
  }
  return sum;
}

Result<void> WriteMerged(const TracePaths& paths,
                         std::span<const Segment> segments,
                         const Segment& merged) {
  OutputFile out(paths.segment(merged.number));
  std::vector<std::string> columns;
  for (const PlacedColumn& placed : Columns()) {
    columns.push_back(placed.path);
    if (merged.rows(placed.table) == 0) continue;
    out.AddColumn(placed.path, placed.column.type);
  }
  Result<void> copied = CopySegments(paths, segments, {out, columns});
  Result<void> closed = out.Close();
  return copied ? closed : copied;
}

}  // namespace

void Segment::Save(market::ArchiveWriter& out) const {
  out.Put(number);
  out.Put(chunk_bytes);
  out.Put(chunks);
  out.Put(tail_rows);
}

void Segment::Load(market::ArchiveReader& in) {
  in.Get(number);
  in.Get(chunk_bytes);
  in.Get(chunks);
  in.Get(tail_rows);
  for (const uint32_t rows : tail_rows) {
    if (rows >= kChunkRows) Reject(in);
  }
}

SegmentWriter::SegmentWriter(const TracePaths& paths, uint32_t number)
    : path_(paths.segment(number)),
      file_(path_),
      has_rows_(Columns().size(), false) {
  segment_.number = number;
}

SegmentWriter::~SegmentWriter() {
  if (finished_) return;
  (void)file_.Close().ok();
  RemoveFile(path_);
}

void SegmentWriter::AppendChunk(size_t column, std::span<const uint8_t> raw) {
  Append(column, raw, kChunkRows);
  if (FirstOfTable(column)) ++segment_.chunks[Columns()[column].table];
}

void SegmentWriter::Append(size_t column, std::span<const uint8_t> raw,
                           size_t rows) {
  const PlacedColumn& placed = Columns()[column];
  if (!has_rows_[column]) file_.AddColumn(placed.path, placed.column.type);
  has_rows_[column] = true;
  const auto stored = compressor_.Store(raw, placed.bytes());
  file_.AppendChunk(placed.path, stored, rows);
  if (rows == kChunkRows) segment_.chunk_bytes += stored.size();
}

Result<Segment> SegmentWriter::Finish(ColumnBuffers& tails) {
  for (size_t column = 0; column < Columns().size(); ++column) {
    const size_t table = Columns()[column].table;
    const size_t rows = tails.tail_rows(table);
    segment_.tail_rows[table] = static_cast<uint32_t>(rows);
    if (rows > 0) Append(column, tails.padded_tail(column), rows);
  }
  if (Result<void> closed = file_.Close(); !closed) return closed.error();
  finished_ = true;
  return segment_;
}

RowCounts RowsOf(std::span<const Segment> segments) {
  RowCounts rows = {};
  for (const Segment& segment : segments) {
    for (size_t table = 0; table < kTables; ++table) {
      const bool newest = &segment == &segments.back();
      rows[table] += newest ? segment.rows(table) : segment.full_rows(table);
    }
  }
  return rows;
}

// Column by column, so that the bytes of `out` do not depend on where one
// segment ends and the next one begins.
Result<void> CopySegments(const TracePaths& paths,
                          std::span<const Segment> segments,
                          const CopyTarget& out) {
  std::vector<OpenSegment> open;
  for (const Segment& segment : segments) open.emplace_back(paths, segment);
  for (size_t column = 0; column < Columns().size(); ++column) {
    const size_t table = Columns()[column].table;
    for (OpenSegment& from : open) {
      const bool newest = &from == &open.back();
      Result<void> copied =
          CopyColumn(from, column, from.rows_to_copy(table, newest), out);
      if (!copied) return copied;
    }
  }
  return {};
}

Result<Segment> MergeSegments(const TracePaths& paths,
                              std::span<const Segment> segments,
                              uint32_t number) {
  const Segment merged = Sum(segments, number);
  const Result<void> written = WriteMerged(paths, segments, merged);
  if (written) return merged;
  RemoveFile(paths.segment(number));
  return written.error();
}

size_t MergeCount(std::span<const Segment> segments) {
  if (segments.size() < 2) return 0;
  size_t count = 1;
  uint64_t bytes = segments.back().chunk_bytes;
  while (count < segments.size()) {
    const Segment& older = segments[segments.size() - count - 1];
    if (older.chunk_bytes > 2 * bytes) break;
    bytes += older.chunk_bytes;
    ++count;
  }
  return count < 2 ? 0 : count;
}

Result<void> LoadTails(const TracePaths& paths, const Segment& segment,
                       ColumnBuffers& tails) {
  OpenSegment from(paths, segment);
  for (size_t table = 0; table < kTables; ++table) {
    tails.ResizeTail(table, segment.tail_rows[table]);
  }
  for (size_t column = 0; column < Columns().size(); ++column) {
    const PlacedColumn& placed = Columns()[column];
    if (segment.rows(placed.table) == 0) continue;
    if (Result<void> checked = from.Check(placed); !checked) return checked;
    const uint64_t first = segment.full_rows(placed.table);
    from.file.Read(placed.path, first, tails.mutable_tail(column));
  }
  return from.file.status();
}

Result<void> CheckSegment(const TracePaths& paths, const Segment& segment) {
  OpenSegment from(paths, segment);
  for (const PlacedColumn& placed : Columns()) {
    if (segment.rows(placed.table) == 0) continue;
    if (Result<void> checked = from.Check(placed); !checked) return checked;
  }
  return from.file.status();
}

}  // namespace souk::results
