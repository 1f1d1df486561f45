#include <spdlog/fmt/fmt.h>

#include <atomic>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <thread>

#include "actors/commands/console.h"
#include "actors/commands/options.h"
#include "actors/manifest_of.h"
#include "actors/run.h"
#include "actors/trace_sink.h"
#include "results/text_table.h"
#include "scenarios/seat_replay.h"
#include "scenarios/seat_runs.h"
#include "scenarios/standings.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;
using market::Error;
using market::Result;
using results::Cells;
using scenarios::EvaluationMethod;
using scenarios::EvaluationOrder;
using scenarios::Interval;
using scenarios::LoadedScenario;
using scenarios::SeatResult;
using scenarios::Standing;
using Results = std::vector<SeatResult>;

constexpr uint64_t kMostThreads = 1024;

Accepts EvaluateAccepts() {
  Accepts accepts;
  accepts.positional = "FILE";
  accepts.options.add_options()(
      "set",
      po::value<std::vector<std::string>>()->composing()->value_name(
          "PATH=VALUE"),
      "Another value for a field of the file; may be given several times")(
      "threads", po::value<Whole>()->default_value(Whole{0})->value_name("N"),
      "Games played at a time; default: one per processor")(
      "traces", po::value<std::string>()->value_name("FOLDER"),
      "League: write the trace of every round there");
  return accepts;
}

/// Plays games 0 to count - 1 on some threads; results in order of games. Stops
/// at the first error.
class Games {
 public:
  using Game = std::function<Result<Results>(size_t)>;

  Games(size_t count, Game game) : game_(std::move(game)), played_(count) {}

  Result<Results> Play(size_t threads) {
    {
      std::vector<std::jthread> workers;
      for (size_t i = 0; i < std::min(threads, played_.size()); ++i) {
        workers.emplace_back([this] { Work(); });
      }
    }
    if (Interrupted()) return Error{"interrupted"};
    Results all;
    for (std::optional<Result<Results>>& one : played_) {
      if (!one) continue;
      if (!*one) return one->error();
      all.insert(all.end(), (*one)->begin(), (*one)->end());
    }
    return all;
  }

 private:
  void Work() {
    while (!Interrupted() && !failed_) {
      const size_t game = next_++;
      if (game >= played_.size()) return;
      played_[game] = game_(game);
      if (!*played_[game]) failed_ = true;
      Tell();
    }
  }
  void Tell() {
    const std::scoped_lock one_at_a_time(telling_);
    ++done_;
    if (done_ * 10 / played_.size() == (done_ - 1) * 10 / played_.size()) {
      return;
    }
    std::cerr << done_ << " of " << played_.size() << " games\n";
  }

  Game game_;
  std::vector<std::optional<Result<Results>>> played_;
  std::atomic<size_t> next_ = 0;
  std::atomic<bool> failed_ = false;
  std::mutex telling_;
  size_t done_ = 0;
};

Result<Results> Replay(const EvaluationOrder& order, size_t threads) {
  const auto replay = scenarios::SeatReplay::Make(order);
  if (!replay) return replay.error();
  return Games((*replay)->games(),
               [&](size_t game) -> Result<Results> {
                 return (*replay)->Play(game);
               })
      .Play(threads);
}

Result<Results> Simulate(const EvaluationOrder& order, size_t threads) {
  const auto games = scenarios::GamesOf(order);
  return Games(games.size(),
               [&](size_t game) {
                 return scenarios::Simulate(order, games[game]);
               })
      .Play(threads);
}

/// Sums, and a trace if there is one to write.
class LeagueSink final : public RunSink {
 public:
  LeagueSink(scenarios::SeatSums& sums, TraceSink* trace)
      : sums_(sums), trace_(trace) {}

  Result<void> Record(const market::TickRows& rows) override {
    const auto summed = sums_.Record(rows);
    return trace_ ? trace_->Record(rows) : summed;
  }
  Result<void> FlushRows(uint32_t ticks_done) override {
    return trace_ ? trace_->FlushRows(ticks_done) : Result<void>();
  }
  Result<void> Keep(const scenarios::RunState& state) override {
    return trace_ ? trace_->Keep(state) : Result<void>();
  }
  Result<void> Finish(uint32_t ticks_done) override {
    return trace_ ? trace_->Finish(ticks_done) : Result<void>();
  }

 private:
  scenarios::SeatSums& sums_;
  TraceSink* trace_;
};

Result<std::unique_ptr<TraceSink>> TraceOf(const std::string& folder,
                                           uint32_t round,
                                           const LoadedScenario& scenario) {
  if (folder.empty()) return std::unique_ptr<TraceSink>();
  std::filesystem::create_directories(folder);
  return TraceSink::Create(fmt::format("{}/round-{}.h5", folder, round + 1),
                           ManifestOf(scenario.market, scenario.expanded_text));
}

