// Slow and obvious twins of the mechanisms. Prices are not rounded.
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include "market/vector_math.h"
#include "tests/support/auctions.h"

namespace souk::test {

struct OracleAward {
  size_t candidate = 0;
  double price = 0;
};

/// Reserve and quality exponent; no reserve, ranking by bid x rate.
struct OracleRule {
  double reserve = 0;
  double exponent = 1;
};

inline double QualityWeight(double rate, double exponent) {
  if (exponent == 0) return 1;
  if (exponent == 1) return rate;
  return market::Exp(exponent * market::Log(rate));
}

/// Eligible candidates in order of score: a plain sort.
inline std::vector<size_t> SortedCandidates(const Columns& columns,
                                            OracleRule rule) {
  std::vector<size_t> order;
  for (size_t i = 0; i < columns.bid.size(); ++i) {
    if (columns.bid[i] > 0 && columns.bid[i] >= rule.reserve &&
        columns.rate[i] > 0) {
      order.push_back(i);
    }
  }
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](size_t i) {
    return columns.bid[i] * QualityWeight(columns.rate[i], rule.exponent);
  });
  return order;
}

inline std::vector<OracleAward> FirstPriceOracle(const Columns& columns,
                                                 OracleRule rule) {
  std::vector<OracleAward> awards;
  for (size_t i : SortedCandidates(columns, rule)) {
    if (awards.size() < columns.slot_weight.size()) {
      awards.push_back({i, columns.bid[i]});
    }
  }
  return awards;
}

inline std::vector<OracleAward> GspOracle(const Columns& columns,
                                          OracleRule rule) {
  const std::vector<size_t> order = SortedCandidates(columns, rule);
  std::vector<OracleAward> awards = FirstPriceOracle(columns, rule);
  for (size_t k = 0; k < awards.size(); ++k) {
    double least = 0;
    if (k + 1 < order.size()) {
      const size_t next = order[k + 1];
      least = columns.bid[next] *
              QualityWeight(columns.rate[next], rule.exponent) /
              QualityWeight(columns.rate[order[k]], rule.exponent);
    }
    awards[k].price = std::max(rule.reserve, least);
  }
  return awards;
}

/// Weight of the slot that `candidate` gets with `bid`, by a plain sort.
inline double WeightWon(Columns columns, OracleRule rule, size_t candidate,
                        double bid) {
  columns.bid[candidate] = bid;
  const std::vector<size_t> order = SortedCandidates(columns, rule);
  const auto found = std::ranges::find(order, candidate);
  const auto rank = static_cast<size_t>(found - order.begin());
  return found != order.end() && rank < columns.slot_weight.size()
             ? columns.slot_weight[rank]
             : 0;
}

/// Myerson's payment, the only truthful one: b x(b) - integral of x up to b.
/// x(t), the weight won with bid t, is a step function; its steps can only be
/// where the candidate meets a rival or the reserve.
inline double MyersonPrice(const Columns& columns, OracleRule rule,
                           size_t candidate) {
  const double bid = columns.bid[candidate];
  std::vector<double> steps = {0, rule.reserve, bid};
  for (size_t j = 0; j < columns.bid.size(); ++j) {
    steps.push_back(columns.bid[j] * columns.rate[j] / columns.rate[candidate]);
  }
  std::ranges::sort(steps);
  double integral = 0;
  for (size_t i = 0; i + 1 < steps.size() && steps[i] < bid; ++i) {
    const double end = std::min(steps[i + 1], bid);
    integral += (end - steps[i]) *
                WeightWon(columns, rule, candidate, (steps[i] + end) / 2);
  }
  return bid - integral / WeightWon(columns, rule, candidate, bid);
}

inline std::vector<OracleAward> VcgOracle(const Columns& columns,
                                          OracleRule rule) {
  std::vector<OracleAward> awards = FirstPriceOracle(columns, rule);
  for (OracleAward& award : awards) {
    award.price = MyersonPrice(columns, rule, award.candidate);
  }
  return awards;
}

/// The most that slots `slot`, ... can be worth to candidates other than the
/// `used`, by trying every assignment.
inline double BestWelfare(const Columns& columns, size_t slot,
                          std::vector<bool>& used) {
  if (slot == columns.slot_weight.size()) return 0;
  double best = BestWelfare(columns, slot + 1, used);  // left empty
  for (size_t i = 0; i < columns.bid.size(); ++i) {
    if (used[i]) continue;
    used[i] = true;
    best = std::max(
        best, columns.slot_weight[slot] * columns.bid[i] * columns.rate[i] +
                  BestWelfare(columns, slot + 1, used));
    used[i] = false;
  }
  return best;
}

/// The same over all slots; `absent` (or none, if out of range) stays away.
inline double BestWelfareWithout(const Columns& columns, size_t absent) {
  std::vector<bool> used(columns.bid.size(), false);
  if (absent < used.size()) used[absent] = true;
  return BestWelfare(columns, 0, used);
}

}  // namespace souk::test
