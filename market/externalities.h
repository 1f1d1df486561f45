// Externalities of a list: what stands beside an item changes how often it is
// clicked (EXT-1, after the evaluator of CGA, arXiv 2412.11544).
//
// Every item has a unit vector e in R^4, alike for items that are alike. In a
// list of places 0, 1, ... the item i at place k is clicked with
//
//   theta_i = min(1, q_i * w_k * gamma_i)        gamma_i = 2 / (1 + exp(-h_i))
//   h_i     = - sum over the others j of
//               kappa_ij * omega^(|place_i - place_j| - 1) * <e_i, e_j>
//
// with q the item's own rate and w the weight of its place: alike neighbours
// take clicks from each other, different ones add some. gamma is in (0, 2), 1
// for an item alone. kappa_ij is `kappa` for two ads, `organic_kappa` for
// every other pair.
//
// Sums run by place, so the bits are the same on every machine.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace souk::market {

using Direction = std::array<double, 4>;

struct ExternalityRule {
  double kappa = 1.5;           ///< >= 0; 0: no externality
  double organic_kappa = 0.75;  ///< >= 0
  double omega = 0.5;           ///< in [0, 1]: what a further place damps
};

struct ListItem {
  /// A unit vector; all 0 for an empty place, which leaves the others alone.
  Direction direction = {};
  bool organic = false;  ///< no ad
};

/// `vector`, not 0, shortened to length 1.
Direction UnitDirection(const Direction& vector);

/// Replaces `gamma` by the factors of a list, one per place; of one length,
/// at most 64. Allocates nothing.
void ExternalityFactors(const ExternalityRule& rule,
                        std::span<const ListItem> list,
                        std::span<double> gamma);

/// The same for many lists of the same items: inner products are taken once.
class ExternalityTable {
 public:
  ExternalityTable(const ExternalityRule& rule,
                   std::span<const ListItem> items);

  /// Replaces `gamma` by the factors of the list of items `list` (numbers of
  /// items, each at most once).
  void Factors(std::span<const uint32_t> list, std::span<double> gamma) const;
  size_t items() const { return items_; }

 private:
  size_t items_;
  double omega_;
  std::vector<double> effect_;  // -kappa_ij <e_i, e_j>, by i, then j
};

/// theta: the click rate of an item of own rate `rate` at a place of weight
/// `weight`.
inline double ListedClickRate(double rate, double weight, double gamma) {
  return std::min(1.0, rate * weight * gamma);
}

}  // namespace souk::market
