// `souk bench` without its command line: works, contests, and what came out.
#pragma once

#include <span>
#include <string>

#include "actors/benchmarks/contest.h"
#include "actors/run.h"

namespace souk::actors {

/// A work that can be measured: W in one of its shapes.
struct BenchWork {
  std::string name;
  std::string help;           ///< one line
  double award_share = 0;     ///< of page views whose awards are recorded
  double users_per_page = 0;  ///< users that the cells hold, per page view a
                              ///< day
  /// Above 0: with contracts, beside the same market without them instead of
  /// the loop.
  double contract_load = 0;

  /// Above 0: so many bidders, who all plan by one network, beside the same
  /// market with fixed bids instead of the loop.
  uint32_t learners = 0;

  /// Whether the reference is the loop, which must do the same work.
  bool against_loop() const { return contract_load == 0 && learners == 0; }
  const char* reference() const {
    if (contract_load > 0) return "without contracts";
    return learners > 0 ? "fixed bids" : "reference loop";
  }
};

/// All works, the plain one first.
std::span<const BenchWork> BenchWorks();

struct BenchOrder {
  BenchWork work;
  size_t threads = 1;
  size_t rounds = 5;
  double page_views = 5e6;  ///< of each contestant in a round, about
  RunObserver* observer = nullptr;
};

struct BenchFigures {
  Spread engine;     ///< page views per CPU second
  Spread reference;  ///< the same of the reference
  Spread ratio;      ///< engine over reference, within rounds
  Spread wall;       ///< page views of the engine per second
  Spread speedup;    ///< wall over that of one thread; 1 on one thread
  Played engine_total;
  Played reference_total;
  double peak_mebibytes = 0;

  /// Whether both exposed and charged the same, up to chance.
  bool same_work() const;
};

/// Plays rounds x contestants. An Error: a trace could not be written, or the
/// observer stopped it.
market::Result<BenchFigures> RunBench(const BenchOrder& order);

}  // namespace souk::actors
