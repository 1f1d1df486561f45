// HDF5 files as the trace needs them: groups, texts, columns in chunks.
//
// hdf5*.cc are the only callers of the HDF5 C library. Each C call is checked;
// the library itself prints nothing and leaves no exit handler behind. A file
// remembers its first fault: later calls do nothing and yield empty values,
// and the caller asks status() or Close() once. The message of a fault is a
// reason and a path: "No space left on device (writing 'run.h5.tmp')".
//
// Paths of objects are absolute or relative to the root: "ticks/clicks", "/".
// Object times are off; texts are variable-length UTF-8. One thread per file.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "market/result.h"
#include "results/layout.h"

namespace souk::results::hdf5 {

using market::Error;
using market::Result;

/// Rows of a virtual column that lie in another file.
struct Piece {
  std::string file;  ///< relative to the folder of the file that maps it
  std::string dataset;
  uint64_t source_rows = 0;   ///< all rows of that dataset; 0 when read back
  uint64_t source_first = 0;  ///< the first one mapped
  uint64_t first = 0;         ///< where it comes to lie
  uint64_t rows = 0;
};

/// What a virtual column shows, without a fault, in place of a missing file.
enum class Absent : uint8_t {
  kZeros,
  kOnes,  ///< all bits set: the largest number, -1 or NaN
};

/// The file, its fault and its open columns, hidden from readers of headers.
class OpenFile;

class OutputFile {
 public:
  /// Creates `path` or empties it.
  explicit OutputFile(const std::string& path);
  OutputFile(OutputFile&&) noexcept;
  /// Closes; a fault at this point is lost, see Close().
  ~OutputFile();

  /// A group that remembers the order of its members.
  void AddGroup(const std::string& path);
  void AddText(const std::string& path, const std::string& text);
  void AddTexts(const std::string& path, const std::vector<std::string>& texts);
  void AddNumbers(const std::string& path,
                  const std::vector<uint32_t>& numbers);
  void AddNumbers(const std::string& path,
                  const std::vector<uint64_t>& numbers);
  void AddNumbers(const std::string& path, const std::vector<double>& numbers);
  /// An empty column of whole chunks, shuffled and deflated.
  void AddColumn(const std::string& path, ColumnType type);
  /// Appends a chunk in stored form (compressor.h). `rows` < kChunkRows only
  /// in the last chunk of a column.
  void AppendChunk(const std::string& path, std::span<const uint8_t> stored,
                   size_t rows);
  /// A column whose rows lie in other files; pieces ascend without a gap.
  void AddVirtualColumn(const std::string& path, ColumnType type,
                        const std::vector<Piece>& pieces,
                        Absent absent = Absent::kZeros);

  void PutAttribute(const std::string& path, const std::string& name,
                    const std::string& text);
  void PutAttribute(const std::string& path, const std::string& name,
                    const std::vector<uint8_t>& values);
  void PutAttribute(const std::string& path, const std::string& name,
                    uint8_t value);
  void PutAttribute(const std::string& path, const std::string& name,
                    uint32_t value);
  void PutAttribute(const std::string& path, const std::string& name,
                    uint64_t value);

  Result<void> status() const;
  /// Everything to the disk (fsync), then the first fault, if any.
  Result<void> Close();
  /// For hdf5*.cc.
  OpenFile& open_file() { return *file_; }

 private:
  std::unique_ptr<OpenFile> file_;
};

class InputFile {
 public:
  explicit InputFile(const std::string& path);
  InputFile(InputFile&&) noexcept;
  ~InputFile();

  /// An attribute, or "" / 0 and a fault.
  std::string TextAttribute(const std::string& path, const std::string& name);
  uint64_t NumberAttribute(const std::string& path, const std::string& name);
  std::string Text(const std::string& path);
  std::vector<std::string> Texts(const std::string& path);
  std::vector<uint32_t> Numbers(const std::string& path);
  std::vector<uint64_t> LargeNumbers(const std::string& path);
  std::vector<double> RealNumbers(const std::string& path);
  /// There is an object at this path, whose group is there.
  bool Has(const std::string& path);

  /// The rows of a column; a fault if it is missing or of another type.
  uint64_t Rows(const std::string& path, ColumnType type);
  /// Where the rows of a virtual column lie; empty for an ordinary column.
  std::vector<Piece> Pieces(const std::string& path);
  /// Rows [first, first + count) into `out`, of an ordinary column that
  /// Rows() has checked. `out` has room for them.
  void Read(const std::string& path, uint64_t first, std::span<uint8_t> out);
  /// Frees what reading a column has cached.
  void DropCache(const std::string& path);
  /// Chunk number `chunk` of an ordinary column in stored form.
  std::vector<uint8_t> Chunk(const std::string& path, uint64_t chunk);

  Result<void> status() const;
  /// The fault is one of the disk, not of what stands in the file.
  bool disk_fault() const;
  /// For hdf5*.cc.
  OpenFile& open_file() { return *file_; }

 private:
  std::unique_ptr<OpenFile> file_;
};

}  // namespace souk::results::hdf5
