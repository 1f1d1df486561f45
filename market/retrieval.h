// Candidate retrieval: which lines may compete for a page view.
//
// Where nobody aims at places or categories, lists depend on (channel, segment)
// only. Then they are made once and kept, if they are not too long; page views
// with the same list share it. Otherwise a page view's list is looked up in
// the inverted index (line_index.h).
#pragma once

#include <cstdint>
#include <vector>

#include "market/market_spec.h"

namespace souk::market {

/// The lines of one list, ascending.
struct CandidateGroup {
  std::vector<uint32_t> lines;
  bool contiguous = false;

  CandidateLines view() const { return {lines, contiguous}; }
};

/// Whether the lists of a market are kept: at most `most` entries in all.
bool KeepsLists(const MarketSpec& spec, size_t most = size_t{1} << 21);

/// The lists that are kept; none where KeepsLists says so.
class Retrieval {
 public:
  explicit Retrieval(const MarketSpec& spec);

  bool keeps_lists() const { return keeps_lists_; }
  /// Index into groups().
  size_t GroupOf(const PageView& page) const {
    return group_[page.channel * segments_ + page.segment];
  }
  const std::vector<CandidateGroup>& groups() const { return groups_; }
  /// Desks that page views are served from.
  size_t groups_or_one() const { return keeps_lists_ ? groups_.size() : 1; }

 private:
  bool keeps_lists_;
  size_t segments_;
  std::vector<uint32_t> group_;  // by channel x segment
  std::vector<CandidateGroup> groups_;
};

}  // namespace souk::market
