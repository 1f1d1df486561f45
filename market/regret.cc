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
  trials_.Take(auction, candidate);
  const double value = trials_.own_bid();
  found_ = {.utility = 0, .regret = 0, .best_bid = value, .won = false};
  found_.won = Try(value).events > 0;
  found_.utility = Utility();
  found_.regret = 0;
  switch (probe_.estimator) {
    case RegretEstimator::kExact:
      TryExactly();
      break;
    case RegretEstimator::kDense:
      TryDensely();
      break;
    case RegretEstimator::kGrid:
      for (int g = 1; g <= 10; ++g) Try(Whole(0.2 * g * value));
      break;
  }
  return found_;
}

double RegretMeter::Utility() const {
  return ExpectedUtility(trials_.auction(), trials_.outcome(),
                         trials_.candidate(), trials_.own_bid());
}

RegretMeter::Trial RegretMeter::Try(double bid) {
  trials_.Clear(bid);
  const double gain = Utility() - found_.utility;
  if (gain > found_.regret) {
    found_.regret = gain;
    found_.best_bid = bid;
  }
  return {bid, ExpectedEvents(trials_.auction(), trials_.outcome(),
                              trials_.candidate())};
}

void RegretMeter::TryExactly() {
  const auto between = [&](const Trial& low, const Trial& high) {
    TryBetween(
        low, high, [&](double bid) { return Try(bid); },
        [](const Trial& a, const Trial& b) { return a.events == b.events; });
  };
  const Trial none = Try(0);
  const Trial least = Try(1);
  const Trial honest = Try(trials_.own_bid());
  const Trial most = Try(Overbid(trials_.auction(), trials_.candidate()));
  between(none, least);
  between(least, honest);
  between(honest, most);
}

void RegretMeter::TryDensely() {
  const double value = trials_.own_bid();
  trials_.Clear(value);
  const double highest = probe_.highest_micros > 0
                             ? probe_.highest_micros
                             : *std::ranges::max_element(trials_.auction().bid);
  for (uint32_t i = 0; i < probe_.points; ++i) {
    Try(Whole(highest * i / (probe_.points - 1)));
  }
  Try(Whole(value * (1 - 1e-3)));
  Try(Whole(value * (1 + 1e-3)));
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
