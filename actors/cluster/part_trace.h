// A part as a file beside the trace of the lead. It is created with its first
// row: a scenario that records no page views leaves no parts.
#pragma once

#include <optional>

#include "actors/cluster/part_sink.h"
#include "results/trace_writer.h"

namespace souk::actors {

class PartTrace final : public PartSink {
 public:
  /// The part `number` of the trace at `master`.
  PartTrace(std::string master, uint32_t number, results::Manifest manifest)
      : master_(std::move(master)),
        number_(number),
        manifest_(std::move(manifest)) {}

  market::Result<void> Record(const market::TickRows& rows) override;
  market::Result<results::RowCounts> Flush() override;
  market::Result<void> Finish() override;

 private:
  std::string master_;
  uint32_t number_;
  results::Manifest manifest_;
  std::unique_ptr<results::TraceWriter> writer_;
  uint32_t ticks_ = 0;  ///< the last one with a row, and one more
};

}  // namespace souk::actors
