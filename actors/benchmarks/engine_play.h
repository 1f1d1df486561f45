// Work W played by the whole engine, as `souk run` plays a scenario: actors,
// ledger, users, and a trace on the disk.
#pragma once

#include <memory>

#include "actors/benchmarks/contest.h"
#include "actors/benchmarks/work_w.h"
#include "actors/run.h"
#include "results/manifest.h"

namespace souk::actors {

class EnginePlay {
 public:
  EnginePlay(const WorkWShape& shape, size_t threads, RunObserver* observer);

  /// Plays all of it into a trace in a folder of its own, which is removed.
  market::Result<Played> operator()() const;

 private:
  market::Result<Played> PlayIn(const std::string& folder) const;

  std::shared_ptr<const market::MarketSpec> spec_;
  results::Manifest manifest_;
  size_t threads_;
  RunObserver* observer_;
};

}  // namespace souk::actors
