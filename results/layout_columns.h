// How layout*.cc describe a table: columns from the fields of a row struct.
// Private to them.
#pragma once

#include <cstddef>
#include <type_traits>

#include "results/layout.h"

namespace souk::results {

inline constexpr const char* kMicros = "micro-units";

template <class Field>
constexpr ColumnType TypeOf() {
  if constexpr (std::is_same_v<Field, uint8_t>) return ColumnType::kU8;
  if constexpr (std::is_same_v<Field, uint16_t>) return ColumnType::kU16;
  if constexpr (std::is_same_v<Field, uint32_t>) return ColumnType::kU32;
  if constexpr (std::is_same_v<Field, uint64_t>) return ColumnType::kU64;
  if constexpr (std::is_same_v<Field, int64_t>) return ColumnType::kI64;
  if constexpr (std::is_same_v<Field, double>) return ColumnType::kF64;
}

template <auto rows>
RowSpan RowsOf(const market::TickRows& tick) {
  return {reinterpret_cast<const uint8_t*>((tick.*rows).data()),
          (tick.*rows).size()};
}

// offsetof and the name of a field can only be had from a macro.
#define SOUK_COLUMN(Row, field, ...)                  \
  Column {                                            \
#field, TypeOf < decltype(market::Row::field)>(), \
        offsetof(market::Row, field), __VA_ARGS__     \
  }

// Of markets with contracts (layout_contracts.cc).
Table ContractsTable();
Table ContractPagesTable();
Table ContractSlotsTable();
Table SupplyTable();

}  // namespace souk::results
