#include "market/traffic/expected_visits.h"

#include <algorithm>
#include <cmath>

namespace souk::market {
namespace {

double MeanClicks(const SyntheticConfig& config) {
  if (config.lines.empty()) return 0;
  double sum = 0;
  for (const SyntheticLine& line : config.lines) sum += line.click_rate;
  return std::min(sum / static_cast<double>(config.lines.size()), 1.0);
}

/// Pages after which the mean temper has gone.
double PagesOfTemper(const HabitsConfig& habits, double clicks) {
  const double lost = 2 - std::min(2.0, habits.click_reward * clicks);
  if (habits.temper <= 0 || lost <= 0) return INFINITY;
  return std::floor((habits.temper - 1) / lost) + 1;
}

double PagesOfSession(const SyntheticConfig& config, double clicks) {
  const double stay = config.continue_rate * (1 - clicks) +
                      config.continue_after_click_rate * clicks;
  double most = config.max_pages;
  if (config.habits)
    most = std::min(most, PagesOfTemper(*config.habits, clicks));
  double pages = 0;
  double reached = 1;
  for (uint32_t page = 0; page < most; ++page, reached *= stay) {
    pages += reached;
  }
  return pages;
}

/// P(back so many days later than tomorrow).
std::vector<double> Absence(const HabitsConfig& habits, double clicks) {
  const double back = ReturnRate(habits, clicks);
  std::vector<double> chance(habits.return_days);
  double rest = back;
  double total = 0;
  for (double& day : chance) {
    day = rest;
    total += rest;
    rest *= 1 - back;
  }
  for (double& day : chance) day /= total;
  return chance;
}

/// By day: who is not away, if P(comes | not away) = `comes`.
std::vector<double> Present(std::span<const double> absence, double comes) {
  std::vector<double> present(ExpectedVisits::kDays);
  std::vector<double> back(ExpectedVisits::kDays + absence.size() + 1);
  double here = 1;
  for (size_t day = 0; day < present.size(); ++day) {
    here += back[day];
    present[day] = here;
    for (size_t d = 0; d < absence.size(); ++d) {
      back[day + 1 + d] += here * comes * absence[d];
    }
    here *= 1 - comes;
  }
  return present;
}

}  // namespace

ExpectedVisits::ExpectedVisits(const SyntheticConfig& config) {
  const double clicks = MeanClicks(config);
  const double pages =
      static_cast<double>(config.users) * PagesOfSession(config, clicks);
  const bool once_a_day = config.habits && config.habits->return_days > 0;
  double not_yet = 1;  // who has not come that day
  for (const double rate : SessionRates(config)) {
    const double start = std::min(rate, 1.0);
    page_views_.push_back(pages * start * not_yet);
    if (once_a_day) not_yet *= 1 - start;
  }
  if (!once_a_day) return;
  present_ = Present(Absence(*config.habits, clicks), 1 - not_yet);
}

double ExpectedVisits::Of(TickTime time) const {
  const double all = page_views_[time.tick_of_day()];
  if (present_.empty()) return all;
  return all * present_[std::min(time.day(), kDays - 1)];
}

}  // namespace souk::market
