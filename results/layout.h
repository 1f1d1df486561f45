// The tables of a trace as data: what a recorded field is called, measured in
// and means. The only place where a recorded quantity is described.
//
// A table is a group of one-dimensional columns of equal length; a column is a
// field of a row struct of market/events.h and bears its name. The order of
// tables and columns is part of the run digest (digest.h).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "market/events.h"

namespace souk::results {

/// Raised whenever the layout changes its meaning.
inline constexpr uint32_t kSchemaVersion = 1;
/// Rows in a chunk: the unit of compression, storage and digest.
inline constexpr size_t kChunkRows = 16384;
/// Number of tables in Layout().
inline constexpr size_t kTables = 11;

/// Stored little-endian.
enum class ColumnType : uint8_t { kU8, kU16, kU32, kU64, kI64, kF64 };

/// Bytes of one value.
size_t SizeOf(ColumnType type);
/// "u8", "u16", "u32", "u64", "i64" or "f64"; part of the run digest.
std::string_view NameOf(ColumnType type);

struct Column {
  std::string name;  ///< of the field
  ColumnType type = ColumnType::kU8;
  size_t offset = 0;  ///< of the field in its row
  std::string unit;   ///< "1": a pure number
  std::string description;
  std::vector<std::string> flags;  ///< meanings of 0, 1, ..., if it is a choice
};

/// Rows of one table, somewhere in a TickRows.
struct RowSpan {
  const uint8_t* first = nullptr;
  size_t count = 0;
};

/// Which traces have a table.
enum class Presence : uint8_t {
  kAlways,
  kWithContracts,  ///< those of markets with contracts
};

struct Table {
  std::string name;  ///< of its group: "ticks"
  std::string description;
  size_t row_bytes = 0;
  RowSpan (*rows)(const market::TickRows&) = nullptr;
  std::vector<Column> columns;
  Presence presence = Presence::kAlways;
};

const std::vector<Table>& Layout();

/// A column with its place: columns are numbered through all tables.
struct PlacedColumn {
  size_t table = 0;  ///< index into Layout()
  Column column;
  std::string path;  ///< "ticks/clicks"

  size_t bytes() const { return SizeOf(column.type); }
};

const std::vector<PlacedColumn>& Columns();

/// Rows of each table, as in Layout().
using RowCounts = std::array<uint64_t, kTables>;

/// The layout as a Markdown table, as it stands in results/COLUMNS.md.
std::string LayoutTable();

}  // namespace souk::results
