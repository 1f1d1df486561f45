// Supply types: classes of page views that contracts cannot tell apart.
//
// Two page views are of one type if they are on the same channel, the same
// contracts may be shown on them, and these have the same mean click rates
// there. Types are numbered in the order in which (channel, segment, place,
// category) meets them, so that a contract more or less renumbers them but
// nothing else.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "market/contracts/allocator.h"
#include "market/market_spec.h"

namespace souk::market {

struct SupplyTypeFacts {
  uint32_t channel = 0;
  double share = 0;               ///< of all page views
  std::vector<SupplyEdge> edges;  ///< ascending by contract
  std::vector<uint32_t> lines;    ///< that show the contract; one per edge
  /// Whether some contract asks more of a page view than its type.
  bool must_match = false;
};

class SupplyTypes {
 public:
  explicit SupplyTypes(const MarketSpec& spec);

  size_t size() const { return types_.size(); }
  const SupplyTypeFacts& operator[](size_t type) const { return types_[type]; }
  uint32_t TypeOf(const PageView& page) const {
    return type_[Place(page.channel, page.segment, page.place, page.category)];
  }
  /// Share of users who may meet the contract at all.
  double reach(size_t contract) const { return reach_[contract]; }
  /// The type as allocators see it, with `page_views` of it. Points into this
  /// and into `spec`.
  SupplyType View(const MarketSpec& spec, size_t type, double page_views) const;

 private:
  size_t Place(size_t channel, size_t segment, size_t place,
               size_t category) const {
    return ((channel * segments_ + segment) * places_ + place) * categories_ +
           category;
  }
  void AddClasses(const MarketSpec& spec);
  SupplyTypeFacts FactsOf(const MarketSpec& spec, const PageView& page) const;
  void AddShares(const MarketSpec& spec);
  void AddReach(const MarketSpec& spec);

  size_t segments_, places_ = 1, categories_ = 1;
  std::vector<uint32_t> type_;  // by Place
  std::vector<SupplyTypeFacts> types_;
  std::vector<double> reach_;  // by contract
};

/// The market's own, or made now.
std::shared_ptr<const SupplyTypes> SupplyTypesOf(const MarketSpec& spec);

}  // namespace souk::market
