// Writes a trace that survives SIGKILL at any moment.
//
// run.h5 always opens: with zero rows after Create(), with everything up to
// the last finished Flush() while the run goes on, complete after Finish().
// Between flushes only full chunks go to the disk. Not for several threads.
//
// Errors are sentences: "cannot write trace 'run.h5': No space left on device
// (writing 'run.h5.parts/000003.h5'); what was flushed before stays readable".
// After an Error every call repeats it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "market/archive.h"
#include "market/events.h"
#include "market/result.h"
#include "results/column_buffers.h"
#include "results/digest.h"
#include "results/manifest.h"
#include "results/segments.h"
#include "results/trace_file.h"
#include "results/trace_lock.h"
#include "results/trace_parts.h"
#include "results/trace_paths.h"

namespace souk::results {

class TraceWriter final : public market::EventSink, private ChunkTaker {
 public:
  /// Replaces the file `path`, and what a killed run of this name left behind.
  static market::Result<std::unique_ptr<TraceWriter>> Create(
      const std::string& path, Manifest manifest);
  /// A part of the trace at `master`: creates it at PartPath(number), and the
  /// folder of parts if it is not there. Not for numbers ever used before. A
  /// part is never resumed: Release() after every Flush().
  static market::Result<std::unique_ptr<TraceWriter>> CreatePart(
      const std::string& master, uint32_t number, Manifest manifest);
  /// Continues the trace at `path` from the flush after which Save() wrote
  /// `in`; rows of later flushes are forgotten.
  static market::Result<std::unique_ptr<TraceWriter>> Resume(
      const std::string& path, market::ArchiveReader& in);
  ~TraceWriter() override;

  market::Result<void> Record(const market::TickRows& rows) override;
  /// Makes all rows so far durable. They are those of `ticks_done` ticks.
  market::Result<void> Flush(uint32_t ticks_done);
  /// Flushes, joins everything into one complete file and returns the digest.
  /// With parts the digest is that of all rows in logical order. It is empty
  /// if a part cannot be read from here: then why_no_digest() tells.
  market::Result<std::string> Finish(uint32_t ticks_done);

  /// The state right after a Flush(): small, the rows stay in the trace. It
  /// can be resumed until Release() after a later one.
  void Save(market::ArchiveWriter& out) const;
  /// The state saved last is durable: removes what only earlier ones need.
  void Release();

  /// Rows of each table in the trace since the last Flush(), without parts.
  RowCounts rows() const { return RowsOf(segments_); }

  /// From the next Flush() on the trace is a master that shows these rows
  /// besides its own: in all those of ticks before that of the flush. Each
  /// part is durable up to its counts. Only tables with cells have rows.
  void SetParts(std::vector<TracePart> parts);
  /// Shows the parts at once, beside the rows of the last Flush().
  market::Result<void> ShowParts();
  /// After Resume() those of the checkpoint.
  const std::vector<TracePart>& parts() const { return parts_; }
  /// A number that no part of this trace has had; another one by every call.
  uint32_t NextPartNumber() { return next_part_++; }
  /// The path of a part, as for TracePart.
  std::string PartPath(uint32_t number) const {
    return paths_.relative_part(number);
  }
  /// "digest: not computed, ..." after a Finish() that returned none.
  const std::string& why_no_digest() const { return why_no_digest_; }

  const std::string& path() const { return paths_.trace(); }
  const Manifest& manifest() const { return manifest_; }
  uint32_t ticks_done() const { return progress_.ticks_done; }

 private:
  TraceWriter(const std::string& path, Manifest manifest);

  void TakeChunk(size_t column, std::span<const uint8_t> raw) override;
  market::Result<void> Start();
  market::Result<void> Continue(market::ArchiveReader& in);
  void Load(market::ArchiveReader& in);
  SegmentWriter& open_segment();
  enum class Newest : uint8_t { kMerge, kLeave };  ///< of the segments
  market::Result<void> WriteFlush(uint32_t ticks_done, Newest newest);
  market::Result<void> CloseSegment();
  market::Result<void> MergeNewest();
  market::Result<void> Join();
  TraceHeader header() const { return {manifest_, progress_, parts_}; }
  std::string LogicalDigest();
  void DropSuperseded();
  void RemoveStrangers();
  void SkipPartNumbers();
  /// Remembers and words an Error; passes success through.
  market::Result<void> Remember(market::Result<void> outcome);

  TracePaths paths_;
  TraceLock lock_;
  Manifest manifest_;
  Progress progress_;
  ColumnBuffers buffers_;
  ColumnDigests digests_;
  std::vector<Segment> segments_;   ///< those of the master, oldest first
  std::vector<uint32_t> obsolete_;  ///< no longer in the master
  std::unique_ptr<SegmentWriter> open_segment_;
  uint32_t next_number_ = 1;
  std::vector<TracePart> parts_;
  uint32_t next_part_ = 1;
  std::string why_no_digest_;
  bool flushed_ = true;  ///< no row since the last flush
  std::optional<market::Error> fault_;
};

}  // namespace souk::results
