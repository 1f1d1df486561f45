#include "tests/benchmarks/measure.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "tests/benchmarks/work_w.h"

namespace souk::tests {
namespace {

double Seconds(Clock clock) {
  timespec time{};
  clock_gettime(
      clock == Clock::kCpu ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) +
         1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace

Played& Played::operator+=(const Played& other) {
  page_views += other.page_views;
  exposed += other.exposed;
  conversions += other.conversions;
  cost_micros += other.cost_micros;
  return *this;
}

void Contestant::PlayRound() {
  const double start = Seconds(clock_);
  const Played played = play_();
  rates_.push_back(played.page_views / (Seconds(clock_) - start));
  total_ += played;
}

void Contestant::PrintRates() const {
  const auto [low, high] = std::minmax_element(rates_.begin(), rates_.end());
  std::printf("%-34s %6.2f M page views/s %7.1f M bids/s  (%.2f to %.2f)\n",
              name_.c_str(), Median(rates_) / 1e6,
              Median(rates_) * kBidders / 1e6, *low / 1e6, *high / 1e6);
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double Ratio(const Contestant& a, const Contestant& b) {
  std::vector<double> ratios;
  for (size_t i = 0; i < a.rates().size(); ++i) {
    ratios.push_back(a.rates()[i] / b.rates()[i]);
  }
  return Median(ratios);
}

double PeakMebibytes(const std::function<void()>& work) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    work();
    _exit(0);
  }
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0) {
    return -1;
  }
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace souk::tests
