// Rows in, full chunks of columns out: the front half of every recorder.
//
// Rows are scattered into one buffer per column without any allocation per
// row. Whenever a table has kChunkRows rows, its columns are handed over in
// layout order; what is left is the tail.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "market/archive.h"
#include "market/events.h"
#include "results/layout.h"

namespace souk::results {

/// Turns `in` not ok(): what it holds cannot be ours. (Reads past its end.)
void Reject(market::ArchiveReader& in);

/// Takes chunks of kChunkRows rows. `column` is an index into Columns().
class ChunkTaker {
 public:
  virtual ~ChunkTaker() = default;
  virtual void TakeChunk(size_t column, std::span<const uint8_t> raw) = 0;
};

class ColumnBuffers {
 public:
  ColumnBuffers();

  void Append(const market::TickRows& rows, ChunkTaker& taker);
  /// Rows that have not filled a chunk, < kChunkRows; `table` as in Layout().
  size_t tail_rows(size_t table) const { return tail_rows_[table]; }
  /// Their bytes in one column.
  std::span<const uint8_t> tail(size_t column) const;
  /// The same as a whole chunk, padded with zeros. The padding of the buffer
  /// is overwritten by later rows.
  std::span<const uint8_t> padded_tail(size_t column);
  /// Room for a tail of `rows` rows, to be filled by the caller.
  void ResizeTail(size_t table, size_t rows);
  std::span<uint8_t> mutable_tail(size_t column);

  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  void AppendTable(size_t table, RowSpan rows, ChunkTaker& taker);
  void Scatter(size_t table, RowSpan rows);

  std::array<size_t, kTables + 1> first_column_ = {};  ///< of each table
  std::array<size_t, kTables> tail_rows_ = {};
  std::vector<std::vector<uint8_t>> buffers_;  ///< one chunk each, or empty
};

}  // namespace souk::results
