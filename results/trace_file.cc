#include "results/trace_file.h"

#include <algorithm>

namespace souk::results {
namespace {

using hdf5::Absent;
using hdf5::InputFile;
using hdf5::OutputFile;
using hdf5::Piece;
using market::Error;
using market::Result;

std::string Join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : " ") + word;
  }
  return text;
}

std::string LongName(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::vector<uint8_t> FlagValues(size_t count) {
  std::vector<uint8_t> values;
  for (size_t i = 0; i < count; ++i) values.push_back(static_cast<uint8_t>(i));
  return values;
}

void Describe(const PlacedColumn& placed, OutputFile& file) {
  const Column& column = placed.column;
  file.PutAttribute(placed.path, "units", column.unit);
  file.PutAttribute(placed.path, "long_name", LongName(column.name));
  file.PutAttribute(placed.path, "description", column.description);
  if (column.flags.empty()) return;
  file.PutAttribute(placed.path, "flag_values",
                    FlagValues(column.flags.size()));
  file.PutAttribute(placed.path, "flag_meanings", Join(column.flags));
}

void AddTables(const Manifest& manifest, OutputFile& file) {
  for (const Table& table : Layout()) {
    if (!HasTable(manifest, table)) continue;
    file.AddGroup(table.name);
    file.PutAttribute(table.name, "description", table.description);
  }
}

bool HasColumn(const TraceHeader& header, const PlacedColumn& placed) {
  return HasTable(header.manifest, Layout()[placed.table]);
}

/// Where the own rows of a column end up if parts have the others.
std::string OwnPath(const PlacedColumn& placed) {
  return "/lead/" + placed.path;
}

uint64_t EndOf(const std::vector<Piece>& pieces) {
  return pieces.empty() ? 0 : pieces.back().first + pieces.back().rows;
}

void AppendParts(const TraceHeader& header, const PlacedColumn& placed,
                 std::vector<Piece>& pieces) {
  for (const TracePart& part : header.parts) {
    const uint64_t rows = part.rows[placed.table];
    if (rows == 0) continue;
    pieces.push_back(
        {part.path, "/" + placed.path, rows, 0, EndOf(pieces), rows});
  }
}

/// A missing part must not look like rows of zeros.
Absent AbsentOf(const TraceHeader& header, size_t table) {
  return RowsInParts(header.parts, table) > 0 ? Absent::kOnes : Absent::kZeros;
}

std::vector<Piece> PiecesOf(const TracePaths& paths, const PlacedColumn& placed,
                            std::span<const Segment> segments) {
  std::vector<Piece> pieces;
  uint64_t first = 0;
  for (const Segment& segment : segments) {
    const uint64_t all = segment.rows(placed.table);
    const bool newest = &segment == &segments.back();
    const uint64_t rows = newest ? all : segment.full_rows(placed.table);
    if (rows == 0) continue;
    pieces.push_back({paths.relative_segment(segment.number), "/" + placed.path,
                      all, 0, first, rows});
    first += rows;
  }
  return pieces;
}

OutputFile StartFile(const TracePaths& paths, const TraceHeader& header) {
  OutputFile file(paths.temporary());
  WriteManifest(header.manifest, file);
  WriteProgress(header.progress, file);
  WriteParts(header.parts, file);
  AddTables(header.manifest, file);
  return file;
}

/// Adds a column of a finished trace; the path where its own rows belong.
std::string AddJoined(const PlacedColumn& placed, const TraceHeader& header,
                      std::span<const Segment> segments, OutputFile& file) {
  if (RowsInParts(header.parts, placed.table) == 0) {
    file.AddColumn(placed.path, placed.column.type);
    return placed.path;
  }
  std::vector<Piece> pieces;
  if (const uint64_t rows = RowsOf(segments)[placed.table]; rows > 0) {
    file.AddColumn(OwnPath(placed), placed.column.type);
    pieces.push_back({".", OwnPath(placed), rows, 0, 0, rows});
  }
  AppendParts(header, placed, pieces);
  file.AddVirtualColumn(placed.path, placed.column.type, pieces, Absent::kOnes);
  return OwnPath(placed);
}

Result<void> Publish(const TracePaths& paths, Result<void> written) {
  if (written) return PublishTemporary(paths);
  RemoveFile(paths.temporary());
  return written;
}

Error NotATrace(const std::string& path, const std::string& reason) {
  return Error{"'" + path + "' is not a souk trace: " + reason};
}

Error Unreadable(const std::string& path, const InputFile& file) {
  const Error reason = file.status().error();
  if (!file.disk_fault()) return NotATrace(path, reason.message);
  return Error{"cannot read trace '" + path + "': " + reason.message};
}

}  // namespace

Result<void> WriteMaster(const TracePaths& paths, const TraceHeader& header,
                         std::span<const Segment> segments) {
  OutputFile file = StartFile(paths, header);
  for (const PlacedColumn& placed : Columns()) {
    if (!HasColumn(header, placed)) continue;
    std::vector<Piece> pieces = PiecesOf(paths, placed, segments);
    AppendParts(header, placed, pieces);
    file.AddVirtualColumn(placed.path, placed.column.type, pieces,
                          AbsentOf(header, placed.table));
    Describe(placed, file);
  }
  return Publish(paths, file.Close());
}

Result<void> WriteJoined(const TracePaths& paths, const TraceHeader& header,
                         std::span<const Segment> segments) {
  OutputFile file = StartFile(paths, header);
  std::vector<std::string> own_paths;
  for (const PlacedColumn& placed : Columns()) {
    own_paths.emplace_back();
    if (!HasColumn(header, placed)) continue;
    own_paths.back() = AddJoined(placed, header, segments, file);
    Describe(placed, file);
  }
  Result<void> copied = CopySegments(paths, segments, {file, own_paths});
  Result<void> closed = file.Close();
  return Publish(paths, copied ? closed : copied);
}

Result<void> WriteSingle(const TracePaths& paths, const TraceHeader& header,
                         const Fill& fill) {
  OutputFile file = StartFile(paths, {header.manifest, header.progress, {}});
  for (const PlacedColumn& placed : Columns()) {
    if (!HasColumn(header, placed)) continue;
    file.AddColumn(placed.path, placed.column.type);
    Describe(placed, file);
  }
  Result<void> filled = fill(file);
  Result<void> closed = file.Close();
  return Publish(paths, filled ? closed : filled);
}

Result<TraceHead> ReadTraceHead(const std::string& path) {
  InputFile file(path);
  Result<Manifest> manifest = ReadCheckedManifest(path, file);
  if (!manifest) return manifest.error();
  TraceHead head{std::move(manifest).value(), ReadProgress(file),
                 ReadParts(file)};
  if (!file.status()) return Unreadable(path, file);
  return head;
}

Result<Manifest> ReadCheckedManifest(const std::string& path, InputFile& file) {
  const std::string creator = file.TextAttribute("/", "creator");
  const uint64_t schema = file.NumberAttribute("/", "schema_version");
  if (file.status() && creator != "souk") {
    return NotATrace(path, "its creator is '" + creator + "'");
  }
  if (file.status() && schema != kSchemaVersion) {
    return Error{"'" + path + "' has schema version " + std::to_string(schema) +
                 ", this souk reads version " + std::to_string(kSchemaVersion) +
                 "."};
  }
  Manifest manifest = ReadManifest(file);
  if (!file.status()) return Unreadable(path, file);
  return manifest;
}

}  // namespace souk::results
