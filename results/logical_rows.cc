#include "results/logical_rows.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <tuple>
#include <vector>

namespace souk::results {
namespace {

using market::Concat;
using market::Error;
using market::Result;

/// Neighbouring rows of one cell in one tick, in one part.
struct Block {
  uint32_t tick = 0;
  uint32_t cell = 0;
  uint64_t first = 0;
  uint64_t rows = 0;

  uint64_t end() const { return first + rows; }
  bool same(const Block& other) const {
    return tick == other.tick && cell == other.cell;
  }
};

/// Blocks of a table as they lie in the trace.
class Index {
 public:
  Index(TraceReader& trace, size_t table)
      : trace_(trace), table_(table), ends_(trace.PartEnds(table)) {}

  Result<void> Read();
  /// Sorts, and checks that no block is there twice.
  Result<void> Sort();
  /// The rows in logical order; as few ranges as possible.
  std::vector<RowRange> Ranges() const;

 private:
  void Append(const Block& row);
  Error Refuse(const Block& block, const std::string& fault) const;

  TraceReader& trace_;
  size_t table_;
  std::vector<uint64_t> ends_;  ///< of parts
  std::vector<Block> blocks_;
};

Result<void> Index::Read() {
  const std::string& name = Layout()[table_].name;
  const uint64_t rows = trace_.rows(name);
  for (uint64_t first = 0; first < rows; first += kChunkRows) {
    const RowRange range = {first,
                            std::min<uint64_t>(kChunkRows, rows - first)};
    const auto ticks = trace_.Read<uint32_t>(name + "/tick", range);
    if (!ticks) return ticks.error();
    const auto cells = trace_.Read<uint32_t>(name + "/cell", range);
    if (!cells) return cells.error();
    for (size_t i = 0; i < range.count; ++i) {
      Append({(*ticks)[i], (*cells)[i], first + i, 1});
    }
  }
  return {};
}

void Index::Append(const Block& row) {
  const bool part_begins =
      std::binary_search(ends_.begin(), ends_.end(), row.first);
  if (blocks_.empty() || part_begins || !blocks_.back().same(row)) {
    blocks_.push_back(row);
  } else {
    ++blocks_.back().rows;
  }
}

Error Index::Refuse(const Block& block, const std::string& fault) const {
  return Error{Concat("cannot order trace '", trace_.path(), "': the ",
                      Layout()[table_].name, " of tick ", block.tick, ", cell ",
                      block.cell, " ", fault)};
}

Result<void> Index::Sort() {
  std::sort(blocks_.begin(), blocks_.end(), [](const Block& a, const Block& b) {
    return std::tie(a.tick, a.cell, a.first) <
           std::tie(b.tick, b.cell, b.first);
  });
  const auto twice = std::adjacent_find(
      blocks_.begin(), blocks_.end(),
      [](const Block& a, const Block& b) { return a.same(b); });
  if (twice != blocks_.end()) {
    return Refuse(
        *twice,
        Concat("are there twice, in '", trace_.FileOfRow(table_, twice->first),
               "' and in '", trace_.FileOfRow(table_, twice[1].first), "'"));
  }
  if (blocks_.empty() || blocks_.back().tick < trace_.ticks_done()) return {};
  const Block& last = blocks_.back();
  return Refuse(last,
                Concat("are there (in '", trace_.FileOfRow(table_, last.first),
                       "'), but ", trace_.ticks_done(), " ticks are done"));
}

std::vector<RowRange> Index::Ranges() const {
  std::vector<RowRange> ranges;
  for (const Block& block : blocks_) {
    if (!ranges.empty() &&
        ranges.back().first + ranges.back().count == block.first) {
      ranges.back().count += block.rows;
    } else {
      ranges.push_back({block.first, block.rows});
    }
  }
  return ranges;
}

/// Rows of one column by number, read ahead in each part.
class Windows {
 public:
  Windows(TraceReader& trace, size_t column)
      : trace_(trace),
        column_(column),
        bytes_(Columns()[column].bytes()),
        ends_(trace.PartEnds(Columns()[column].table)),
        windows_(ends_.size()) {}

  Result<void> Copy(uint64_t first, std::span<uint8_t> out);

 private:
  struct Window {
    uint64_t first = 0;
    std::vector<uint8_t> bytes;
  };

  /// The bytes of row `first` and of some behind it.
  Result<std::span<const uint8_t>> From(uint64_t first);

  TraceReader& trace_;
  size_t column_;
  size_t bytes_;
  std::vector<uint64_t> ends_;
  std::vector<Window> windows_;  ///< one of each part
};

Result<std::span<const uint8_t>> Windows::From(uint64_t first) {
  const auto end = std::upper_bound(ends_.begin(), ends_.end(), first);
  Window& window = windows_[static_cast<size_t>(end - ends_.begin())];
  const uint64_t window_end = window.first + window.bytes.size() / bytes_;
  if (first < window.first || first >= window_end) {
    window.first = first;
    window.bytes.resize(std::min<uint64_t>(kChunkRows, *end - first) * bytes_);
    Result<void> read = trace_.ReadBytes(column_, first, window.bytes);
    if (!read) return read.error();
  }
  return std::span<const uint8_t>(window.bytes)
      .subspan((first - window.first) * bytes_);
}

Result<void> Windows::Copy(uint64_t first, std::span<uint8_t> out) {
  while (!out.empty()) {
    const auto found = From(first);
    if (!found) return found.error();
    const size_t size = std::min(found->size(), out.size());
    std::memcpy(out.data(), found->data(), size);
    out = out.subspan(size);
    first += size / bytes_;
  }
  return {};
}

/// Cuts the rows of `ranges` into chunks.
Result<void> StreamColumn(TraceReader& trace, size_t column,
                          const std::vector<RowRange>& ranges,
                          ChunkTaker& taker) {
  const size_t bytes = Columns()[column].bytes();
  Windows windows(trace, column);
  std::vector<uint8_t> chunk(kChunkRows * bytes);
  size_t filled = 0;  // rows
  for (RowRange range : ranges) {
    while (range.count > 0) {
      const size_t rows = std::min<uint64_t>(range.count, kChunkRows - filled);
      Result<void> copied = windows.Copy(
          range.first, std::span(chunk).subspan(filled * bytes, rows * bytes));
      if (!copied) return copied;
      range = {range.first + rows, range.count - rows};
      filled += rows;
      if (filled < kChunkRows) continue;
      taker.TakeChunk(column, chunk);
      filled = 0;
    }
  }
  if (filled > 0) {
    taker.TakeChunk(column, std::span(chunk).first(filled * bytes));
  }
  trace.DropCache(column);
  return {};
}

Result<std::vector<RowRange>> RangesOf(TraceReader& trace, size_t table) {
  if (RowsInParts(trace.parts(), table) == 0) {
    return std::vector<RowRange>{{0, trace.rows(Layout()[table].name)}};
  }
  Index index(trace, table);
  if (Result<void> read = index.Read(); !read) return read.error();
  if (Result<void> sorted = index.Sort(); !sorted) return sorted.error();
  return index.Ranges();
}

}  // namespace

Result<void> StreamTable(TraceReader& trace, size_t table, ChunkTaker& taker) {
  const auto ranges = RangesOf(trace, table);
  if (!ranges) return ranges.error();
  for (size_t column = 0; column < Columns().size(); ++column) {
    if (Columns()[column].table != table) continue;
    Result<void> streamed = StreamColumn(trace, column, *ranges, taker);
    if (!streamed) return streamed;
  }
  return {};
}

}  // namespace souk::results
