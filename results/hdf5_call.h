// The machinery behind hdf5.h: identifiers, checked calls, reasons.
//
// Private to hdf5*.cc. Inside, a failed call throws Failed; OpenFile::Guard
// catches it at the edge and turns it into the fault of the file.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "results/hdf5.h"
#include "results/hdf5_disk.h"

namespace souk::results::hdf5 {

/// Thrown by a failed call.
struct Failed {
  std::string reason;
};

/// Switches off HDF5's printing (of this thread) and its exit handler.
void Prepare();

/// Why the last call failed. Ask at once: the next call forgets it.
std::string StackReason();

/// The result of a C call that is negative when it failed.
template <class T>
T Check(T result) {
  if (result < 0) throw Failed{StackReason()};
  return result;
}

/// Owns an identifier and closes it with the function of its kind.
class Handle {
 public:
  using Closer = herr_t (*)(hid_t);

  Handle() = default;
  Handle(hid_t id, Closer closer) : id_(Check(id)), closer_(closer) {}
  Handle(Handle&& other) noexcept
      : id_(std::exchange(other.id_, -1)), closer_(other.closer_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(closer_, other.closer_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) closer_(id_);
  }
  hid_t id() const { return id_; }
  /// Closes now; true if that worked.
  bool Close() { return id_ < 0 || closer_(std::exchange(id_, -1)) >= 0; }

 private:
  hid_t id_ = -1;
  Closer closer_ = nullptr;
};

/// As stored in a file, little-endian on every machine.
hid_t TypeId(ColumnType type);
Handle TextType();
/// A one-dimensional space of `rows`, which may grow if `max` says so.
Handle Space(hsize_t rows, hsize_t max);

struct OpenColumn {
  Handle dataset;
  ColumnType type = ColumnType::kU8;
  uint64_t rows = 0;
};

class OpenFile {
 public:
  /// `deed` is "reading" or "writing".
  OpenFile(std::string path, std::string deed)
      : path_(std::move(path)), deed_(std::move(deed)) {}
  ~OpenFile();

  /// Runs `body` unless a fault was met before; notes the fault it meets.
  template <class Body>
  void Guard(Body body) {
    Prepare();
    if (faulty()) return;
    try {
      body();
    } catch (const Failed& failed) {
      Note(failed.reason);
    }
    if (disk_.error != 0) Note("");  // words are those of errno
  }
  bool faulty() const { return !fault_.empty(); }
  Result<void> status() const;
  void CloseAll();

  Handle file;
  std::map<std::string, OpenColumn> columns;
  DiskFault* disk() { return &disk_; }
  const std::string& path() const { return path_; }

 private:
  void Note(const std::string& reason);

  std::string path_;
  std::string deed_;
  std::string fault_;
  DiskFault disk_;
};

}  // namespace souk::results::hdf5
