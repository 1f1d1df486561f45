// The best that could have been done where pages have several slots: one
// coefficient for all page views, or a slot per page view.
//
// A page view of conversion rate p has slots d = 0, 1, ..., examined with
// exposure[d] (not increasing), that could be had at price[d] (not increasing)
// per view. Going from slot d + 1 up to slot d adds
//
//   conversions  p * (exposure[d] - exposure[d + 1])
//   cost         price[d] * exposure[d] - price[d + 1] * exposure[d + 1]
//
// with 0 beyond the last slot. A bid of alpha * p wins slot d if it is at least
// price[d], so one coefficient takes the steps in order of price[d] / p; the
// other oracle takes them in order of conversions per cost, where steps of a
// page that get better upwards are taken together. Both stop at the budget and
// keep the prefix of the best score. Reference: "Oracle imitation learning for
// auto-bidding", arXiv 2412.11434 (oracle-slot, oracle-upgrade).
#pragma once

#include <span>
#include <vector>

namespace souk::agents {

struct PastPage {
  double p = 0;
  std::vector<double> price;  ///< by slot
};

/// One slot further up on a page.
struct SlotStep {
  double alpha = 0;  ///< the coefficient that wins the slot
  double conversions = 0;
  double cost = 0;
  double efficiency() const { return conversions / cost; }
};

/// The steps of one page, by slot.
std::vector<SlotStep> StepsOf(const PastPage& page,
                              std::span<const double> exposure);

struct OracleTask {
  std::vector<double> exposure;  ///< by slot
  double budget = 0;             ///< for these pages and `spent`
  double target = 0;             ///< cost per conversion
  double spent = 0;              ///< before these pages
  double converted = 0;          ///< before these pages
};

/// conversions * min(1, target / (cost / conversions))^2.
double CpaScore(double conversions, double cost, double target);

struct OracleOutcome {
  double alpha = 0;  ///< of the last step taken; 0: none
  double conversions = 0;
  double cost = 0;  ///< with what was spent before, as conversions
  double score = 0;
};

/// One coefficient for all pages ("R*").
OracleOutcome BestCoefficient(std::span<const PastPage> pages,
                              const OracleTask& task);
/// A slot for every page; alpha is the largest coefficient needed.
OracleOutcome BestSlots(std::span<const PastPage> pages,
                        const OracleTask& task);

}  // namespace souk::agents
