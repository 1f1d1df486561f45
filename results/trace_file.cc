#include "results/trace_file.h"

#include <algorithm>

namespace souk::results {
namespace {

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

void AddTables(OutputFile& file) {
  for (const Table& table : Layout()) {
    file.AddGroup(table.name);
    file.PutAttribute(table.name, "description", table.description);
  }
}

std::vector<Piece> PiecesOf(const TracePaths& paths, const PlacedColumn& placed,
                            std::span<const Segment> segments) {
  std::vector<Piece> pieces;
  uint64_t first = 0;
  for (const Segment& segment : segments) {
    const uint64_t all = segment.rows(placed.table);
    const bool newest = &segment == &segments.back();
    const uint64_t rows =
        newest ? all : uint64_t{segment.chunks[placed.table]} * kChunkRows;
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
  AddTables(file);
  return file;
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
    file.AddVirtualColumn(placed.path, placed.column.type,
                          PiecesOf(paths, placed, segments));
    Describe(placed, file);
  }
  return Publish(paths, file.Close());
}

Result<void> WriteJoined(const TracePaths& paths, const TraceHeader& header,
                         std::span<const Segment> segments) {
  OutputFile file = StartFile(paths, header);
  for (const PlacedColumn& placed : Columns()) {
    file.AddColumn(placed.path, placed.column.type);
    Describe(placed, file);
  }
  Result<void> copied = CopySegments(paths, segments, file);
  Result<void> closed = file.Close();
  return Publish(paths, copied ? closed : copied);
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
