#include "actors/benchmarks/nodes_bench.h"

#include <unistd.h>

#include <chrono>
#include <ctime>
#include <filesystem>

#include "actors/benchmarks/work_w.h"
#include "actors/cluster/part_trace.h"
#include "actors/cluster/run_cluster.h"
#include "actors/launch/doors.h"
#include "actors/manifest_of.h"
#include "actors/network/traffic.h"
#include "actors/trace_sink.h"

namespace souk::actors {
namespace {

using market::Error;
using market::Result;
using Time = std::chrono::steady_clock;
namespace fs = std::filesystem;

/// Takes the time between the end of the first tick and that of the last.
class TimingObserver final : public RunObserver {
 public:
  explicit TimingObserver(RunObserver* inner) : inner_(inner) {}
  void Show(const Progress& progress) override {
    if (progress.ticks_done == 1) {
      first_ = Time::now();
      first_page_views_ = progress.page_views;
      first_bytes_ = WireBytes();
      first_cpu_ = std::clock();
    }
    last_ = Time::now();
    page_views_ = progress.page_views - first_page_views_;
    bytes_ = WireBytes() - first_bytes_;
    cpu_ = std::clock() - first_cpu_;
    ticks_ = progress.ticks_done - 1;
  }
  void Notice(const std::string&) override {}
  bool StopRequested() override { return inner_->StopRequested(); }

  double seconds() const {
    return std::chrono::duration<double>(last_ - first_).count();
  }
  double page_views() const { return static_cast<double>(page_views_); }
  double bytes_per_tick() const { return static_cast<double>(bytes_) / ticks_; }
  double seconds_per_tick() const { return seconds() / ticks_; }
  double cpu_per_tick() const {
    return static_cast<double>(cpu_) / CLOCKS_PER_SEC / ticks_;
  }

 private:
  static uint64_t WireBytes() {
    return TrafficOfProcess().bytes_in + TrafficOfProcess().bytes_out;
  }

  RunObserver* inner_;
  Time::time_point first_, last_;
  int64_t first_page_views_ = 0, page_views_ = 0;
  uint64_t first_bytes_ = 0, bytes_ = 0;
  std::clock_t first_cpu_ = 0, cpu_ = 0;
  uint32_t ticks_ = 0;
};

/// One market, played by either.
class Market {
 public:
  Market(const WorkWShape& shape, std::string trace)
      : trace_(std::move(trace)) {
    scenarios::LoadedScenario loaded = WorkW(shape);
    text_ = loaded.expanded_text;
    manifest_ = ManifestOf(loaded.market, text_);
    spec_ =
        std::make_shared<const market::MarketSpec>(std::move(loaded.market));
  }

  Result<void> PlayThreads(size_t threads, TimingObserver& observer) const {
    return Play([&](TraceSink& sink) {
      return RunWithActors({spec_, &sink, &observer, std::nullopt}, threads);
    });
  }

  Result<void> PlayNodes(size_t nodes, TimingObserver& observer) const {
    return Play([&](TraceSink& sink) -> Result<RunEnd> {
      LocalNodes local;
      local.count = static_cast<uint32_t>(nodes);
      local.order.name = "node-";
      local.order.threads = 1;
      auto own = OwnNodes::Local(local);
      if (!own) return own.error();
      ClusterRequest request;
      request.scenario_text = text_;
      request.fingerprint = MarketFingerprint(manifest_, 0);
      request.trace = trace_;
      request.nodes_wanted = nodes;
      request.make_part = [this](const Welcome& welcome) {
        return std::make_shared<PartTrace>(trace_, welcome.node, manifest_);
      };
      return RunCluster({spec_, &sink, &observer, std::nullopt}, request,
                        own->door());
    });
  }

 private:
  template <class Run>
  Result<void> Play(Run run) const {
    auto sink = TraceSink::Create(trace_, manifest_);
    if (!sink) return sink.error();
    const Result<RunEnd> end = run(**sink);
    if (!end) return end.error();
    if (!end->complete) return Error{"interrupted"};
    return {};
  }

  std::string trace_;
  std::string text_;
  results::Manifest manifest_;
  std::shared_ptr<const market::MarketSpec> spec_;
};

/// Figures of one play.
struct Timed {
  double page_views_per_second = 0;
  double seconds_per_tick = 0;
  double bytes_per_tick = 0;
  double page_views_per_tick = 0;
  double cpu_per_tick = 0;
};

enum class Who : uint8_t { kThreads, kNodes };

class Stage {
 public:
  Stage(const NodesOrder& order, std::string trace)
      : order_(order), trace_(std::move(trace)) {}

