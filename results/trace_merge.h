// One portable file of a trace with parts.
#pragma once

#include <string>

#include "market/result.h"
#include "results/trace_reader.h"

namespace souk::results {

/// Writes all rows of `master` in logical order into the new file `path`, as
/// one process would have recorded them: the same columns, manifest and
/// progress, no parts. Returns the digest of the rows. Nothing of `master` is
/// changed. An Error (a sentence; `path` is not there then): there is such a
/// file already, rows cannot be read or written or ordered, or their digest is
/// not the one that the run stored.
market::Result<std::string> MergeTrace(TraceReader& master,
                                       const std::string& path);

}  // namespace souk::results
