// The two forms of the file run.h5: a master of virtual columns over segments
// while the run goes on, and one self-contained file at the end. Both bear
// the same groups, names, attributes and manifest.
//
// With parts (trace_parts.h) the columns of the tables they have rows of stay
// virtual in both forms: first the master's own rows, then part after part.
// The own rows of such a table then end up in the group /lead.
//
// Either is written under the temporary name, made durable, and renamed.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "market/result.h"
#include "results/manifest.h"
#include "results/segments.h"
#include "results/trace_parts.h"
#include "results/trace_paths.h"

namespace souk::results {

/// What a trace file says apart from its rows.
struct TraceHeader {
  const Manifest& manifest;
  const Progress& progress;
  const std::vector<TracePart>& parts;
};

market::Result<void> WriteMaster(const TracePaths& paths,
                                 const TraceHeader& header,
                                 std::span<const Segment> segments);

/// Copies all own chunks without decoding them. Leaves the segments alone.
market::Result<void> WriteJoined(const TracePaths& paths,
                                 const TraceHeader& header,
                                 std::span<const Segment> segments);

/// Writes a finished form without virtual columns, whatever `header` says of
/// parts: `fill` appends the rows, or returns why there is to be no such file.
using Fill = std::function<market::Result<void>(hdf5::OutputFile&)>;
market::Result<void> WriteSingle(const TracePaths& paths,
                                 const TraceHeader& header, const Fill& fill);

/// What a trace says of its run, whether or not its rows can be read.
struct TraceHead {
  Manifest manifest;
  Progress progress;
  std::vector<TracePart> parts;
};
/// An Error (a whole sentence) if `path` is not a souk trace or of another
/// schema.
market::Result<TraceHead> ReadTraceHead(const std::string& path);

/// The manifest of an open trace; an Error (a whole sentence) if `path` is
/// not a souk trace or of another schema.
market::Result<Manifest> ReadCheckedManifest(const std::string& path,
                                             hdf5::InputFile& file);

}  // namespace souk::results
