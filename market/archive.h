// State as bytes, for checkpoints: little-endian, no padding, no names.
//
// Save(ArchiveWriter&) and Load(ArchiveReader&) of a class write and read the
// same fields in the same order. Doubles keep their bits. A reader that runs
// out of bytes or meets an impossible length turns !ok() and yields zeros:
// the caller checks once at the end. Corrupt bytes never allocate more than
// they can fill.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace souk::market {

template <class T>
concept Plain = std::is_trivially_copyable_v<T> && !std::is_pointer_v<T>;

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
  void Get(std::string& text) {
    text.clear();
    uint64_t size = 0;
    Get(size);
    if (size <= rest_.size() && Take(size)) text.assign(taken_, size);
    else ok_ = false;
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
