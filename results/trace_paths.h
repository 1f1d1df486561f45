// Where a trace lies on the disk, and the moves that make it crash-safe.
//
//   run.h5              the trace: a master while the run goes on
//   run.h5.tmp          its successor, until it is renamed
//   run.h5.parts/N.h5   segments, numbered 000001, 000002, ...
//   run.h5.nodes/N.h5   traces of nodes, see trace_parts.h: 0001, 0002, ...
//
// Messages of errors are a reason and a path, as in hdf5.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "market/result.h"

namespace souk::results {

class TracePaths {
 public:
  explicit TracePaths(std::string trace) : trace_(std::move(trace)) {}

  const std::string& trace() const { return trace_; }
  std::string temporary() const { return trace_ + ".tmp"; }
  std::string parts() const { return trace_ + ".parts"; }
  std::string segment(uint32_t number) const;
  /// The segment as seen from the folder of the trace.
  std::string relative_segment(uint32_t number) const;
  std::string nodes() const { return trace_ + ".nodes"; }
  /// The part of a node as seen from the folder of the trace.
  std::string relative_part(uint32_t number) const;
  /// What is seen from the folder of the trace as `relative`.
  std::string beside(const std::string& relative) const;

 private:
  std::string trace_;
};

/// An Error if something that is no trace stands in the way of the trace.
market::Result<void> CheckReplaceable(const TracePaths& paths);
/// Renames the temporary file to the trace, durably.
market::Result<void> PublishTemporary(const TracePaths& paths);
/// Makes an empty folder of segments, whatever was there before; a folder that
/// is there stays the same one (see trace_lock.h).
market::Result<void> ResetParts(const TracePaths& paths);
/// Makes the names in the folder of segments durable.
market::Result<void> SyncParts(const TracePaths& paths);
/// Removes the folder of segments. What resists stays.
void RemoveParts(const TracePaths& paths);
/// Removes a file. What resists stays.
void RemoveFile(const std::string& path);
/// Numbers of all segments in the folder, ascending.
std::vector<uint32_t> SegmentNumbers(const TracePaths& paths);

}  // namespace souk::results
