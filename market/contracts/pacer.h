// Pacers: how fast contracts may deliver within a window.
//
// After every tick a pacer says for each contract with which probability a
// drawn placement is really taken, as a function of its predicted click rate
// (PassRule). Plans give a contract room to go faster: a placement is drawn
// with a share up to `room` times the planned one (as far as supply goes) and
// passes with pass * x / x', so that pass = 1 delivers the plan.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "market/archive.h"
#include "market/param.h"
#include "market/result.h"

namespace souk::market {

/// Click rates in [0, 1] are sorted into bins, 16 an octave and of equal width
/// within it: bin b = 16 n + m starts at 2^(n - 16) * (1 + m / 16). What lies
/// below the first goes into bin 0, 1 into bin 255.
inline constexpr size_t kPaceBins = 256;
size_t PaceBin(double click_rate);
/// The lowest rate of a bin <= kPaceBins.
double PaceBinStart(size_t bin);

/// Pass multiplier by bin of the predicted click rate, each in [0, room].
/// One entry: the same for all.
struct PassRule {
  std::vector<double> pass = {1};
  double Of(double click_rate) const {
    return pass.size() == 1 ? pass.front() : pass[PaceBin(click_rate)];
  }
};

/// What a pacer knows of one contract when a tick has ended.
struct PaceNews {
  double planned_tick = 0;    ///< impressions planned for the tick that ended
  double delivered_tick = 0;  ///< and delivered
  double planned = 0;         ///< since the window began
  double delivered = 0;
  double goal = 0;
  double planned_next = 0;  ///< for the next tick
  uint32_t ticks_left = 0;  ///< of the window, without the one that ended
  /// By bin: placements that were drawn in the tick, before passing; and what
  /// was delivered. Empty unless the pacer looks at them.
  std::span<const int64_t> offered = {};
  std::span<const int64_t> taken = {};
};

/// One contract's pace. Deterministic.
class ContractPace {
 public:
  virtual ~ContractPace() = default;
  virtual const PassRule& rule() const = 0;
  virtual void Learn(const PaceNews& news) = 0;
  virtual void Save(ArchiveWriter& out) const = 0;
  virtual void Load(ArchiveReader& in) = 0;
};

struct PacerTraits {
  bool looks_at_rates = false;  ///< wants offered and taken
};

class Pacer {
 public:
  virtual ~Pacer() = default;
  virtual std::unique_ptr<ContractPace> Start() const = 0;
  /// At least 1.
  virtual double room() const = 0;
  virtual PacerTraits traits() const { return {}; }
};

struct PacerEntry {
  std::string name;
  std::string help;  ///< one line
  std::vector<ParamSpec> params;
  std::function<Result<std::shared_ptr<const Pacer>>(const ParamSet&)> make;
};

/// All pacers, ascending by name.
std::span<const PacerEntry> Pacers();

}  // namespace souk::market
