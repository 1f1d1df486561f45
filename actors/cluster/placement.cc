#include "actors/cluster/placement.h"

#include <algorithm>
#include <numeric>

#include "market/check.h"

namespace souk::actors {
namespace {

/// Seats for which every node has room; they add up to `seats`.
std::vector<uint64_t> Rooms(uint64_t seats, std::span<const uint32_t> cores) {
  const uint64_t all = std::accumulate(cores.begin(), cores.end(), uint64_t{0});
  SOUK_CHECK(all > 0, "nobody offers a core");
  std::vector<uint64_t> rooms, remainders;
  std::vector<size_t> order(cores.size());
  std::iota(order.begin(), order.end(), size_t{0});
  uint64_t left = seats;
  for (const uint32_t own : cores) {
    rooms.push_back(seats * own / all);
    remainders.push_back(seats * own % all);
    left -= rooms.back();
  }
  std::ranges::stable_sort(
      order, [&](size_t a, size_t b) { return remainders[a] > remainders[b]; });
  for (size_t i = 0; i < left; ++i) ++rooms[order[i]];
  return rooms;
}

/// Whether a node with `cores` that carries `seats` has more room for another
/// one than a second node.
struct Load {
  uint64_t seats = 0;
  uint64_t cores = 0;
  friend bool operator<(const Load& a, const Load& b) {
    return (a.seats + 1) * b.cores < (b.seats + 1) * a.cores;
  }
};

}  // namespace

std::vector<uint32_t> PlaceSeats(std::span<const uint32_t> carrier,
                                 std::span<const uint32_t> cores) {
  std::vector<uint64_t> rooms = Rooms(carrier.size(), cores);
  std::vector<uint32_t> placed(carrier.size(), kNobody);
  for (size_t seat = 0; seat < carrier.size(); ++seat) {
    const uint32_t node = carrier[seat];
    if (node == kNobody || rooms[node] == 0) continue;
    placed[seat] = node;
    --rooms[node];
  }
  size_t node = 0;
  for (uint32_t& place : placed) {
    if (place != kNobody) continue;
    while (rooms[node] == 0) ++node;
    place = static_cast<uint32_t>(node);
    --rooms[node];
  }
  return placed;
}

std::vector<uint32_t> PlaceAll(std::span<const uint32_t> carrier, size_t cells,
                               std::span<const uint32_t> cores) {
  std::vector<uint32_t> placed = PlaceSeats(carrier.first(cells), cores);
  for (const uint32_t node : carrier.subspan(cells)) {
    placed.push_back(node != kNobody && cores[node] > 0 ? node : kNobody);
  }
  return PlaceOrphans(placed, cores);
}

std::vector<uint32_t> PlaceOrphans(std::span<const uint32_t> carrier,
                                   std::span<const uint32_t> cores) {
  std::vector<Load> loads;
  for (const uint32_t own : cores) loads.push_back({0, own});
  for (const uint32_t node : carrier) {
    if (node != kNobody) ++loads[node].seats;
  }
  std::vector<uint32_t> placed(carrier.begin(), carrier.end());
  for (uint32_t& node : placed) {
    if (node != kNobody) continue;
    const auto best = std::min_element(loads.begin(), loads.end());
    node = static_cast<uint32_t>(best - loads.begin());
    ++best->seats;
  }
  return placed;
}

}  // namespace souk::actors