Result<Results> PlayRound(const EvaluationOrder& order, uint32_t round,
                          const std::string& folder) {
  auto dealt = scenarios::LeagueRound(order, round);
  if (!dealt) return dealt.error();
  const auto spec =
      std::make_shared<const market::MarketSpec>(std::move(dealt->market));
  scenarios::SeatSums sums(*spec);
  auto trace = TraceOf(folder, round, {dealt->expanded_text, *spec, 0});
  if (!trace) return trace.error();
  LeagueSink sink(sums, trace->get());
  Console console;
  const auto end =
      RunWithActors({spec, &sink, &console, std::nullopt},
                    std::max(1U, std::thread::hardware_concurrency()));
  if (!end) return end.error();
  if (!end->complete) return Error{"interrupted"};
  return scenarios::LeagueResults(order, sums, round);
}

Result<Results> PlayLeague(const EvaluationOrder& order,
                           const std::string& folder) {
  Results all;
  for (uint32_t round = 0; round < order.rounds.size(); ++round) {
    auto results = PlayRound(order, round, folder);
    if (!results) return results;
    all.insert(all.end(), results->begin(), results->end());
  }
  return all;
}

Result<Results> Play(const EvaluationOrder& order, const Arguments& arguments) {
  size_t threads = arguments.get<Whole>("threads").value;
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  switch (order.method) {
    case EvaluationMethod::kReplay:
      return Replay(order, threads);
    case EvaluationMethod::kSimulation:
      return Simulate(order, threads);
    case EvaluationMethod::kLeague:
      break;
  }
  return PlayLeague(order, arguments.has("traces")
                               ? arguments.get<std::string>("traces")
                               : std::string());
}

std::string Between(const Interval& interval) {
  return fmt::format("{:.3f} to {:.3f}", interval.low, interval.high);
}

std::string TableOf(const std::vector<Standing>& standings) {
  std::vector<Cells> rows = {{"entrant", "results", "score", "95 %", "R/R*",
                              "95 %", "difference", "95 %", "conv.", "spent",
                              "in target", "excess"}};
  for (const Standing& one : standings) {
    rows.push_back(
        {one.name, std::to_string(one.results),
         fmt::format("{:.3f}", one.score), Between(one.score_interval),
         one.share ? fmt::format("{:.3f}", *one.share) : "-",
         one.share ? Between(one.share_interval) : "-",
         fmt::format("{:+.3f}", one.difference),
         Between(one.difference_interval),
         fmt::format("{:.2f}", one.conversions),
         fmt::format("{:.3f}", one.spent), fmt::format("{:.3f}", one.within),
         fmt::format("{:.3f}", one.excess)});
  }
  const auto widths = results::Widths(rows);
  std::string text;
  for (const Cells& row : rows) text += results::Aligned(row, widths);
  return text;
}

std::string CheckOptions(const Arguments& arguments,
                         const EvaluationOrder& order) {
  const uint64_t threads = arguments.get<Whole>("threads").value;
  if (threads > kMostThreads) {
    return fmt::format("--threads is {}, must be in [0, {}]", threads,
                       kMostThreads);
  }
  if (arguments.has("traces") && order.method != EvaluationMethod::kLeague) {
    return "--traces is for leagues (method: LEAGUE)";
  }
  return {};
}

int Evaluate(const Command& self, const std::vector<std::string>& words) {
  int exit_code = kDone;
  const auto arguments = Parse(self, EvaluateAccepts(), words, exit_code);
  if (!arguments) return exit_code;
  scenarios::EvaluationRequest request{arguments->positional[0], {}};
  if (arguments->has("set")) {
    request.overrides = arguments->get<std::vector<std::string>>("set");
  }
  const auto order = scenarios::LoadEvaluation(request);
  if (!order) {
    std::cerr << order.error().message << "\n";
    return kWrongInput;
  }
  if (const auto fault = CheckOptions(*arguments, *order); !fault.empty()) {
    std::cerr << "souk evaluate: " << fault << "\n";
    return kWrongInput;
  }
  CatchInterrupts();
  const auto results = Play(*order, *arguments);
  if (!results) {
    std::cerr << "souk evaluate: " << results.error().message << "\n";
    return Interrupted() ? kDegraded : kRunFailed;
  }
  std::cout << TableOf(scenarios::Standings(*order, *results))
            << "differences are to " << order->entrants[0].name
            << "; intervals are from " << order->resamples
            << " resamples of the " << order->seats.size() << " seats\n";
  return kDone;
}

}  // namespace

Command EvaluateCommand() {
  return {"evaluate", "Ranks strategies in the seats of a market",
          "souk evaluate FILE [--set PATH=VALUE]... [--threads N] [--traces "
          "FOLDER]",
          "  souk evaluate scenarios/library/evaluations/small_league.textproto"
          "\n",
          Evaluate};
}

}  // namespace souk::actors
