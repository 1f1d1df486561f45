// Contestants that play the same work in turn, and their figures.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "market/result.h"

namespace souk::actors {

/// What a contestant did in one round.
struct Played {
  double page_views = 0;
  double bids = 0;
  double exposed = 0;
  double conversions = 0;
  double cost_micros = 0;

  Played& operator+=(const Played& other);
};

/// The middle and the ends of what was measured.
struct Spread {
  double median = 0;
  double min = 0;
  double max = 0;
};

class Contestant {
 public:
  using Play = std::function<market::Result<Played>()>;

  explicit Contestant(Play play) : play_(std::move(play)) {}

  /// An Error is that of the play.
  market::Result<void> PlayRound();
  /// Page views per second of the process, all its threads; one per round.
  const std::vector<double>& per_cpu_second() const { return per_cpu_second_; }
  /// Page views per second on the clock on the wall.
  const std::vector<double>& per_second() const { return per_second_; }
  /// Of all rounds.
  const Played& total() const { return total_; }

 private:
  Play play_;
  std::vector<double> per_cpu_second_;
  std::vector<double> per_second_;
  Played total_;
};

Spread SpreadOf(std::vector<double> values);
/// Of a's rate over b's in the same round: rates of two rounds do not compare
/// on a machine that others use as well.
Spread RatioOf(const std::vector<double>& a, const std::vector<double>& b);

/// The most memory that this process ever held, in MiB.
double PeakMebibytes();

}  // namespace souk::actors
