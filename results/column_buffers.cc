#include "results/column_buffers.h"

#include <algorithm>
#include <cstring>

namespace souk::results {
namespace {

/// So few rows stay near the processor while column after column reads them.
constexpr size_t kRowsAtOnce = 256;

template <size_t bytes>
void ScatterValues(const uint8_t* from, size_t stride,
                   std::span<uint8_t> column) {
  for (size_t at = 0; at < column.size(); at += bytes) {
    std::memcpy(column.data() + at, from, bytes);
    from += stride;
  }
}

// Fills `column` with one value of each row; `from` is that of the first row.
void ScatterColumn(const uint8_t* from, size_t stride, size_t value_bytes,
                   std::span<uint8_t> column) {
  switch (value_bytes) {
    case 1:
      return ScatterValues<1>(from, stride, column);
    case 2:
      return ScatterValues<2>(from, stride, column);
    case 4:
      return ScatterValues<4>(from, stride, column);
    case 8:
      return ScatterValues<8>(from, stride, column);
    default:
      SOUK_CHECK(false, "no values of ", value_bytes, " bytes");
  }
}

}  // namespace

void Reject(market::ArchiveReader& in) {
  for (uint64_t rest = 0; in.ok();) in.Get(rest);
}

ColumnBuffers::ColumnBuffers() : buffers_(Columns().size()) {
  for (size_t table = 0; table < kTables; ++table) {
    first_column_[table + 1] =
        first_column_[table] + Layout()[table].columns.size();
  }
}

void ColumnBuffers::Append(const market::TickRows& rows, ChunkTaker& taker) {
  for (size_t table = 0; table < kTables; ++table) {
    AppendTable(table, Layout()[table].rows(rows), taker);
  }
}

void ColumnBuffers::AppendTable(size_t table, RowSpan rows, ChunkTaker& taker) {
  while (rows.count > 0) {
    const size_t count =
        std::min({rows.count, kChunkRows - tail_rows_[table], kRowsAtOnce});
    Scatter(table, {rows.first, count});
    rows.first += count * Layout()[table].row_bytes;
    rows.count -= count;
    if (tail_rows_[table] < kChunkRows) continue;
    for (size_t c = first_column_[table]; c < first_column_[table + 1]; ++c) {
      taker.TakeChunk(c, buffers_[c]);
    }
    tail_rows_[table] = 0;
  }
}

void ColumnBuffers::Scatter(size_t table, RowSpan rows) {
  for (size_t c = first_column_[table]; c < first_column_[table + 1]; ++c) {
    const PlacedColumn& placed = Columns()[c];
    const size_t bytes = placed.bytes();
    buffers_[c].resize(kChunkRows * bytes);
    ScatterColumn(
        rows.first + placed.column.offset, Layout()[table].row_bytes, bytes,
        {buffers_[c].data() + tail_rows_[table] * bytes, rows.count * bytes});
  }
  tail_rows_[table] += rows.count;
}

std::span<const uint8_t> ColumnBuffers::tail(size_t column) const {
  const PlacedColumn& placed = Columns()[column];
  return {buffers_[column].data(), tail_rows_[placed.table] * placed.bytes()};
}

std::span<uint8_t> ColumnBuffers::mutable_tail(size_t column) {
  const PlacedColumn& placed = Columns()[column];
  return {buffers_[column].data(), tail_rows_[placed.table] * placed.bytes()};
}

std::span<const uint8_t> ColumnBuffers::padded_tail(size_t column) {
  std::vector<uint8_t>& buffer = buffers_[column];
  const auto used = static_cast<ptrdiff_t>(tail(column).size());
  std::fill(buffer.begin() + used, buffer.end(), uint8_t{0});
  return buffer;
}

void ColumnBuffers::ResizeTail(size_t table, size_t rows) {
  SOUK_CHECK(rows < kChunkRows, rows, " rows are no tail");
  tail_rows_[table] = rows;
  if (rows == 0) return;
  for (size_t c = first_column_[table]; c < first_column_[table + 1]; ++c) {
    buffers_[c].resize(kChunkRows * Columns()[c].bytes());
  }
}

void ColumnBuffers::Save(market::ArchiveWriter& out) const {
  for (size_t column = 0; column < buffers_.size(); ++column) {
    const std::span<const uint8_t> bytes = tail(column);
    out.Put(std::vector<uint8_t>(bytes.begin(), bytes.end()));
  }
}

void ColumnBuffers::Load(market::ArchiveReader& in) {
  for (size_t column = 0; column < buffers_.size(); ++column) {
    const PlacedColumn& placed = Columns()[column];
    std::vector<uint8_t> bytes;
    in.Get(bytes);
    const size_t rows = bytes.size() / placed.bytes();
    if (rows >= kChunkRows) return Reject(in);
    if (column == first_column_[placed.table]) ResizeTail(placed.table, rows);
    if (bytes.size() != tail(column).size()) return Reject(in);
    std::copy(bytes.begin(), bytes.end(), mutable_tail(column).begin());
  }
}

}  // namespace souk::results
