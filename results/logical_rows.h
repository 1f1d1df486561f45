// Rows in logical order: as one process would have recorded them.
//
// In tables with a column `cell` rows are ordered by tick, then by cell; rows
// of one cell in one tick (a block) keep their order. In a trace with parts
// blocks lie anywhere: an index of them, 24 bytes each, is sorted, and the rows
// are read along it with one chunk of each part in memory.
#pragma once

#include "market/result.h"
#include "results/column_buffers.h"
#include "results/trace_reader.h"

namespace souk::results {

/// Hands over the rows of a table in logical order: column by column, chunks
/// of kChunkRows rows, the last one of a column shorter. Tables without rows in
/// parts are in order already. An Error (a sentence) if rows cannot be read, or
/// if the rows of a cell in a tick are there twice or of a tick not yet done.
market::Result<void> StreamTable(TraceReader& trace, size_t table,
                                 ChunkTaker& taker);

}  // namespace souk::results
