// Joint auctions for tests: brands and stores that may share a slot.
#pragma once

#include <algorithm>
#include <utility>

#include "tests/support/auctions.h"

namespace souk::test {

/// Pairs of (brand, store), counted from 0 on each side.
using Relations = std::vector<std::pair<size_t, size_t>>;

inline Relations FullGraph(size_t brands, size_t stores) {
  Relations all;
  for (size_t i = 0; i < brands; ++i) {
    for (size_t j = 0; j < stores; ++j) all.emplace_back(i, j);
  }
  return all;
}

struct Sides {
  std::vector<double> brand;  ///< bids
  std::vector<double> store;
};

/// Brands are the first candidates; all rates are 1.
inline Columns JointAuction(const Sides& bids, const Relations& relations,
                            const std::vector<double>& slot_weight) {
  Columns columns;
  columns.bid = bids.brand;
  columns.bid.insert(columns.bid.end(), bids.store.begin(), bids.store.end());
  columns.rate.assign(columns.bid.size(), 1);
  columns.slot_weight = slot_weight;
  const auto brands = static_cast<uint32_t>(bids.brand.size());
  for (const auto& [i, j] : relations) {
    columns.bundles.push_back(
        {static_cast<uint32_t>(i), brands + static_cast<uint32_t>(j)});
  }
  return columns;
}

/// RandomAuction whose candidates are brands up to a random one and stores from
/// there on, with two of three relations drawn at random.
inline Columns RandomJointAuction(const AuctionRange& range, uint32_t index) {
  const market::Stream stream(18, 0, market::Purpose::kTest);
  Columns columns = RandomAuction(range, index);
  const auto size = static_cast<uint32_t>(columns.bid.size());
  const auto brands =
      static_cast<uint32_t>(stream.Integer(size + 1, index, 1, 0));
  for (uint32_t i = 0; i < brands; ++i) {
    for (uint32_t j = brands; j < size; ++j) {
      if (stream.Integer(3, index, i, 1 + j) > 0) {
        columns.bundles.push_back({i, j});
      }
    }
  }
  return columns;
}

/// The same auction with candidate i at place[i].
inline Columns Permuted(const Columns& columns,
                        const std::vector<uint32_t>& place) {
  Columns moved = columns;
  for (size_t i = 0; i < place.size(); ++i) {
    moved.bid[place[i]] = columns.bid[i];
    moved.rate[place[i]] = columns.rate[i];
    if (!columns.weight.empty()) moved.weight[place[i]] = columns.weight[i];
  }
  for (market::Bundle& bundle : moved.bundles) {
    bundle = {place[bundle.brand], place[bundle.store]};
  }
  std::ranges::sort(moved.bundles, {}, [](const market::Bundle& one) {
    return std::pair(one.brand, one.store);
  });
  return moved;
}

}  // namespace souk::test
