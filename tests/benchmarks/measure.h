// Time, memory, and the figures of a contestant.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace souk::tests {

/// What a contestant did in one round.
struct Played {
  double page_views = 0;
  double exposed = 0;
  double conversions = 0;
  double cost_micros = 0;

  Played& operator+=(const Played& other);
};

enum class Clock {
  kCpu,  ///< of all threads of the process: for contests on one thread
  kWall,
};

class Contestant {
 public:
  Contestant(std::string name, std::function<Played()> play,
             Clock clock = Clock::kCpu)
      : name_(std::move(name)), play_(std::move(play)), clock_(clock) {}

  void PlayRound();
  /// Page views per second; one entry per round.
  const std::vector<double>& rates() const { return rates_; }
  const Played& total() const { return total_; }
  const std::string& name() const { return name_; }
  void PrintRates() const;

 private:
  std::string name_;
  std::function<Played()> play_;
  Clock clock_;
  std::vector<double> rates_;
  Played total_;
};

double Median(std::vector<double> values);
/// The median over rounds of a's rate over b's in the same round.
double Ratio(const Contestant& a, const Contestant& b);

/// Peak memory in MiB of a process that does nothing but `work`. Call it
/// while this process has one thread.
double PeakMebibytes(const std::function<void()>& work);

}  // namespace souk::tests
