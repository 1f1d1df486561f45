#include <spdlog/fmt/fmt.h>

#include <iostream>

#include "actors/benchmarks/bench.h"
#include "actors/benchmarks/nodes_bench.h"
#include "actors/commands/console.h"
#include "actors/commands/options.h"
#include "market/family.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;

constexpr uint64_t kMostThreads = 1024;
constexpr uint64_t kMostRounds = 1000;
constexpr uint64_t kFewestPages = 10000;
constexpr uint64_t kMostPages = 1000000000;

Accepts BenchAccepts() {
  Accepts accepts;
  accepts.at_least = 0;
  accepts.at_most = 0;
  accepts.options.add_options()(
      "work", po::value<std::string>()->default_value("W")->value_name("NAME"),
      "What is played, see below")(
      "threads", po::value<Whole>()->default_value(Whole{1})->value_name("N"),
      "Threads for the actors; above 1 also measures one thread, by wall "
      "clock")("rounds",
               po::value<Whole>()->default_value(Whole{5})->value_name("N"),
               "Rounds; figures are medians over them")(
      "page-views",
      po::value<Whole>()->default_value(Whole{5000000})->value_name("N"),
      "Page views of each contestant in a round, about")(
      "nodes", po::value<Whole>()->value_name("N"),
      "Measure instead what N node processes of one thread cost, beside one "
      "process of N threads")("json",
                              "Print one JSON object instead of a table");
  return accepts;
}

std::string CheckRange(const Arguments& arguments, const std::string& name,
                       std::pair<uint64_t, uint64_t> range) {
  const uint64_t value = arguments.get<Whole>(name).value;
  if (value >= range.first && value <= range.second) return "";
  return market::Concat("--", name, " is ", value, ", must be in [",
                        range.first, ", ", range.second, "]");
}

/// Empty: the options fit; otherwise what is wrong.
std::string CheckOptions(const Arguments& arguments) {
  for (const auto& [name, most] :
       {std::pair{"threads", kMostThreads}, {"rounds", kMostRounds}}) {
    const std::string fault = CheckRange(arguments, name, {1, most});
    if (!fault.empty()) return fault;
  }
  return CheckRange(arguments, "page-views", {kFewestPages, kMostPages});
}

std::string Json(const BenchOrder& order, const BenchFigures& figures) {
  std::string text = fmt::format(
      R"({{"work": "{}", "threads": {}, "rounds": {}, "page_views": {:.0f})",
      order.work.name, order.threads, order.rounds,
      figures.engine_total.page_views);
  const auto add = [&](const std::string& name, double value) {
    text += fmt::format(R"(, "{}": {:.6g})", name, value);
  };
  const auto add_spread = [&](const std::string& name, const Spread& spread) {
    add(name, spread.median);
    add(name + "_min", spread.min);
    add(name + "_max", spread.max);
  };
  add_spread("page_views_per_cpu_s", figures.engine);
  add_spread("reference_page_views_per_cpu_s", figures.reference);
  add_spread("ratio", figures.ratio);
  add_spread("page_views_per_s", figures.wall);
  add_spread("speedup_over_one_thread", figures.speedup);
  const Played& engine = figures.engine_total;
  add("bids_per_cpu_s",
      figures.engine.median * engine.bids / engine.page_views);
  for (const auto& [before, total] :
       {std::pair<std::string, const Played&>{"", engine},
        {"reference_", figures.reference_total}}) {
    const double pages = total.page_views;
    add(before + "exposed_per_page_view", total.exposed / pages);
    add(before + "cost_per_page_view", total.cost_micros / 1e6 / pages);
    add(before + "conversions_per_1000_page_views",
        1000 * total.conversions / pages);
  }
  add("peak_rss_mb", figures.peak_mebibytes);
  return text + "}\n";
}

std::string RateLine(const std::string& who, const Spread& rate) {
  return fmt::format(
      "{:<22} {:>6.2f} M page views/CPU s   ({:.2f} to {:.2f})\n", who,
      rate.median / 1e6, rate.min / 1e6, rate.max / 1e6);
}

std::string WorkLine(const std::string& who, const Played& total) {
  const double pages = total.page_views;
  return fmt::format(
      "{:<22} {:.4f} exposed, cost {:.4f} a page view; {:.3f} conversions a "
      "thousand\n",
      who, total.exposed / pages, total.cost_micros / 1e6 / pages,
      1000 * total.conversions / pages);
}

std::string Table(const BenchOrder& order, const BenchFigures& figures) {
  std::string text = RateLine("souk", figures.engine) +
                     RateLine(order.work.reference(), figures.reference) +
                     fmt::format("{:<22} {:>6.2f}   ({:.2f} to {:.2f})\n",
                                 "souk over reference", figures.ratio.median,
                                 figures.ratio.min, figures.ratio.max);
  if (order.threads > 1) {
    text += fmt::format(
        "{:<22} {:>6.2f}   ({:.2f} to {:.2f}), {:.2f} M page views/s\n",
        fmt::format("{} threads over one", order.threads),
        figures.speedup.median, figures.speedup.min, figures.speedup.max,
        figures.wall.median / 1e6);
  }
  return text + WorkLine("souk", figures.engine_total) +
         WorkLine(order.work.reference(), figures.reference_total) +
         fmt::format("{:<22} {:>6.1f} MiB\n", "peak memory",
                     figures.peak_mebibytes);
}

int Fail(const std::string& sentence, int exit_code) {
  std::cerr << "souk bench: " << sentence << "\n";
  return exit_code;
}

/// Listens for Ctrl-C, and tells nothing of the many runs.
class BenchObserver final : public RunObserver {
 public:
  void Show(const Progress&) override {}
  void Notice(const std::string& sentence) override {
    console_.Notice(sentence);
  }
  bool StopRequested() override { return console_.StopRequested(); }

