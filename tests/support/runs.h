// Running a market without files: digests, silent observers, stepped actors.
#pragma once

#include <functional>

#include "actors/cast.h"
#include "actors/run.h"
#include "results/digest.h"

namespace souk::tests {

/// Keeps the digest and the state of the last flush.
class DigestRunSink : public actors::RunSink {
 public:
  market::Result<void> Record(const market::TickRows& rows) override {
    return digest_.Record(rows);
  }
  market::Result<void> FlushRows(uint32_t) override { return {}; }
  market::Result<void> Keep(const scenarios::RunState& state) override {
    state_ = state;
    ++flushes_;
    return {};
  }
  market::Result<void> Finish(uint32_t) override { return {}; }

  std::string digest() const { return digest_.digest(); }
  const scenarios::RunState& state() const { return state_; }
  int flushes() const { return flushes_; }

 private:
  results::DigestSink digest_;
  scenarios::RunState state_;
  int flushes_ = 0;
};

/// Keeps every row.
class RowsRunSink : public actors::RunSink {
 public:
  market::Result<void> Record(const market::TickRows& rows) override {
    rows_.push_back(rows);
    return {};
  }
  market::Result<void> FlushRows(uint32_t) override { return {}; }
  market::Result<void> Keep(const scenarios::RunState&) override { return {}; }
  market::Result<void> Finish(uint32_t) override { return {}; }

  /// One entry per tick.
  const std::vector<market::TickRows>& rows() const { return rows_; }

 private:
  std::vector<market::TickRows> rows_;
};

/// Stops the run after some ticks, if told to.
class SilentObserver : public actors::RunObserver {
 public:
  explicit SilentObserver(uint32_t stop_after = UINT32_MAX)
      : stop_after_(stop_after) {}
  void Show(const actors::Progress& progress) override {
    ticks_done_ = progress.ticks_done;
  }
  void Notice(const std::string&) override {}
  bool StopRequested() override { return ticks_done_ >= stop_after_; }

 private:
  uint32_t stop_after_;
  uint32_t ticks_done_ = 0;
};

using SharedSpec = std::shared_ptr<const market::MarketSpec>;

/// The rows of every tick; none if the run failed.
inline std::vector<market::TickRows> SequentialRows(const SharedSpec& spec) {
  RowsRunSink sink;
  SilentObserver observer;
  const auto end = actors::RunSequentially({spec, &sink, &observer, {}});
  return end && end->complete ? sink.rows() : std::vector<market::TickRows>();
}

inline std::string SequentialDigest(const SharedSpec& spec) {
  DigestRunSink sink;
  SilentObserver observer;
  const auto end = actors::RunSequentially({spec, &sink, &observer, {}});
  return end && end->complete ? sink.digest() : "failed";
}

inline std::string ActorDigest(const SharedSpec& spec, size_t threads) {
  DigestRunSink sink;
  SilentObserver observer;
  const auto end = actors::RunWithActors({spec, &sink, &observer, {}}, threads);
  return end && end->complete ? sink.digest() : "failed";
}

enum class Schedule { kFifo, kLifo };

struct SteppedConfiguration : caf::actor_system_config {
  SteppedConfiguration() {
    config_file_path = "";
    set("scheduler.policy", caf::atom("testing"));
  }
};

/// One thread, every message delivered by hand, in one of two orders.
inline std::string SteppedDigest(const SharedSpec& spec, Schedule schedule) {
  DigestRunSink sink;
  const actors::RunRequest request{spec, &sink, nullptr, {}};
  auto kernels = actors::MakeKernels(request);
  if (!kernels) return "failed";
  SteppedConfiguration configuration;
  caf::actor_system system(configuration);
  auto& scheduler =
      dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler());
  const auto step = [&] {
    while (scheduler.has_job()) {
      schedule == Schedule::kFifo ? scheduler.run_once()
                                  : scheduler.run_once_lifo();
    }
  };
  caf::scoped_actor console(system);
  const caf::actor clock =
      SpawnCast(system, request, std::move(kernels).value(), console);
  console->send(clock, actors::StartRun{});
  step();
  std::string failure = "no end";
  bool ended = false;
  while (!ended && !console->mailbox().empty()) {
    console->receive([](const actors::RunProgressed&) {},
                     [&](const actors::RunEnded& end) {
                       failure = end.failure;
                       ended = true;
                     });
  }
  console->send(clock, actors::Leave{});
  step();
  return failure.empty() ? sink.digest() : failure;
}

}  // namespace souk::tests
