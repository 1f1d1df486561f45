#include "market/regret.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "market/bid_function.h"
#include "market/expected_events.h"

namespace souk::market {
namespace {

constexpr double kNoUtility = 1e-3;  // micro-units

double Whole(double bid) {
  return std::min(kMaxBid, std::max(0.0, std::floor(bid + 0.5)));
}

/// A bid that beats every other, were it worth it.
double Overbid(const Auction& auction, uint32_t candidate) {
  const double bid = *std::ranges::max_element(auction.bid);
  const double rate = *std::ranges::max_element(auction.rate);
  const double own = auction.rate[candidate];
  return Whole(4 * bid * (own > 0 ? std::max(1.0, rate / own) : 1) + 2);
}

/// The value that a share `part` of sorted `values` does not exceed.
double Percentile(const std::vector<double>& values, double part) {
  const double rank = std::ceil(part * static_cast<double>(values.size()));
  return values[static_cast<size_t>(std::max(rank, 1.0)) - 1];
}

}  // namespace

Regret RegretMeter::Measure(const Auction& auction, uint32_t candidate) {
  auction_ = auction;
  candidate_ = candidate;
  value_ = auction.bid[candidate];
  bids_.assign(auction.bid.begin(), auction.bid.end());
  auction_.bid = bids_;
  found_ = {.utility = 0, .regret = 0, .best_bid = value_, .won = false};
  found_.won = Try(value_).events > 0;
  found_.utility = ExpectedUtility(auction_, outcome_, candidate_, value_);
  found_.regret = 0;
  switch (probe_.estimator) {
    case RegretEstimator::kExact:
      TryExactly();
      break;
    case RegretEstimator::kDense:
      TryDensely();
      break;
    case RegretEstimator::kGrid:
      for (int g = 1; g <= 10; ++g) Try(Whole(0.2 * g * value_));
      break;
  }
  return found_;
}

RegretMeter::Trial RegretMeter::Try(double bid) {
  bids_[candidate_] = bid;
  mechanism_.Clear(auction_, outcome_);
  const double gain =
      ExpectedUtility(auction_, outcome_, candidate_, value_) - found_.utility;
  if (gain > found_.regret) {
    found_.regret = gain;
    found_.best_bid = bid;
  }
  return {bid, ExpectedEvents(auction_, outcome_, candidate_)};
}

void RegretMeter::TryExactly() {
  const Trial none = Try(0);
  const Trial least = Try(1);
  const Trial honest = Try(value_);
  const Trial most = Try(Overbid(auction_, candidate_));
  TryBetween(none, least);
  TryBetween(least, honest);
  TryBetween(honest, most);
}

void RegretMeter::TryBetween(const Trial& low, const Trial& high) {
  if (low.events == high.events || high.bid - low.bid <= 1) return;
  const Trial middle = Try(std::floor((low.bid + high.bid) / 2));
  TryBetween(low, middle);
  TryBetween(middle, high);
}

void RegretMeter::TryDensely() {
  bids_[candidate_] = value_;
  const double highest = probe_.highest_micros > 0
                             ? probe_.highest_micros
                             : *std::ranges::max_element(bids_);
  for (uint32_t i = 0; i < probe_.points; ++i) {
    Try(Whole(highest * i / (probe_.points - 1)));
  }
  Try(Whole(value_ * (1 - 1e-3)));
  Try(Whole(value_ * (1 + 1e-3)));
}

void RegretTally::Add(const Regret& one) {
  regrets_.push_back(one.regret);
  utility_ += one.utility;
  if (!one.won) return;
  winners_regret_ += one.regret;
  winners_utility_ += one.utility;
  if (one.utility < kNoUtility) return;
  relative_ += one.regret / one.utility;
  any_relative_ = true;
}

RegretFigures RegretTally::Figures(int64_t auctions) const {
  RegretFigures figures;
  figures.count = static_cast<int64_t>(regrets_.size());
  if (regrets_.empty()) return figures;
  std::vector<double> sorted = regrets_;
  std::ranges::sort(sorted);
  const auto count = static_cast<double>(sorted.size());
  figures.utility = utility_ / count;
  figures.mean = std::accumulate(sorted.begin(), sorted.end(), 0.0) / count;
  figures.p95 = Percentile(sorted, 0.95);
  figures.p99 = Percentile(sorted, 0.99);
  figures.max = sorted.back();
  if (any_relative_) {
    figures.psi = relative_ / static_cast<double>(auctions);
  }
  if (winners_utility_ >= kNoUtility) {
    figures.psi_ratio = winners_regret_ / winners_utility_;
  }
  return figures;
}

}  // namespace souk::market
