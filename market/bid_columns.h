// The bid functions of one candidate list as columns, and their evaluation:
// the arithmetic of the inner loop.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "market/bid_function.h"
#include "market/types.h"

namespace souk::market {

class BidColumns {
 public:
  void Clear();
  void Add(const LinearBid& bid, Charge charge);
  size_t size() const { return constant_.size(); }

  /// For every candidate i:
  ///   bid[i]  = min(ceil(linear bid), cap[i]), 0 if that is below 0
  ///   rate[i] = charged events per examined view: 1 (view), click[i] (click)
  ///             or click[i] * conversion[i] (conversion)
  /// Spans have size() entries. The same bits on every instruction set, equal
  /// to LinearBid::operator().
  void Evaluate(std::span<const double> click,
                std::span<const double> conversion, std::span<const double> cap,
                std::span<double> bid, std::span<double> rate) const;

 private:
  std::vector<double> constant_, click_, conversion_, both_;
  std::vector<double> scale_, min_, max_;
  std::vector<double> whole_;  // 1: whole steps, 0: not
  std::vector<double> per_view_, per_click_, per_conversion_;
};

}  // namespace souk::market
