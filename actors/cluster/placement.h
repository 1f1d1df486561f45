// Who carries which seat.
//
// A seat is what is placed as a whole: a cell, or a part of the bidders' desk.
// Shares follow the cores that nodes offer: node i of n with c_i cores has
// room for floor(S c_i / C) seats, the rest go one each to the nodes with the
// largest remainders (ties: the lower index). A seat stays where it is as long
// as there is room; the others go, in ascending order, to the first node that
// has room left. Placement never changes a result.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace souk::actors {

inline constexpr uint32_t kNobody = UINT32_MAX;

/// `carrier`: of every seat today, an index into `cores` or kNobody. Returns
/// the carriers to be; `cores` has an entry above 0.
std::vector<uint32_t> PlaceSeats(std::span<const uint32_t> carrier,
                                 std::span<const uint32_t> cores);

/// Only seats with kNobody are placed, in ascending order: each goes where
/// (seats + 1) / cores is least (ties: the lower index). `cores` may hold 0.
std::vector<uint32_t> PlaceOrphans(std::span<const uint32_t> carrier,
                                   std::span<const uint32_t> cores);

/// The first `cells` seats by PlaceSeats; the others, which weigh less, stay
/// where a core is offered, or are placed as orphans among all.
std::vector<uint32_t> PlaceAll(std::span<const uint32_t> carrier, size_t cells,
                               std::span<const uint32_t> cores);

}  // namespace souk::actors
