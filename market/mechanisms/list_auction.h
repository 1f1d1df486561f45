// Auctions over whole lists, where a click on an item depends on everything
// that is shown: every admissible list is tried.
//
// A pure library without a member in the registry: the click model is a
// function of the list. The best list is the first of the greatest
//
//   W(A) = sum_{i in A} (value_i + bonus_i) * theta_i(A)
//
// in lexicographic order of item numbers. `value` is the bid per click (then
// it maximises welfare) or the virtual value (then expected revenue: CGA, arXiv
// 2412.11544); `bonus` is what a click is worth beside the advertiser's value,
// such as orders. Amounts may be in any unit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace souk::market {

/// Lists of item numbers, all of one length, in lexicographic order.
class ListSet {
 public:
  using Admits = std::function<bool(std::span<const uint32_t>)>;

  /// All lists of `places` of `items` items, each item at most once:
  /// n! / (n - K)!
  ListSet(size_t items, size_t places)
      : ListSet(items, places, [](std::span<const uint32_t>) { return true; }) {
  }
  /// Those that `admits`; it is asked about every beginning of a list, too.
  ListSet(size_t items, size_t places, const Admits& admits);

  size_t size() const { return numbers_.size() / places_; }
  size_t places() const { return places_; }
  std::span<const uint32_t> list(size_t at) const {
    return std::span(numbers_).subspan(at * places_, places_);
  }

 private:
  size_t places_;
  std::vector<uint32_t> numbers_;
};

/// Fills in theta, one per place of the list.
using ListClicks = std::function<void(std::span<const uint32_t> list,
                                      std::span<double> theta)>;

/// theta of every list, by list and place.
std::vector<double> ClicksOfAll(const ListSet& lists, const ListClicks& clicks);

struct ListAuction {
  const ListSet& lists;
  std::span<const double> theta;  ///< by list and place, >= 0
  std::span<const double> value;  ///< per click, by item
  std::span<const double> bonus;  ///< per click, by item; empty: 0

  std::span<const double> clicks(size_t list) const {
    return theta.subspan(list * lists.places(), lists.places());
  }
};

/// W of a list.
double WorthOf(const ListAuction& auction, size_t list);
/// The list of the greatest W; there must be one.
size_t BestList(const ListAuction& auction);

/// Expected payments by place of `best`, the best list, for values that are
/// bids: what the best list without the payer is worth more to the others.
/// Items of value 0 are no bidders and pay nothing.
/// (Lists without it, so a neighbour who is good for others may be paid.)
std::vector<double> VcgPayments(const ListAuction& auction, size_t best);

/// Expected payments by place of `best` of an auction that gives advertisers
/// virtual values: b * theta(b) - integral of theta up to b, exactly, along
/// the upper envelope of the lists' W over the payer's own virtual value.
/// `least_bid` maps a virtual value to the least bid that has it.
std::vector<double> ThresholdPayments(
    const ListAuction& auction, size_t best,
    const std::function<double(double)>& least_bid);

}  // namespace souk::market
