// How fast is the engine beside a plain loop of the same work?
//
// Work W (AN-core): 48 bidders, 3 slots; per page view 48 predicted values
// drawn (normal, mean and spread per bidder), bid = multiplier x value,
// generalised second price with reserve, three winners, exposure, conversion,
// sums per bidder. Engine and loops play in turn in one process; the ratios
// are medians over the rounds. Both must expose and charge the same.
//
//   engine_benchmark [ROUNDS]        default 5
//   engine_benchmark --quick         one small round, to see that it works
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "actors/commands/manifest_of.h"
#include "actors/run.h"
#include "actors/trace_sink.h"
#include "tests/benchmarks/measure.h"
#include "tests/benchmarks/plain_loops.h"
#include "tests/support/runs.h"

namespace souk::tests {
namespace {

/// Adds up what passes on its way to the digest.
class SumSink final : public DigestRunSink {
 public:
  market::Result<void> Record(const market::TickRows& rows) override {
    const market::MarketTicked& total = rows.market.front();
    played_ +=
        {static_cast<double>(total.page_views),
         static_cast<double>(total.views), static_cast<double>(total.clicks),
         static_cast<double>(total.revenue_micros)};
    return DigestRunSink::Record(rows);
  }
  const Played& played() const { return played_; }

 private:
  Played played_;
};

SharedSpec SpecOf(const WorkWShape& shape) {
  return std::make_shared<const market::MarketSpec>(WorkW(shape).market);
}

Played PlaySequentially(const SharedSpec& spec) {
  SumSink sink;
  SilentObserver observer;
  const auto end = actors::RunSequentially({spec, &sink, &observer, {}});
  SOUK_CHECK(end.ok(), end.error().message);
  return sink.played();
}

Played PlayWithActors(const SharedSpec& spec, size_t threads) {
  SumSink sink;
  SilentObserver observer;
  const auto end = actors::RunWithActors({spec, &sink, &observer, {}}, threads);
  SOUK_CHECK(end.ok(), end.error().message);
  return sink.played();
}

/// Every award into a trace on the disk, as `souk run` writes it.
Played PlayRecorded(const WorkWShape& shape) {
  const scenarios::LoadedScenario loaded = WorkW(shape);
  const auto manifest = actors::ManifestOf(loaded.market, loaded.expanded_text);
  const auto folder = std::filesystem::temp_directory_path() /
                      ("souk_benchmark_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  auto sink = actors::TraceSink::Create(folder / "w.h5", *manifest);
  SOUK_CHECK(sink.ok(), sink.error().message);
  SilentObserver observer;
  const auto end = actors::RunSequentially(
      {std::make_shared<const market::MarketSpec>(loaded.market),
       sink->get(),
       &observer,
       {}});
  SOUK_CHECK(end.ok(), end.error().message);
  std::filesystem::remove_all(folder);
  return {.page_views = shape.page_views_per_day * shape.days};
}

template <class Loop>
Played PlayLoop(Loop& loop, double page_views) {
  const PlainSums before = loop.Sums();
  loop.Run(static_cast<uint64_t>(page_views));
  const PlainSums after = loop.Sums();
  return {after.page_views - before.page_views, after.exposed - before.exposed,
          after.conversions - before.conversions,
          after.cost_micros - before.cost_micros};
}

/// All that is measured. `scale` shrinks it.
class Benchmark {
 public:
  explicit Benchmark(double scale)
      : day_(500000 * scale),
        users_(static_cast<uint64_t>(100000 * scale)),
        page_loop_(1),
        chunk_loop_(1),
        spec_(SpecOf({.users = users_, .page_views_per_day = day_})),
        asleep_(SpecOf({.users = 10 * users_, .page_views_per_day = day_})),
        cells_(
            SpecOf({.users = users_, .page_views_per_day = day_, .cells = 8})) {
    Enter("chunk loop", [this] { return PlayLoop(chunk_loop_, 2 * day_); });
    Enter("page loop", [this] { return PlayLoop(page_loop_, 2 * day_); });
    Enter("engine, sequential", [this] { return PlaySequentially(spec_); });
    Enter("engine, actors, one thread",
          [this] { return PlayWithActors(spec_, 1); });
    Enter("engine, ten times the users",
          [this] { return PlaySequentially(asleep_); });
    Enter("engine, every award in a trace", [this] {
      return PlayRecorded(
          {.users = users_, .page_views_per_day = day_, .award_share = 1});
    });
    Enter(
        "8 cells, one thread (wall clock)",
        [this] { return PlayWithActors(cells_, 1); }, Clock::kWall);
    Enter(
        "8 cells, two threads (wall clock)",
        [this] { return PlayWithActors(cells_, 2); }, Clock::kWall);
  }

  void Play(int rounds) {
    for (int round = 0; round < rounds; ++round) {
      for (Contestant& one : contestants_) one.PlayRound();
    }
  }

  void Print() const {
    for (const Contestant& one : contestants_) one.PrintRates();
    std::printf("\nratio to                          chunk loop  page loop\n");
    for (size_t i = kEngine; i <= kRecorded; ++i) {
      std::printf("  %-31s %10.2f %10.2f\n", contestants_[i].name().c_str(),
                  Ratio(contestants_[i], contestants_[kChunkLoop]),
                  Ratio(contestants_[i], contestants_[kPageLoop]));
    }
    std::printf("two threads over one %24.2f\n",
                Ratio(contestants_[kTwoThreads], contestants_[kOneThread]));
  }

  /// Prints what was played, and whether it is the same work.
  bool PrintWork() const {
    std::printf(
        "\nper page view                        exposed      cost  "
        "conversions/1000\n");
    bool same = true;
    const double cost = PerPage(kChunkLoop).cost_micros;
    for (size_t i = kChunkLoop; i <= kEngine; ++i) {
      const Played one = PerPage(i);
      std::printf("  %-31s %10.4f %9.4f %12.3f\n",
                  contestants_[i].name().c_str(), one.exposed,
                  one.cost_micros / 1e6, 1000 * one.conversions);
      const double noise = 4 / std::sqrt(contestants_[i].total().page_views);
      same = same && std::abs(one.exposed - 2.28) < std::max(0.003, noise) &&
             std::abs(one.cost_micros / cost - 1) < std::max(0.003, noise);
    }
    if (!same) std::printf("NOT THE SAME WORK\n");
    return same;
  }

 private:
  enum : size_t {
    kChunkLoop,
    kPageLoop,
    kEngine,
    kActors,
    kAsleep,
    kRecorded,
    kOneThread,
    kTwoThreads
  };

  void Enter(const char* name, std::function<Played()> play,
             Clock clock = Clock::kCpu) {
    contestants_.emplace_back(name, std::move(play), clock);
  }
  Played PerPage(size_t contestant) const {
    const Played& total = contestants_[contestant].total();
    return {1, total.exposed / total.page_views,
            total.conversions / total.page_views,
            total.cost_micros / total.page_views};
  }

  double day_;
  uint64_t users_;
  PageLoop page_loop_;
  ChunkLoop chunk_loop_;
  SharedSpec spec_, asleep_, cells_;
  std::vector<Contestant> contestants_;
};

/// Memory does not grow with the length of a run.
void PrintMemory(double scale) {
  for (uint32_t days : {1U, 10U}) {
    const WorkWShape shape{.users = static_cast<uint64_t>(1000000 * scale),
                           .page_views_per_day = 500000 * scale,
                           .days = days};
    const double peak =
        PeakMebibytes([&] { PlayWithActors(SpecOf(shape), 1); });
    std::printf("peak memory, %7.0f users, %2u days %6.1f MiB\n",
                static_cast<double>(shape.users), days, peak);
  }
}

int Run(int rounds, double scale) {
  PrintMemory(scale);
  Benchmark benchmark(scale);
  benchmark.Play(rounds);
  benchmark.Print();
  return benchmark.PrintWork() ? 0 : 1;
}

}  // namespace
}  // namespace souk::tests

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "--quick") == 0) {
    return souk::tests::Run(1, 0.02);
  }
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
  if (rounds < 1 || rounds > 100) {
    std::fprintf(stderr, "engine_benchmark [ROUNDS | --quick], 1 to 100\n");
    return 2;
  }
  return souk::tests::Run(rounds, 1);
}
