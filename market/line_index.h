// An inverted index of targeting: which lines may compete for a page view,
// found by looking up what the page view is, not by asking every line.
//
// A line aims at segments, places and categories; without names, at all of
// them. It is posted under every combination of
//   (its channel, one of its segments or any, one of its places or any, one of
//    its categories or any)
// so that a page view finds its candidates under at most eight keys, each line
// under one of them: the cost grows with the candidates, not with the lines.
//
// A line has at most kMostPostings postings. Where its combinations are more,
// the dimension in which it has most names is posted as "any", and its names
// are checked when the line is found.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "market/market_spec.h"

namespace souk::market {

/// What was found for a page view. Reused: no allocation when warm.
struct FoundLines {
  std::vector<uint32_t> lines;  ///< ascending
  std::vector<uint32_t> spare;  ///< scratch
};

/// Immutable, shared by the cells.
class LineIndex {
 public:
  static constexpr size_t kMostPostings = 64;

  explicit LineIndex(const MarketSpec& spec);

  /// Replaces `found` by the candidates of `page`.
  void Find(const PageView& page, FoundLines& found) const;

  /// Over all lines.
  size_t postings() const { return postings_.size(); }

 private:
  /// Segments, places, categories; none: any.
  using Names = std::array<std::vector<uint16_t>, 3>;
  struct Posting {
    uint64_t key = 0;
    uint32_t line = 0;
  };
  /// postings_[first, first + size); size 0: an empty place of the table.
  struct List {
    uint64_t key = 0;
    uint32_t first = 0;
    uint32_t size = 0;
  };

  void AddLine(const LineSpec& spec, std::vector<Posting>& postings);
  void FileLists(std::span<const Posting> postings);
  List& PlaceFor(uint64_t key);
  std::span<const uint32_t> ListOf(uint64_t key) const;
  /// Whether the line aims at `page`, whatever it is posted under.
  bool Aims(uint32_t line, const PageView& page) const;

  std::vector<uint32_t> postings_;  // list by list, each ascending
  std::vector<List> table_;         // open addressing; a power of two
  // By channel: bit p is set if some line is posted with pattern p, whose bit
  // d is set if the key says "any" in dimension d.
  std::vector<uint8_t> patterns_;
  std::vector<uint32_t> cut_of_;  // by line: kNone, or ...
  std::vector<Names> cut_;        // ... its names before the cut
};

}  // namespace souk::market
