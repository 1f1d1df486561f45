// Tables of numbers that grow row by row, in single precision or not: what
// other programs expect of data sets to learn from. Columns of traces are
// hdf5.h's.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "results/hdf5.h"

namespace souk::results::hdf5 {

enum class Number : uint8_t { kU8, kU32, kF32, kF64 };

template <class T>
constexpr Number NumberOf() {
  if constexpr (std::is_same_v<T, uint8_t>) return Number::kU8;
  if constexpr (std::is_same_v<T, uint32_t>) return Number::kU32;
  if constexpr (std::is_same_v<T, float>) return Number::kF32;
  if constexpr (std::is_same_v<T, double>) return Number::kF64;
}

/// Of a table; width 0: one-dimensional.
struct RowShape {
  Number number = Number::kF32;
  size_t width = 0;
};

/// Rows as bytes.
struct RowBytes {
  size_t rows = 0;
  const void* bytes = nullptr;
};

void AddRows(OutputFile& file, const std::string& path, RowShape shape);
void AppendRows(OutputFile& file, const std::string& path, RowBytes more);

template <class T>
void AppendRows(OutputFile& file, const std::string& path,
                const std::vector<T>& values, size_t width = 0) {
  const size_t each = width == 0 ? 1 : width;
  AppendRows(file, path, RowBytes{values.size() / each, values.data()});
}

/// Rows of a table; a fault if it is missing or of another shape.
uint64_t CountRows(InputFile& file, const std::string& path, RowShape shape);
/// All of it into `out`, which has room for them.
void ReadRows(InputFile& file, const std::string& path, void* out);

/// All values, row by row; empty after a fault.
template <class T>
std::vector<T> ReadRows(InputFile& file, const std::string& path,
                        size_t width = 0) {
  const uint64_t rows = CountRows(file, path, {NumberOf<T>(), width});
  std::vector<T> values(rows * (width == 0 ? 1 : width));
  if (!values.empty()) ReadRows(file, path, values.data());
  return values;
}

}  // namespace souk::results::hdf5
