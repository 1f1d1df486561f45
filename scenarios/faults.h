// Faults of a scenario: where, what was found, what is allowed. They are
// collected, never thrown at the first, and printed one per line:
//
//   quickstart.textproto:12:5: cells = 0, must be in [1, 4096]
//   --set cells=0: cells = 0, must be in [1, 4096]
#pragma once

#include <google/protobuf/message.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace souk::scenarios {

/// Lines and columns count from 1, columns in bytes; 0: not known.
struct Position {
  uint32_t line = 0;
  uint32_t column = 0;
};

/// Where something was given: a file with a position, or an override.
struct Place {
  std::string source;  ///< file name, or "--set PATH=VALUE"
  Position position;
};

/// A field of the scenario: `key` counts every element, `shown` is for people
/// (parameters go by name). Both are empty for the scenario itself.
struct FieldPath {
  std::string key;
  std::string shown;

  FieldPath Field(const std::string& name) const;
  FieldPath Item(const std::string& name, size_t index,
                 const std::string& shown_index) const;
  FieldPath Item(const std::string& name, size_t index) const {
    return Item(name, index, std::to_string(index));
  }
};

/// The path of `field` of `holder` (its element `index` if repeated).
FieldPath PathOf(const FieldPath& holder_path,
                 const google::protobuf::Message& holder,
                 const google::protobuf::FieldDescriptor* field, int index = 0);

class Faults {
 public:
  explicit Faults(std::string file) : file_(std::move(file)) {}

  /// `path` was given in the file at `position`.
  void Remember(const FieldPath& path, Position position);
  /// `path` was given by `source`, which replaces what stood there and creates
  /// the messages around it that were not given.
  void RememberOverride(const FieldPath& path, const std::string& source);
  /// `path` was given but could not be read: it is not missing.
  void Spoil(const FieldPath& path) { spoiled_.insert(path.key); }
  bool spoiled(const FieldPath& path) const {
    return spoiled_.count(path.key) > 0;
  }
  /// The place of the field, else of the nearest message around it.
  Place Locate(const FieldPath& path) const;
  bool FromOverride(const FieldPath& path) const {
    return Locate(path).source != file_;
  }

  /// `rest` follows the path: " = 5, must be ...", ": no such ...".
  void Add(const FieldPath& path, const std::string& rest);
  void AddAt(const Place& place, const std::string& sentence);
  void AddInFile(Position position, const std::string& sentence) {
    AddAt({file_, position}, sentence);
  }

  /// A sentence that has its place already.
  void AddPlaced(const std::string& sentence) { AddAt({}, sentence); }

  bool empty() const { return faults_.empty(); }
  const std::string& file() const { return file_; }
  /// One per line, no newline at the end: the file's by position, then the
  /// others in the order in which they were found. At most kMostShown.
  std::string Text() const;

  static constexpr size_t kMostShown = 100;

 private:
  struct Fault {
    Place place;
    std::string sentence;
  };

  std::string file_;
  std::map<std::string, Place> places_;
  std::set<std::string> spoiled_;
  std::vector<Fault> faults_;
};

}  // namespace souk::scenarios
