// How fast is the engine beside a plain loop of the same work?
//
// Work W (AN-core): 48 bidders, 3 slots; per page view 48 predicted values
// drawn (normal, mean and spread per bidder), bid = multiplier x value,
// generalised second price with reserve, three winners, exposure, conversion,
// sums per bidder. Engine and loop run in turn in one process, on one thread;
// the medians of several rounds are compared.
//
//   engine_benchmark [ROUNDS]        default 5
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "actors/run.h"
#include "market/random.h"
#include "tests/benchmarks/work_w.h"
#include "tests/support/runs.h"

namespace souk::tests {
namespace {

double CpuSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) +
         1e-9 * static_cast<double>(time.tv_nsec);
}

struct Measured {
  double page_views = 0;
  double cpu_seconds = 0;
  double rate() const { return page_views / cpu_seconds; }
};

/// Counts page views and keeps the digest.
class CountingSink final : public DigestRunSink {
 public:
  market::Result<void> Record(const market::TickRows& rows) override {
    page_views_ += static_cast<double>(rows.market.front().page_views);
    return DigestRunSink::Record(rows);
  }
  double page_views() const { return page_views_; }

 private:
  double page_views_ = 0;
};

template <class Runner>
Measured Measure(Runner run) {
  const double start = CpuSeconds();
  Measured measured;
  measured.page_views = run();
  measured.cpu_seconds = CpuSeconds() - start;
  return measured;
}

double RunEngine(const SharedSpec& spec) {
  CountingSink sink;
  SilentObserver observer;
  const auto end = actors::RunSequentially({spec, &sink, &observer, {}});
  return end ? sink.page_views() : 0;
}

double RunActors(const SharedSpec& spec) {
  CountingSink sink;
  SilentObserver observer;
  const auto end = actors::RunWithActors({spec, &sink, &observer, {}}, 1);
  return end ? sink.page_views() : 0;
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void Print(const char* name, const std::vector<double>& rates) {
  const auto [low, high] = std::minmax_element(rates.begin(), rates.end());
  std::printf("%-28s %6.2f M page views/s  %7.1f M bids/s  (%.2f to %.2f)\n",
              name, Median(rates) / 1e6, Median(rates) * kBidders / 1e6,
              *low / 1e6, *high / 1e6);
}

void Run(int rounds) {
  const SharedSpec spec = WorkWSpec();
  PlainLoop loop(spec->seed);
  std::vector<double> plain, engine, actors, ratio, actor_ratio;
  for (int round = 0; round < rounds; ++round) {
    plain.push_back(Measure([&] { return loop.Run(1000000); }).rate());
    engine.push_back(Measure([&] { return RunEngine(spec); }).rate());
    actors.push_back(Measure([&] { return RunActors(spec); }).rate());
    ratio.push_back(engine.back() / plain.back());
    actor_ratio.push_back(actors.back() / plain.back());
  }
  Print("plain loop", plain);
  Print("engine, sequential run", engine);
  Print("engine, actors, one thread", actors);
  std::printf("ratio to the plain loop      %.2f sequential, %.2f actors\n",
              Median(ratio), Median(actor_ratio));
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("peak memory                  %.1f MiB\n",
              static_cast<double>(usage.ru_maxrss) / 1024);
  std::printf("plain loop: exposed %.3f, cost %.4f per page view\n",
              loop.exposed_per_page_view(), loop.cost_per_page_view());
}

}  // namespace
}  // namespace souk::tests

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
  if (rounds < 1 || rounds > 100) {
    std::fprintf(stderr, "ROUNDS must be in [1, 100]\n");
    return 2;
  }
  souk::tests::Run(rounds);
}
