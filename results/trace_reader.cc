#include "results/trace_reader.h"

#include <algorithm>
#include <filesystem>

#include "results/digest.h"
#include "results/trace_file.h"

namespace souk::results {

using hdf5::InputFile;
using hdf5::Piece;
using market::Error;
using market::Result;

Result<std::unique_ptr<TraceReader>> TraceReader::Open(
    const std::string& path) {
  std::unique_ptr<TraceReader> reader(new TraceReader(path));
  Result<Manifest> manifest = ReadCheckedManifest(path, reader->file_);
  if (!manifest) return manifest.error();
  reader->manifest_ = std::move(manifest).value();
  reader->progress_ = ReadProgress(reader->file_);
  if (Result<void> opened = reader->OpenColumns(); !opened) {
    return opened.error();
  }
  return reader;
}

Error TraceReader::Unreadable(const std::string& reason) const {
  return Error{"cannot read trace '" + path_ + "': " + reason};
}

Result<void> TraceReader::OpenColumns() {
  for (size_t column = 0; column < Columns().size(); ++column) {
    const PlacedColumn& placed = Columns()[column];
    const uint64_t rows = file_.Rows(placed.path, placed.column.type);
    pieces_.push_back(file_.Pieces(placed.path));
    if (!file_.status()) return Unreadable(file_.status().error().message);
    if (placed.table == table_rows_.size()) table_rows_.push_back(rows);
    if (rows != table_rows_[placed.table]) {
      return Unreadable("column " + placed.path + " has " +
                        std::to_string(rows) + " rows, its table " +
                        std::to_string(table_rows_[placed.table]));
    }
    if (Result<void> opened = OpenPieces(column); !opened) return opened;
  }
  return {};
}

Result<void> TraceReader::OpenPieces(size_t column) {
  if (pieces_[column].empty()) {
    pieces_[column] = {{"", Columns()[column].path, 0, 0, 0,
                        table_rows_[Columns()[column].table]}};
    return {};
  }
  for (const Piece& piece : pieces_[column]) {
    if (Result<void> opened = OpenPiece(column, piece); !opened) return opened;
  }
  return {};
}

Result<void> TraceReader::OpenPiece(size_t column, const Piece& piece) {
  InputFile& file = FileOf(piece);
  const uint64_t rows = file.Rows(piece.dataset, Columns()[column].column.type);
  if (!file.status()) return Unreadable(file.status().error().message);
  if (rows == piece.source_rows) return {};
  return Unreadable("column " + piece.dataset + " has " + std::to_string(rows) +
                    " rows, expected " + std::to_string(piece.source_rows) +
                    " (reading '" + PathOf(piece) + "')");
}

std::string TraceReader::PathOf(const Piece& piece) const {
  return (std::filesystem::path(path_).parent_path() / piece.file).string();
}

InputFile& TraceReader::FileOf(const Piece& piece) {
  if (piece.file.empty()) return file_;
  return segments_.try_emplace(piece.file, PathOf(piece)).first->second;
}

uint64_t TraceReader::rows(std::string_view table) const {
  for (size_t i = 0; i < kTables; ++i) {
    if (Layout()[i].name == table) return table_rows_[i];
  }
  SOUK_CHECK(false, "no table '", table, "' in a trace");
}

size_t TraceReader::IndexOf(std::string_view column, ColumnType type) {
  for (size_t i = 0; i < Columns().size(); ++i) {
    if (Columns()[i].path != column) continue;
    SOUK_CHECK(Columns()[i].column.type == type, column, " is ",
               NameOf(Columns()[i].column.type), ", not ", NameOf(type));
    return i;
  }
  SOUK_CHECK(false, "no column '", column, "' in a trace");
}

Result<void> TraceReader::ReadBytes(size_t column, uint64_t first,
                                    std::span<uint8_t> out) {
  const PlacedColumn& placed = Columns()[column];
  const size_t bytes = placed.bytes();
  SOUK_CHECK(first + out.size() / bytes <= table_rows_[placed.table],
             placed.path, " has no rows from ", first, " on");
  for (const Piece& piece : pieces_[column]) {
    if (first >= piece.first + piece.rows || out.empty()) continue;
    const uint64_t count = std::min<uint64_t>(piece.first + piece.rows - first,
                                              out.size() / bytes);
    InputFile& file = FileOf(piece);
    file.Read(piece.dataset, first - piece.first + piece.source_first,
              out.first(count * bytes));
    if (!file.status()) return Unreadable(file.status().error().message);
    first += count;
    out = out.subspan(count * bytes);
  }
  return {};
}

Result<std::string> TraceReader::RecomputeDigest() {
  ColumnDigests digests;
  for (size_t column = 0; column < Columns().size(); ++column) {
    Result<void> added = DigestColumn(column, digests);
    if (!added) return added.error();
  }
  return digests.Total();
}

Result<void> TraceReader::DigestColumn(size_t column, ColumnDigests& digests) {
  const PlacedColumn& placed = Columns()[column];
  const uint64_t rows = table_rows_[placed.table];
  std::vector<uint8_t> chunk;
  for (uint64_t first = 0; first < rows; first += kChunkRows) {
    chunk.resize(std::min<uint64_t>(kChunkRows, rows - first) * placed.bytes());
    if (Result<void> read = ReadBytes(column, first, chunk); !read) {
      return read;
    }
    digests.AddChunk(column, chunk);
  }
  return {};
}

}  // namespace souk::results
