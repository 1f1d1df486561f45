// Reads a trace, complete or not.
//
// Rows of an incomplete trace are read from its segments directly, so that a
// segment that is missing or damaged is an Error with its path (through the
// virtual columns HDF5 would yield zeros). So are those of a trace with parts
// (trace_parts.h); a part that is missing, too short, or of another run is an
// Error with its path and host. Its columns are those that other programs see:
// part after part, not in the order of ticks; StreamTable() (logical_rows.h)
// has them in order.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "market/result.h"
#include "results/hdf5.h"
#include "results/manifest.h"
#include "results/trace_parts.h"

namespace souk::results {

/// Rows [first, first + count) of a column.
struct RowRange {
  uint64_t first = 0;
  uint64_t count = 0;
};

class TraceReader {
 public:
  /// Checks the manifest, all columns and the presence of all segments.
  static market::Result<std::unique_ptr<TraceReader>> Open(
      const std::string& path);

  const std::string& path() const { return path_; }
  const Manifest& manifest() const { return manifest_; }
  bool complete() const { return progress_.complete; }
  uint32_t ticks_done() const { return progress_.ticks_done; }
  const std::vector<TracePart>& parts() const { return parts_; }
  /// As the writer stored it; empty if the trace is not complete, or if the
  /// writer could not read all parts.
  const std::string& stored_digest() const { return progress_.digest; }

  /// Rows of a table of the layout ("ticks"); 0 if the trace lacks it because
  /// its market has no contracts.
  uint64_t rows(std::string_view table) const;
  /// A column of the layout ("ticks/clicks"); T is exactly its type.
  template <class T>
  market::Result<std::vector<T>> Read(std::string_view column) {
    return Read<T>(column, {0, rows(column.substr(0, column.find('/')))});
  }
  /// A part of it; the range lies within the column.
  template <class T>
  market::Result<std::vector<T>> Read(std::string_view column, RowRange range) {
    const size_t index = IndexOf(column, TypeOf<T>());
    std::vector<T> values(range.count);
    market::Result<void> read = ReadBytes(
        index, range.first,
        {reinterpret_cast<uint8_t*>(values.data()), values.size() * sizeof(T)});
    if (!read) return read.error();
    return values;
  }

  /// Rows from `first` on of a column (by index) into `out`.
  market::Result<void> ReadBytes(size_t column, uint64_t first,
                                 std::span<uint8_t> out);
  /// Frees what reading a column has cached.
  void DropCache(size_t column);
  /// Where parts end in a table: the master's own rows first, then each part.
  std::vector<uint64_t> PartEnds(size_t table) const;
  /// The part that holds this row, for messages; the trace itself if none.
  std::string FileOfRow(size_t table, uint64_t row) const;

  /// The digest of the rows that are there, in logical order; a chunk of each
  /// part in memory at a time.
  market::Result<std::string> RecomputeDigest();

 private:
  explicit TraceReader(const std::string& path) : path_(path), file_(path) {}
  static market::Result<std::unique_ptr<TraceReader>> OpenOnce(
      const std::string& path);

  template <class T>
  static constexpr ColumnType TypeOf();
  static size_t IndexOf(std::string_view column, ColumnType type);

  market::Result<void> OpenParts();
  market::Result<void> OpenColumns();
  market::Result<void> OpenPieces(size_t column);
  market::Result<void> OpenPiece(size_t column, const hdf5::Piece& piece,
                                 int levels);
  std::vector<hdf5::Piece> PiecesInside(const hdf5::Piece& piece);
  hdf5::InputFile& FileOf(const std::string& file);
  std::string PathOf(const std::string& file) const;
  market::Error Unreadable(const std::string& reason) const;

  std::string path_;
  hdf5::InputFile file_;
  Manifest manifest_;
  Progress progress_;
  std::vector<TracePart> parts_;
  std::vector<uint64_t> table_rows_;
  /// By column; none of a virtual column.
  std::vector<std::vector<hdf5::Piece>> pieces_;
  std::map<std::string, hdf5::InputFile> files_;  ///< segments and parts
};

template <class T>
constexpr ColumnType TraceReader::TypeOf() {
  if constexpr (std::is_same_v<T, uint8_t>) return ColumnType::kU8;
  if constexpr (std::is_same_v<T, uint16_t>) return ColumnType::kU16;
  if constexpr (std::is_same_v<T, uint32_t>) return ColumnType::kU32;
  if constexpr (std::is_same_v<T, uint64_t>) return ColumnType::kU64;
  if constexpr (std::is_same_v<T, int64_t>) return ColumnType::kI64;
  if constexpr (std::is_same_v<T, double>) return ColumnType::kF64;
}

}  // namespace souk::results
