#include "actors/benchmarks/contest.h"

#include <sys/resource.h>
#include <time.h>

#include <algorithm>

namespace souk::actors {
namespace {

double Seconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) +
         1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace

Played& Played::operator+=(const Played& other) {
  page_views += other.page_views;
  bids += other.bids;
  exposed += other.exposed;
  conversions += other.conversions;
  cost_micros += other.cost_micros;
  return *this;
}

market::Result<void> Contestant::PlayRound() {
  const double cpu_start = Seconds(CLOCK_PROCESS_CPUTIME_ID);
  const double start = Seconds(CLOCK_MONOTONIC);
  const market::Result<Played> played = play_();
  if (!played) return played.error();
  const double cpu = Seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_start;
  per_cpu_second_.push_back(played->page_views / cpu);
  per_second_.push_back(played->page_views /
                        (Seconds(CLOCK_MONOTONIC) - start));
  total_ += *played;
  return {};
}

Spread SpreadOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {values[values.size() / 2], values.front(), values.back()};
}

Spread RatioOf(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> ratios;
  for (size_t i = 0; i < a.size(); ++i) ratios.push_back(a[i] / b[i]);
  return SpreadOf(std::move(ratios));
}

double PeakMebibytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace souk::actors
