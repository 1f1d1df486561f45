// Where `souk run` records: a trace with a checkpoint beside it, and the
// summary for the terminal.
#pragma once

#include <memory>
#include <string>

#include "actors/run_sink.h"
#include "results/manifest.h"
#include "results/summary.h"
#include "results/trace_writer.h"

namespace souk::actors {

class TraceSink final : public RunSink {
 public:
  /// Creates the trace at `path`; an older one is replaced.
  static market::Result<std::unique_ptr<TraceSink>> Create(
      const std::string& path, const results::Manifest& manifest);
  /// Continues the trace at `path` from its checkpoint. `state` receives the
  /// state of the run. An Error: no checkpoint, damaged, or of another run.
  static market::Result<std::unique_ptr<TraceSink>> Resume(
      const std::string& path, const results::Manifest& manifest,
      scenarios::RunState& state);

  market::Result<void> Record(const market::TickRows& rows) override;
  market::Result<void> FlushRows(uint32_t ticks_done) override;
  market::Result<void> Keep(const scenarios::RunState& state) override;
  void SetParts(std::vector<results::TracePart> parts) override {
    parts_ = std::move(parts);
  }
  market::Result<void> Finish(uint32_t ticks_done) override;

  const std::string& path() const { return path_; }
  const results::Summary& summary() const { return summary_; }
  bool complete() const { return complete_; }
  /// Empty until finished.
  const std::string& digest() const { return digest_; }
  /// Why a finished trace has no digest.
  const std::string& why_no_digest() const { return writer_->why_no_digest(); }
  /// What nodes have recorded; after Resume() by the checkpoint.
  const std::vector<results::TracePart>& parts() const { return parts_; }
  /// The first of the numbers for parts to come.
  uint32_t NextPartNumber() { return writer_->NextPartNumber(); }

 private:
  TraceSink(std::string path, results::Summary summary)
      : path_(std::move(path)), summary_(std::move(summary)) {}

  void LoadParts(market::ArchiveReader& in);

  std::string path_;
  std::unique_ptr<results::TraceWriter> writer_;
  results::Summary summary_;
  std::vector<results::TracePart> parts_;
  std::string flushed_;  ///< sums and writer, as they were at the last flush
  std::string digest_;
  bool complete_ = false;
};

}  // namespace souk::actors
