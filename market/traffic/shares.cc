#include "market/traffic/shares.h"

#include <algorithm>

namespace souk::market {

Shares::Shares(std::span<const double> weights) {
  double total = 0;
  for (const double weight : weights) total += weight;
  double sum = 0;
  for (const double weight : weights) {
    cumulative_.push_back((sum += weight) / total);
  }
}

double Shares::Of(size_t index) const {
  if (cumulative_.size() <= 1) return 1;
  const double before = index == 0 ? 0 : cumulative_[index - 1];
  return cumulative_[index] - before;
}

uint16_t Shares::Pick(double u) const {
  if (cumulative_.size() <= 1) return 0;
  // The last kind takes the rest: its sum may be below 1 by rounding.
  const auto before_last = std::span(cumulative_).first(cumulative_.size() - 1);
  return static_cast<uint16_t>(std::ranges::upper_bound(before_last, u) -
                               before_last.begin());
}

}  // namespace souk::market
