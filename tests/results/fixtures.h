// Rows and folders for the tests of results/.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "market/events.h"
#include "results/layout.h"
#include "results/manifest.h"
#include "results/trace_reader.h"

namespace souk::results {

/// A folder that is removed with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name =
        (std::filesystem::temp_directory_path() / "souk-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const {
    return path_ + "/" + name;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline Manifest SmallManifest() {
  Manifest manifest;
  manifest.scenario_text = "name: \"small\"\nseed: 7\n# caf\xc3\xa9 100%\n";
  manifest.scenario_name = "small";
  manifest.seed = 0xfedcba9876543210U;
  manifest.run = 3;
  manifest.souk_version = "0.1.0";
  manifest.ticks_planned = 48;
  manifest.advertisers = {"acme", "b\xc3\xbcro", ""};
  manifest.campaigns = {"acme/1", "b\xc3\xbcro/1", "x"};
  manifest.channels = {"search", "feed"};
  manifest.signals = {"multiplier"};
  manifest.lines = {{0, 0, 0}, {1, 1, 0}, {2, 2, 1}};
  return manifest;
}

/// A number that looks random and is the same everywhere.
inline uint64_t Scramble(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

/// `count` rows whose fields hold scrambled bits, as `tick` and a row number
/// decide: every column is different, and no field is forgotten.
template <class Row>
void FillRows(uint32_t tick, size_t count, std::vector<Row>& rows) {
  const Table* table = nullptr;
  for (const Table& candidate : Layout()) {
    if (candidate.row_bytes == sizeof(Row)) table = &candidate;
  }
  for (size_t i = 0; i < count; ++i) {
    Row row;
    uint64_t column = 0;
    for (const Column& field : table->columns) {
      const uint64_t bits =
          Scramble(tick * 1000003ULL + i * 64 + ++column) >> 20;
      const double real = static_cast<double>(bits) / 4096;
      auto* at = reinterpret_cast<char*>(&row) + field.offset;
      const void* from = field.type == ColumnType::kF64
                             ? static_cast<const void*>(&real)
                             : static_cast<const void*>(&bits);
      std::memcpy(at, from, SizeOf(field.type));
    }
    row.tick = tick;
    rows.push_back(row);
  }
}

/// The rows of the tables without cells.
inline market::TickRows LeadRows(uint32_t tick) {
  market::TickRows rows;
  rows.market.resize(1);
  rows.market[0].tick = tick;
  rows.market[0].clicks = tick * 3;
  for (uint32_t line = 0; line < 3; ++line) {
    market::LineTicked row;
    row.tick = tick;
    row.line = line;
    row.clicks = tick + line;
    row.spend_micros = -static_cast<int64_t>(tick);
    row.predicted_clicks = tick / 3.0;
    rows.lines.push_back(row);
  }
  return rows;
}

/// Ticks of very different sizes; some tables stay far below a chunk, bids
/// fill several.
inline market::TickRows RowsOfTick(uint32_t tick) {
  market::TickRows rows = LeadRows(tick);
  FillRows(tick, tick % 5 == 0 ? 0 : 300, rows.pages);
  FillRows(tick, tick % 7 == 3 ? 5000 : 700, rows.awards);
  FillRows(tick, tick % 4 == 1 ? 20000 : 1500, rows.bids);
  return rows;
}

/// What a command prints (both streams), and how it ends.
struct Ran {
  int status = 0;
  std::string output;
};

inline Ran RunCommand(const std::string& command) {
  Ran ran;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  std::array<char, 4096> buffer;
  while (size_t got = fread(buffer.data(), 1, buffer.size(), pipe)) {
    ran.output.append(buffer.data(), got);
  }
  ran.status = pclose(pipe);
  return ran;
}

/// Debian's interpreter, whatever comes first in PATH.
inline bool HasH5py() {
  return RunCommand("/usr/bin/python3 -c 'import h5py'").status == 0;
}

/// Every column of the trace, as bytes, through the public interface.
template <class T>
std::string BytesOf(TraceReader& reader, const std::string& path) {
  auto values = reader.Read<T>(path);
  if (!values) return "error: " + values.error().message;
  return std::string(reinterpret_cast<const char*>(values->data()),
                     values->size() * sizeof(T));
}

inline std::string ColumnBytes(TraceReader& reader,
                               const PlacedColumn& placed) {
  switch (placed.column.type) {
    case ColumnType::kU8:
      return BytesOf<uint8_t>(reader, placed.path);
    case ColumnType::kU16:
      return BytesOf<uint16_t>(reader, placed.path);
    case ColumnType::kU32:
      return BytesOf<uint32_t>(reader, placed.path);
    case ColumnType::kU64:
      return BytesOf<uint64_t>(reader, placed.path);
    case ColumnType::kI64:
      return BytesOf<int64_t>(reader, placed.path);
    case ColumnType::kF64:
      return BytesOf<double>(reader, placed.path);
  }
  return "";
}

using RowsByTick = market::TickRows (*)(uint32_t);

/// The same bytes straight from the rows of ticks [0, ticks).
inline std::vector<std::string> ExpectedColumns(uint32_t ticks,
                                                RowsByTick rows_of) {
  std::vector<std::string> columns(Columns().size());
  for (uint32_t tick = 0; tick < ticks; ++tick) {
    const market::TickRows rows = rows_of(tick);
    for (size_t c = 0; c < columns.size(); ++c) {
      const Table& table = Layout()[Columns()[c].table];
      const RowSpan span = table.rows(rows);
      for (size_t i = 0; i < span.count; ++i) {
        columns[c].append(reinterpret_cast<const char*>(span.first) +
                              i * table.row_bytes + Columns()[c].column.offset,
                          Columns()[c].bytes());
      }
    }
  }
  return columns;
}

/// "" if the trace holds exactly the rows of ticks [0, ticks), else which
/// column differs.
inline std::string Difference(TraceReader& reader, uint32_t ticks,
                              RowsByTick rows_of = RowsOfTick) {
  const std::vector<std::string> expected = ExpectedColumns(ticks, rows_of);
  for (size_t c = 0; c < expected.size(); ++c) {
    const std::string found = ColumnBytes(reader, Columns()[c]);
    if (found != expected[c]) {
      return Columns()[c].path + ": " + std::to_string(found.size()) +
             " bytes, expected " + std::to_string(expected[c].size()) + " " +
             found.substr(0, found.rfind("error", 0) == 0 ? 300 : 0);
    }
  }
  return "";
}

}  // namespace souk::results
