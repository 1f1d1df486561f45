#include "results/trace_reader.h"

#include <algorithm>
#include <filesystem>

#include "results/digest.h"
#include "results/logical_rows.h"
#include "results/trace_file.h"

namespace souk::results {

using hdf5::InputFile;
using hdf5::Piece;
using market::Error;
using market::Result;

namespace fs = std::filesystem;

namespace {

/// How HDF5 calls the file that a virtual column stands in.
constexpr const char* kThisFile = ".";
/// Virtual columns in virtual columns: those of the master show parts, those
/// of a part its segments.
constexpr int kDeepest = 2;

}  // namespace

// A writer may just be replacing segments that have been found in a master.
Result<std::unique_ptr<TraceReader>> TraceReader::Open(
    const std::string& path) {
  auto reader = OpenOnce(path);
  return reader ? std::move(reader) : OpenOnce(path);
}

Result<std::unique_ptr<TraceReader>> TraceReader::OpenOnce(
    const std::string& path) {
  std::unique_ptr<TraceReader> reader(new TraceReader(path));
  Result<Manifest> manifest = ReadCheckedManifest(path, reader->file_);
  if (!manifest) return manifest.error();
  reader->manifest_ = std::move(manifest).value();
  reader->progress_ = ReadProgress(reader->file_);
  reader->parts_ = ReadParts(reader->file_);
  if (Result<void> opened = reader->OpenParts(); !opened) {
    return opened.error();
  }
  if (Result<void> opened = reader->OpenColumns(); !opened) {
    return opened.error();
  }
  return reader;
}

Error TraceReader::Unreadable(const std::string& reason) const {
  return Error{"cannot read trace '" + path_ + "': " + reason};
}

Result<void> TraceReader::OpenParts() {
  if (!file_.status()) return Unreadable(file_.status().error().message);
  for (const TracePart& part : parts_) {
    if (part.rows == RowCounts{}) continue;  // nobody asks for it
    InputFile& file = FileOf(part.path);
    const std::string whose = ", the part of node '" + part.host + "'";
    if (!file.status()) {
      return Unreadable(file.status().error().message + whose);
    }
    const Result<Manifest> found = ReadCheckedManifest(PathOf(part.path), file);
    if (!found) return Unreadable(found.error().message + whose);
    if (*found == manifest_) continue;
    return Unreadable("'" + PathOf(part.path) + "' belongs to another run" +
                      whose);
  }
  return {};
}

Result<void> TraceReader::OpenColumns() {
  for (size_t column = 0; column < Columns().size(); ++column) {
    const PlacedColumn& placed = Columns()[column];
    const bool there = HasTable(manifest_, Layout()[placed.table]);
    const uint64_t rows =
        there ? file_.Rows(placed.path, placed.column.type) : 0;
    pieces_.emplace_back();
    if (placed.table == table_rows_.size()) table_rows_.push_back(rows);
    if (!there) continue;
    pieces_.back() = file_.Pieces(placed.path);
    if (!file_.status()) return Unreadable(file_.status().error().message);
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
  const std::vector<Piece> outer = std::move(pieces_[column]);
  pieces_[column].clear();
  if (outer.empty()) {
    const PlacedColumn& placed = Columns()[column];
    pieces_[column] = {
        {kThisFile, placed.path, 0, 0, 0, table_rows_[placed.table]}};
  }
  for (const Piece& piece : outer) {
    Result<void> opened = OpenPiece(column, piece, kDeepest);
    if (!opened) return opened;
  }
  return {};
}

Result<void> TraceReader::OpenPiece(size_t column, const Piece& piece,
                                    int levels) {
  InputFile& file = FileOf(piece.file);
  const uint64_t rows = file.Rows(piece.dataset, Columns()[column].column.type);
  const std::vector<Piece> inside = PiecesInside(piece);
  if (!file.status()) return Unreadable(file.status().error().message);
  const uint64_t needed = piece.source_first + piece.rows;
  if (rows < needed || levels == 0) {
    return Unreadable("column " + piece.dataset + " has " +
                      std::to_string(rows) + " rows, expected at least " +
                      std::to_string(needed) + " (reading '" +
                      PathOf(piece.file) + "')");
  }
  if (inside.empty()) pieces_[column].push_back(piece);
  for (const Piece& inner : inside) {
    Result<void> opened = OpenPiece(column, inner, levels - 1);
    if (!opened) return opened;
  }
  return {};
}

// The rows of `piece` if its column is virtual itself.
std::vector<Piece> TraceReader::PiecesInside(const Piece& piece) {
  std::vector<Piece> inside;
  const uint64_t end = piece.source_first + piece.rows;
  for (Piece inner : FileOf(piece.file).Pieces(piece.dataset)) {
    const uint64_t first = std::max(inner.first, piece.source_first);
    const uint64_t last = std::min(inner.first + inner.rows, end);
    if (first >= last) continue;
    const fs::path folder = fs::path(piece.file).parent_path();
    inner.file =
        inner.file == kThisFile ? piece.file : (folder / inner.file).string();
    inner.source_first += first - inner.first;
    inner.first = piece.first + first - piece.source_first;
    inner.rows = last - first;
    inside.push_back(inner);
  }
  return inside;
}

std::string TraceReader::PathOf(const std::string& file) const {
  return file == kThisFile ? path_ : TracePaths(path_).beside(file);
}

InputFile& TraceReader::FileOf(const std::string& file) {
  if (file == kThisFile) return file_;
  return files_.try_emplace(file, PathOf(file)).first->second;
}

std::vector<uint64_t> TraceReader::PartEnds(size_t table) const {
  std::vector<uint64_t> ends = {table_rows_[table] -
                                RowsInParts(parts_, table)};
  for (const TracePart& part : parts_) {
    ends.push_back(ends.back() + part.rows[table]);
  }
  return ends;
}

std::string TraceReader::FileOfRow(size_t table, uint64_t row) const {
  const std::vector<uint64_t> ends = PartEnds(table);
  const auto end = std::upper_bound(ends.begin(), ends.end(), row);
  SOUK_CHECK(end != ends.end(), "no row ", row, " in '", path_, "'");
  if (end == ends.begin()) return path_;
  return PathOf(parts_[static_cast<size_t>(end - ends.begin()) - 1].path);
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
    InputFile& file = FileOf(piece.file);
    file.Read(piece.dataset, first - piece.first + piece.source_first,
              out.first(count * bytes));
    if (!file.status()) return Unreadable(file.status().error().message);
    first += count;
    out = out.subspan(count * bytes);
  }
  return {};
}

void TraceReader::DropCache(size_t column) {
  for (const Piece& piece : pieces_[column]) {
    FileOf(piece.file).DropCache(piece.dataset);
  }
}

Result<std::string> TraceReader::RecomputeDigest() {
  ColumnDigests digests;
  for (size_t table = 0; table < kTables; ++table) {
    Result<void> streamed = StreamTable(*this, table, digests);
    if (!streamed) return streamed.error();
  }
  return digests.Total();
}

}  // namespace souk::results
