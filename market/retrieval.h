// Candidate retrieval: which lines may compete for a page view.
//
// Lists depend on (channel, segment) only and are made once; page views with
// the same list share it.
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

class Retrieval {
 public:
  explicit Retrieval(const MarketSpec& spec);

  /// Index into groups().
  size_t GroupOf(const PageView& page) const {
    return group_[page.channel * segments_ + page.segment];
  }
  const std::vector<CandidateGroup>& groups() const { return groups_; }

 private:
  size_t segments_;
  std::vector<uint32_t> group_;  // by channel x segment
  std::vector<CandidateGroup> groups_;
};

}  // namespace souk::market
