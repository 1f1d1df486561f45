// What roulettes share: shares in whole units, and slates drawn by one uniform.
//
// A share of 1 is kWhole = 2^53 units, and uniforms have 53 bits, so cutting
// shares into slates and drawing one is exact: nothing rounds, nothing is left
// over, and half-open ranges never overlap.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "market/contracts/roulette.h"

namespace souk::market {

inline constexpr int64_t kWhole = int64_t{1} << 53;

/// The shares in whole units, contracts x slots, rounded down. What a row or a
/// column has beyond kWhole is taken from its last entries; more than 2e-9 of
/// it, or a negative share, is a broken plan.
std::vector<int64_t> WholeShares(const ShareMatrix& matrix);

/// Slates, each with its weight > 0; weights sum to kWhole.
struct WeightedSlates {
  size_t slots = 0;
  std::vector<int64_t> weight = {};
  std::vector<uint32_t> slate = {};  ///< weights x slots

  size_t size() const { return weight.size(); }
  std::span<const uint32_t> of(size_t i) const {
    return std::span(slate).subspan(i * slots, slots);
  }
  void Add(int64_t slate_weight, std::span<const uint32_t> added) {
    weight.push_back(slate_weight);
    slate.insert(slate.end(), added.begin(), added.end());
  }
};

/// Draws a slate with its weight, by the first uniform only and in O(1)
/// expected time (guide table: Chen and Asau, "On generating random variates
/// from an empirical distribution", AIIE Transactions 1974).
class SlateTable final : public ReadyRoulette {
 public:
  explicit SlateTable(const WeightedSlates& slates);
  void Spin(std::span<const double> chance,
            std::span<uint32_t> slate) const override;

 private:
  void BuildGuide();

  size_t slots_ = 0;
  std::vector<int64_t> end_;     // ascending, the last is kWhole
  std::vector<uint32_t> slate_;  // slates in ascending order, each once
  std::vector<uint32_t> guide_;  // by leading bits: the first that may be meant
  int shift_ = 0;
};

}  // namespace souk::market
