#include "actors/benchmarks/plain_loops.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "market/math_kernels.h"

namespace souk::actors {
namespace {

constexpr std::array<double, kWorkSlots> kExposure = {1.0, 0.8, 0.48};

using Keys = std::array<int64_t, kChunk>;
constexpr int64_t kBidderBits = 63;

struct OneBidder {
  double mean, deviation, multiplier;
  int64_t index;
};

/// Puts one bidder's bids on all pages of a chunk into their places.
SOUK_COLUMN_KERNEL void Compete(const OneBidder& bidder,
                                const double* __restrict normal,
                                int64_t* __restrict first,
                                int64_t* __restrict second,
                                int64_t* __restrict third,
                                int64_t* __restrict fourth) {
  for (size_t i = 0; i < kChunk; ++i) {
    double v = bidder.mean + bidder.deviation * normal[i];
    v = v > 0 ? v : 0;
    v = v < 1 ? v : 1;
    int64_t key =
        (std::bit_cast<int64_t>(bidder.multiplier * v) & ~kBidderBits) |
        bidder.index;
    const auto place = [&key](int64_t& best) {
      const int64_t high = best > key ? best : key;
      key = best > key ? key : best;
      best = high;
    };
    place(first[i]);
    place(second[i]);
    place(third[i]);
    place(fourth[i]);
  }
}

}  // namespace

PlainWork::PlainWork(uint64_t seed)
    : rates_(seed, 0, market::Purpose::kRates),
      chance_(seed, 0, market::Purpose::kResponse) {
  const std::vector<WorkWBidder> bidders = WorkWBidders(seed);
  for (size_t i = 0; i < kWorkBidders; ++i) {
    mean_[i] = bidders[i].mean;
    deviation_[i] = bidders[i].mean * bidders[i].spread;
    multiplier_[i] = bidders[i].multiplier;
  }
}

PlainSums PlainWork::Sums() const {
  return {page_views_, exposed_,
          std::accumulate(conversions_of_.begin(), conversions_of_.end(), 0.0),
          std::accumulate(cost_of_.begin(), cost_of_.end(), 0.0)};
}

void PlainWork::DrawResponses(uint64_t chunk) {
  chance_.FillUniform(chunk, 0, 0, uniforms_);
}

void PlainWork::Settle(const Podium& podium, const double* uniforms) {
  for (size_t k = 0; k < kWorkSlots; ++k) {
    if (podium[k].bid < kReserve) break;
    const double exposed = uniforms[2 * k] < kExposure[k] ? 1 : 0;
    const double converted = uniforms[2 * k + 1] < podium[k].value ? 1 : 0;
    exposed_ += exposed;
    cost_of_[podium[k].bidder] +=
        exposed * std::max(podium[k + 1].bid, kReserve);
    conversions_of_[podium[k].bidder] += exposed * converted;
  }
}

double ChunkLoop::Run(uint64_t page_views) {
  const uint64_t chunks = (page_views + kChunk - 1) / kChunk;
  for (uint64_t chunk = 0; chunk < chunks; ++chunk) PlayChunk(chunk);
  page_views_ += static_cast<double>(chunks * kChunk);
  return static_cast<double>(chunks * kChunk);
}

void ChunkLoop::PlayChunk(uint64_t chunk) {
  alignas(64) std::array<double, kWorkBidders * kChunk> normals;
  alignas(64) std::array<Keys, kWorkSlots + 1> best{};
  rates_.FillNormal(chunk, 0, 0, normals);
  DrawResponses(chunk);
  for (size_t j = 0; j < kWorkBidders; ++j) {
    Compete({mean_[j], deviation_[j], multiplier_[j], static_cast<int64_t>(j)},
            &normals[j * kChunk], best[0].data(), best[1].data(),
            best[2].data(), best[3].data());
  }
  for (size_t i = 0; i < kChunk; ++i) {
    Podium podium;
    for (size_t k = 0; k <= kWorkSlots; ++k) {
      const auto bidder = static_cast<size_t>(best[k][i] & kBidderBits);
      const double bid = std::bit_cast<double>(best[k][i] & ~kBidderBits);
      podium[k] = {bid, bid / multiplier_[bidder], bidder};
    }
    Settle(podium, &uniforms_[i * 2 * kWorkSlots]);
  }
}

}  // namespace souk::actors
