#include "agents/strategies/value_table.h"

#include <algorithm>
#include <cmath>

#include "market/check.h"

namespace souk::agents {
namespace {

double Columns(const ValueProblem& problem) {
  const double useful = static_cast<double>(problem.horizon) *
                        static_cast<double>(problem.density.size() - 1);
  return std::min(useful, static_cast<double>(problem.budget)) + 1;
}

/// V(n, budget) from the row of n - 1.
double Value(const ValueProblem& problem, const double* last, size_t budget) {
  const double stay = last[budget];
  const size_t prices = std::min(budget + 1, problem.density.size());
  double value = stay;
  for (size_t d = 0; d < prices; ++d) {
    const double gain = problem.rate + last[budget - d] - stay;
    if (gain < 0) break;
    value += problem.density[d] * gain;
  }
  return value;
}

double Sum(const std::vector<double>& column) {
  double sum = 0;
  for (const double value : column) sum += value;
  return sum;
}

}  // namespace

double ValueTable::Bytes(const ValueProblem& problem) {
  return static_cast<double>(problem.horizon) * Columns(problem) *
         sizeof(double);
}

ValueTable::ValueTable(const ValueProblem& problem)
    : horizon_(problem.horizon),
      max_price_(problem.density.size() - 1),
      columns_(static_cast<size_t>(Columns(problem))),
      values_(horizon_ * columns_, 0.0) {
  for (size_t row = 1; row < horizon_; ++row) FillRow(row, problem);
}

void ValueTable::FillRow(size_t row, const ValueProblem& problem) {
  const double bound =
      static_cast<double>(row) * (Sum(problem.density) * problem.rate);
  const double near = std::min(1e-10, 1e-8 * problem.rate);
  const double* last = values_.data() + (row - 1) * columns_;
  double* here = values_.data() + row * columns_;
  for (size_t budget = 0; budget < columns_; ++budget) {
    here[budget] = Value(problem, last, budget);
    if (std::abs(here[budget] - bound) < near) {
      std::fill(here + budget, here + columns_, here[budget]);
      return;
    }
  }
}

size_t ValueTable::Bid(size_t left, size_t budget, double rate) const {
  SOUK_CHECK(left >= 1 && left <= horizon_ && budget < columns_,
             "no such state: ", left, " auctions left, budget ", budget);
  const double* row = values_.data() + (left - 1) * columns_;
  const size_t most = std::min(budget, max_price_);
  size_t bid = 0;
  while (bid < most && rate + row[budget - bid - 1] - row[budget] >= 0) ++bid;
  return bid;
}

}  // namespace souk::agents
