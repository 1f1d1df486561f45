// Files of trajectories (market/trajectories.h), as data sets for learning:
//
//   rl/features         names of the columns of state
//   rl/state            rows x features, single precision
//   rl/action, reward, expected_reward, cost    single precision, by row
//   rl/done, episode, tick, budget, target      by row; amounts in micro-units
//   rl/sources          the traces, with their digests
//
// Each dataset has the attributes units and long_name.
#pragma once

#include <string>
#include <vector>

#include "market/result.h"
#include "market/trajectories.h"
#include "results/hdf5.h"

namespace souk::results {

/// Writes a file part by part; it appears under its name when it is complete.
class TrajectoryWriter {
 public:
  TrajectoryWriter(const std::string& path,
                   const std::vector<std::string>& features);

  /// Of the same features.
  void Append(const market::Trajectories& more);
  uint64_t rows() const { return rows_; }
  /// An Error (a sentence; there is no such file then) if anything failed.
  market::Result<void> Finish(const std::vector<std::string>& sources);
  /// Removes what was written so far.
  void Discard();

 private:
  std::string path_;
  size_t width_;
  uint64_t rows_ = 0;
  hdf5::OutputFile file_;
};

/// All of a file. Error: a sentence.
market::Result<market::Trajectories> ReadTrajectories(const std::string& path);
/// Of several files with the same features, one behind the other.
market::Result<market::Trajectories> ReadTrajectories(
    const std::vector<std::string>& paths);

}  // namespace souk::results