 private:
  Console console_;
};

int Measure(BenchOrder order, bool json) {
  CatchInterrupts();
  BenchObserver observer;
  order.observer = &observer;
  const auto figures = RunBench(order);
  if (!figures) {
    return Fail(figures.error().message,
                observer.StopRequested() ? kDegraded : kRunFailed);
  }
  std::cout << (json ? Json(order, *figures) : Table(order, *figures));
  if (!order.work.against_loop() || figures->same_work()) return kDone;
  return Fail("engine and reference loop did not do the same work", kRunFailed);
}

std::string SpreadText(const Spread& spread, double unit) {
  return fmt::format("{:>8.3f}   ({:.3f} to {:.3f})", spread.median / unit,
                     spread.min / unit, spread.max / unit);
}

std::string NodesTable(const NodesOrder& order, const NodesFigures& figures) {
  constexpr double kMillion = 1e6, kMilli = 1e-3, kInterval = 2;
  const auto line = [](const std::string& what, const std::string& value) {
    return fmt::format("{:<44} {}\n", what, value);
  };
  const auto percent = [&](double seconds) {
    return 100 * seconds / kInterval;
  };
  return line(
             fmt::format("1 process x {} threads, M page views/s", order.nodes),
             SpreadText(figures.threads, kMillion)) +
         line(fmt::format("{} nodes x 1 thread, M page views/s", order.nodes),
              SpreadText(figures.nodes, kMillion)) +
         line("nodes over threads", SpreadText(figures.ratio, 1)) +
         line("an empty tick of threads, ms",
              SpreadText(figures.empty_tick_threads, kMilli)) +
         line("an empty tick of nodes, ms",
              SpreadText(figures.empty_tick_nodes, kMilli)) +
         line("of it, CPU of the lead, ms",
              SpreadText(figures.lead_cpu, kMilli)) +
         line("bytes on the wire of the lead, a tick",
              fmt::format(
                  "{:>8.0f}   with {:.0f} page views: {:.4f} a page view",
                  figures.bytes_per_tick, figures.page_views_per_tick,
                  figures.bytes_per_tick / figures.page_views_per_tick)) +
         line("the same with a quarter of the page views",
              fmt::format("{:>8.0f}", figures.bytes_per_tick_quarter)) +
         line("a checkpoint, ms", SpreadText(figures.checkpoint, kMilli)) +
         line("bytes on the wire, a checkpoint",
              fmt::format("{:>8.0f}", figures.checkpoint_bytes)) +
         line("checkpoints, % of a run (one in 2 s)",
              fmt::format("{:>8.3f}", percent(figures.checkpoint.median)));
}

int MeasureThem(NodesOrder order) {
  CatchInterrupts();
  BenchObserver observer;
  order.observer = &observer;
  const auto figures = MeasureNodes(order);
  if (!figures) {
    return Fail(figures.error().message,
                observer.StopRequested() ? kDegraded : kRunFailed);
  }
  std::cout << NodesTable(order, *figures);
  return kDone;
}

int Bench(const Command& self, const std::vector<std::string>& words) {
  int exit_code = kDone;
  const auto arguments = Parse(self, BenchAccepts(), words, exit_code);
  if (!arguments) return exit_code;
  if (const std::string fault = CheckOptions(*arguments); !fault.empty()) {
    return Fail(fault, kWrongInput);
  }
  if (arguments->has("nodes")) {
    const std::string fault = CheckRange(*arguments, "nodes", {1, 1000});
    if (!fault.empty()) return Fail(fault, kWrongInput);
    return MeasureThem({.nodes = arguments->get<Whole>("nodes").value,
                        .rounds = arguments->get<Whole>("rounds").value,
                        .page_views = static_cast<double>(
                            arguments->get<Whole>("page-views").value)});
  }
  const auto work = market::FindMember<BenchWork>(
      "work", BenchWorks(), arguments->get<std::string>("work"));
  if (!work) return Fail(work.error().message, kWrongInput);
  return Measure({.work = **work,
                  .threads = arguments->get<Whole>("threads").value,
                  .rounds = arguments->get<Whole>("rounds").value,
                  .page_views = static_cast<double>(
                      arguments->get<Whole>("page-views").value)},
                 arguments->has("json"));
}

std::string Explanation() {
  std::string text = "\nWorks:\n";
  for (const BenchWork& work : BenchWorks()) {
    text += fmt::format("  {:<10} {}\n", work.name, work.help);
  }
  return text +
         "\nWhat is measured: on every page view 48 bidders draw a value "
         "(normal, mean and\nspread of their own), bid a multiple of it, and "
         "three slots are sold by a\ngeneralised second price with a reserve; "
         "users see slots with probability 1,\n0.8 and 0.48, pay attention or "
         "not, and every bidder's cost and conversions are\nadded up. souk "
         "plays it as it plays every scenario: actors, leases, ledger, and\n"
         "a trace in the temporary folder. The reference is a loop written by "
         "hand for\nthis work alone, vectorised over page views, without any "
         "of these. They play in\nturn in one process, at least 5 rounds for "
         "figures that count; rates are per\nCPU second of all threads, ratios "
         "are taken within rounds. Compare ratios of\none run, not rates of "
         "two.\n";
}

}  // namespace

Command BenchCommand() {
  return {"bench",
          "Measures this machine: souk beside a hand-written loop",
          "souk bench [--work=NAME] [--threads=N] [--rounds=N] [--json]",
          "  souk bench\n"
          "  souk bench --work=W-awards --rounds=9 --json\n"
          "  souk bench --threads=2\n"
          "  souk bench --nodes=2 --page-views=20000000\n",
          Bench,
          Explanation()};
}

}  // namespace souk::actors