  Result<Timed> Play(Who who, const WorkWShape& shape) const {
    TimingObserver timing(order_.observer);
    const Market market(shape, trace_);
    const Result<void> played = who == Who::kThreads
                                    ? market.PlayThreads(order_.nodes, timing)
                                    : market.PlayNodes(order_.nodes, timing);
    if (!played) return played.error();
    return Timed{
        timing.page_views() / timing.seconds(), timing.seconds_per_tick(),
        timing.bytes_per_tick(),
        timing.page_views() * timing.seconds_per_tick() / timing.seconds(),
        timing.cpu_per_tick()};
  }

  /// A day of work W with this many page views.
  WorkWShape Day(double page_views) const {
    WorkWShape shape;
    shape.page_views_per_day = page_views;
    shape.users = static_cast<uint64_t>(page_views / 5);
    shape.days = 1;
    shape.cells = static_cast<uint32_t>(2 * order_.nodes);
    shape.flush_ticks = kNever;
    return shape;
  }
  static constexpr uint32_t kNever = 1000000;

 private:
  const NodesOrder& order_;
  std::string trace_;
};

/// Rates of all rounds.
struct Rounds {
  std::vector<double> threads, nodes, empty_threads, empty_nodes, lead_cpu,
      checkpoint;
};

Result<void> PlayRound(const Stage& stage, const NodesOrder& order,
                       Rounds& rounds, NodesFigures& figures) {
  const WorkWShape full = stage.Day(order.page_views);
  WorkWShape empty = stage.Day(1000);
  empty.days = 20;
  WorkWShape saving = stage.Day(order.page_views / 4);
  saving.flush_ticks = 1;
  const std::pair<Who, WorkWShape> plays[] = {
      {Who::kThreads, full},  {Who::kNodes, full},
      {Who::kThreads, empty}, {Who::kNodes, empty},
      {Who::kNodes, saving},  {Who::kNodes, stage.Day(order.page_views / 4)}};
  std::vector<Timed> timed;
  for (const auto& [who, shape] : plays) {
    const Result<Timed> one = stage.Play(who, shape);
    if (!one) return one.error();
    timed.push_back(*one);
  }
  rounds.threads.push_back(timed[0].page_views_per_second);
  rounds.nodes.push_back(timed[1].page_views_per_second);
  rounds.empty_threads.push_back(timed[2].seconds_per_tick);
  rounds.empty_nodes.push_back(timed[3].seconds_per_tick);
  rounds.lead_cpu.push_back(timed[3].cpu_per_tick);
  rounds.checkpoint.push_back(timed[4].seconds_per_tick -
                              timed[5].seconds_per_tick);
  figures.bytes_per_tick = timed[1].bytes_per_tick;
  figures.page_views_per_tick = timed[1].page_views_per_tick;
  figures.bytes_per_tick_quarter = timed[5].bytes_per_tick;
  figures.checkpoint_bytes = timed[4].bytes_per_tick - timed[5].bytes_per_tick;
  return {};
}

}  // namespace

Result<NodesFigures> MeasureNodes(const NodesOrder& order) {
  std::error_code failure;
  const fs::path folder = fs::temp_directory_path(failure) /
                          ("souk_bench_" + std::to_string(getpid()));
  if (!failure) fs::create_directories(folder, failure);
  if (failure) {
    return Error{"cannot make a folder for traces: " + failure.message()};
  }
  const Stage stage(order, (folder / "w.h5").string());
  Rounds rounds;
  NodesFigures figures;
  Result<void> played = {};
  for (size_t round = 0; played && round < order.rounds; ++round) {
    played = PlayRound(stage, order, rounds, figures);
  }
  fs::remove_all(folder, failure);
  if (!played) return played.error();
  figures.threads = SpreadOf(rounds.threads);
  figures.nodes = SpreadOf(rounds.nodes);
  figures.ratio = RatioOf(rounds.nodes, rounds.threads);
  figures.empty_tick_threads = SpreadOf(rounds.empty_threads);
  figures.empty_tick_nodes = SpreadOf(rounds.empty_nodes);
  figures.lead_cpu = SpreadOf(rounds.lead_cpu);
  figures.checkpoint = SpreadOf(rounds.checkpoint);
  return figures;
}

}  // namespace souk::actors
