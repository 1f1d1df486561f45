// Work W without an engine: what a careful programmer would write by hand.
//
// The loop draws with the engine's own random columns, the costly part, so
// that the ratio to the engine shows what the engine adds.
#pragma once

#include <array>
#include <cstdint>

#include "actors/benchmarks/work_w.h"
#include "market/random.h"

namespace souk::actors {

/// Pages that are drawn at once.
inline constexpr size_t kChunk = 64;

struct PlainSums {
  double page_views = 0;
  double exposed = 0;
  double conversions = 0;
  double cost_micros = 0;

  double exposed_per_page_view() const { return exposed / page_views; }
  double conversions_per_thousand() const {
    return 1000 * conversions / page_views;
  }
  double cost_per_page_view() const { return cost_micros / 1e6 / page_views; }
};

/// What every loop needs: bidders as columns, chance, sums per bidder.
class PlainWork {
 public:
  explicit PlainWork(uint64_t seed);
  PlainSums Sums() const;

 protected:
  struct Winner {
    double bid = 0;
    double value = 0;
    size_t bidder = 0;
  };
  /// The four highest bids of a page, ascending by rank.
  using Podium = std::array<Winner, kWorkSlots + 1>;

  /// Exposes the winners by two uniforms a slot, and adds up.
  void Settle(const Podium& podium, const double* uniforms);
  void DrawResponses(uint64_t chunk);

  market::Stream rates_;
  market::Stream chance_;
  std::array<double, kWorkBidders> mean_, deviation_, multiplier_;
  std::array<double, 2 * kWorkSlots * kChunk> uniforms_;
  double page_views_ = 0;
  double exposed_ = 0;
  std::array<double, kWorkBidders> cost_of_{};
  std::array<double, kWorkBidders> conversions_of_{};
};

/// Bidder by bidder over a chunk of pages: a branch-free network keeps the four
/// highest bids of every page, the bidder in the low six bits of its bid.
class ChunkLoop : public PlainWork {
 public:
  using PlainWork::PlainWork;
  double Run(uint64_t page_views);

 private:
  void PlayChunk(uint64_t chunk);
};

}  // namespace souk::actors
