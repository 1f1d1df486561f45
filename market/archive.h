// State as bytes, for checkpoints: little-endian, no padding, no names.
//
// Save(ArchiveWriter&) and Load(ArchiveReader&) of a class write and read the
// same fields in the same order. Doubles keep their bits. A reader that runs
// out of bytes or meets an impossible length turns !ok() and yields zeros:
// the caller checks once at the end. Corrupt bytes never allocate more than
// they can fill.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace souk::market {

template <class T>
constexpr bool AllBytesAreSet() {
  const auto bytes = std::bit_cast<std::array<unsigned char, sizeof(T)>>(T{});
  unsigned sum = 0;  // no constant if one of them is padding
  for (const unsigned char byte : bytes) sum += byte;
  return sum <= sizeof(T) * 255;
}

/// Has no pointers and no padding, whose bytes would be whatever was there.
template <class T>
concept Plain = std::is_trivially_copyable_v<T> && !std::is_pointer_v<T> &&
                (std::is_scalar_v<T> || requires {
                  typename std::bool_constant<AllBytesAreSet<T>()>;
                });

class ArchiveWriter {
 public:
  template <Plain T>
  void Put(const T& value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof(T));
  }
  template <Plain T>
  void Put(const std::vector<T>& column) {
    Put(static_cast<uint64_t>(column.size()));
    bytes_.append(reinterpret_cast<const char*>(column.data()),
                  column.size() * sizeof(T));
  }
  /// Field by field, row after row: for rows that have padding.
  template <class Row, Plain... Fields>
  void PutRows(const std::vector<Row>& rows,
               const std::tuple<Fields Row::*...>& fields) {
    Put(static_cast<uint64_t>(rows.size()));
    for (const Row& row : rows) {
      std::apply([&](auto... field) { (Put(row.*field), ...); }, fields);
    }
  }
  void Put(const std::string& text) {
    Put(static_cast<uint64_t>(text.size()));
    bytes_ += text;
  }
  const std::string& bytes() const { return bytes_; }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class ArchiveReader {
 public:
  /// Reads from `bytes`, which must outlive the reader.
  explicit ArchiveReader(std::string_view bytes) : rest_(bytes) {}

  template <Plain T>
  void Get(T& value) {
    value = T{};
    if (Take(sizeof(T))) std::memcpy(&value, taken_, sizeof(T));
  }
  template <Plain T>
  void Get(std::vector<T>& column) {
    column.clear();
    uint64_t size = 0;
    Get(size);
    if (size > rest_.size() / sizeof(T)) {
      ok_ = false;
      return;
    }
    if (Take(size * sizeof(T)) && size > 0) {
      column.resize(size);
      std::memcpy(column.data(), taken_, size * sizeof(T));
    }
  }
  void Get(bool& value) {
    uint8_t byte = 0;
    Get(byte);
    if (byte > 1) ok_ = false;
    value = byte == 1;
  }
  template <class Row, Plain... Fields>
  void GetRows(std::vector<Row>& rows,
               const std::tuple<Fields Row::*...>& fields) {
    rows.clear();
    uint64_t size = 0;
    Get(size);
    if (size > rest_.size() / (sizeof(Fields) + ...)) {
      ok_ = false;
      return;
    }
    rows.resize(size);
    for (Row& row : rows) {
      std::apply([&](auto... field) { (Get(row.*field), ...); }, fields);
    }
  }
  void Get(std::string& text) {
    text.clear();
    uint64_t size = 0;
    Get(size);
    if (size <= rest_.size() && Take(size))
      text.assign(taken_, size);
    else
      ok_ = false;
  }
  /// The bytes are there, but make no sense to the caller.
  void Fail() { ok_ = false; }
  /// Everything so far was there.
  bool ok() const { return ok_; }
  /// Everything was there and nothing is left over.
  bool done() const { return ok_ && rest_.empty(); }

 private:
  bool Take(size_t size) {
    if (!ok_ || size > rest_.size()) return ok_ = false;
    taken_ = rest_.data();
    rest_.remove_prefix(size);
    return true;
  }

  std::string_view rest_;
  const char* taken_ = nullptr;
  bool ok_ = true;
};

}  // namespace souk::market
