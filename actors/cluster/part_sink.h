// Where a node records the rows of its cells: a part of the trace.
#pragma once

#include <functional>
#include <memory>

#include "actors/cluster/words.h"
#include "market/events.h"
#include "results/layout.h"

namespace souk::actors {

class PartSink : public market::EventSink {
 public:
  /// Makes everything recorded so far durable; how many rows that are.
  virtual market::Result<results::RowCounts> Flush() = 0;
  /// Completes the part.
  virtual market::Result<void> Finish() = 0;
};

/// Makes the sink of a part, for the node that was welcomed so.
using MakePart =
    std::function<std::shared_ptr<PartSink>(const Welcome& welcome)>;

}  // namespace souk::actors
