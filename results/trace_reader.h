// Reads a trace, complete or not.
//
// Rows of an incomplete trace are read from its segments directly, so that a
// segment that is missing or damaged is an Error with its path (through the
// virtual columns HDF5 would yield zeros).
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
  /// As the writer stored it; empty if the trace is not complete.
  const std::string& stored_digest() const { return progress_.digest; }

  /// Rows of a table of the layout ("ticks").
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

  /// The digest of the rows that are there; one chunk in memory at a time.
  market::Result<std::string> RecomputeDigest();

 private:
  explicit TraceReader(const std::string& path) : path_(path), file_(path) {}

  template <class T>
  static constexpr ColumnType TypeOf();
  static size_t IndexOf(std::string_view column, ColumnType type);

  market::Result<void> OpenColumns();
  market::Result<void> OpenPieces(size_t column);
  market::Result<void> OpenPiece(size_t column, const hdf5::Piece& piece);
  market::Result<void> ReadBytes(size_t column, uint64_t first,
                                 std::span<uint8_t> out);
  market::Result<void> DigestColumn(size_t column,
                                    class ColumnDigests& digests);
  hdf5::InputFile& FileOf(const hdf5::Piece& piece);
  std::string PathOf(const hdf5::Piece& piece) const;
  market::Error Unreadable(const std::string& reason) const;

  std::string path_;
  hdf5::InputFile file_;
  Manifest manifest_;
  Progress progress_;
  std::vector<uint64_t> table_rows_;
  std::vector<std::vector<hdf5::Piece>> pieces_;  ///< by column
  std::map<std::string, hdf5::InputFile> segments_;
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
