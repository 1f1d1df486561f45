// The parts of a trace: what each node of a cluster has recorded.
//
// A node writes the rows of its cells (tables with a column `cell`) into a
// trace of its own beside the trace of the lead, which becomes the master:
//
//   run.h5                  the master
//   run.h5.nodes/0003.h5    part 3, itself a master while its run goes on
//
// Rows of a part stand in order of arrival: those of one cell in one tick are
// neighbours. Of a part count the first rows only, as many as its node has
// confirmed before the last flush of the master; what a lost node goes on to
// write behind them is not looked at.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "market/archive.h"
#include "market/result.h"
#include "results/hdf5.h"
#include "results/layout.h"
#include "results/trace_paths.h"

namespace souk::results {

struct TracePart {
  std::string path;  ///< from the folder of the master: "run.h5.nodes/0003.h5"
  std::string host;  ///< where it was written, for people
  RowCounts rows = {};  ///< that count

  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);
  friend bool operator==(const TracePart&, const TracePart&) = default;
};

/// Rows of `table` in all parts.
uint64_t RowsInParts(const std::vector<TracePart>& parts, size_t table);
/// Tables whose rows belong to a cell of a tick; only these lie in parts.
bool HasCells(size_t table);

/// The group /manifest/parts, if there is any part.
void WriteParts(const std::vector<TracePart>& parts, hdf5::OutputFile& file);
std::vector<TracePart> ReadParts(hdf5::InputFile& file);

/// The number of a part with this path, 0 if it has none.
uint32_t NumberOfPart(const std::string& path);
/// Numbers of whatever lies in the folder of parts.
std::vector<uint32_t> PartNumbers(const TracePaths& master);
/// An Error if a node of an earlier run is still writing its part.
market::Result<void> CheckNodesGone(const TracePaths& master);
/// Removes the parts of an earlier run.
market::Result<void> RemoveNodes(const TracePaths& master);

}  // namespace souk::results
