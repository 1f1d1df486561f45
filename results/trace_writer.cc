#include "results/trace_writer.h"

#include <algorithm>
#include <utility>

#include "results/trace_file.h"

namespace souk::results {
namespace {

using market::ArchiveReader;
using market::Error;
using market::Result;

Error CannotResume(const std::string& path, const std::string& reason) {
  return Error{"cannot resume trace '" + path + "': " + reason};
}

void CheckTables(const Manifest& manifest, const market::TickRows& rows) {
  for (const Table& table : Layout()) {
    SOUK_CHECK(HasTable(manifest, table) || table.rows(rows).count == 0,
               "rows of ", table.name, " of a market without contracts");
  }
}

}  // namespace

TraceWriter::TraceWriter(const std::string& path, Manifest manifest)
    : paths_(path), manifest_(std::move(manifest)) {}

TraceWriter::~TraceWriter() = default;

Result<std::unique_ptr<TraceWriter>> TraceWriter::Create(
    const std::string& path, Manifest manifest) {
  std::unique_ptr<TraceWriter> writer(
      new TraceWriter(path, std::move(manifest)));
  const Result<void> started = writer->Remember(writer->Start());
  if (!started) return started.error();
  return writer;
}

Result<void> TraceWriter::Start() {
  if (Result<void> locked = lock_.Take(paths_); !locked) return locked;
  if (Result<void> free = CheckReplaceable(paths_); !free) return free;
  if (Result<void> gone = CheckNodesGone(paths_); !gone) return gone;
  Result<void> written = WriteMaster(paths_, header(), {});
  if (!written) return written;
  if (Result<void> reset = ResetParts(paths_); !reset) return reset;
  if (Result<void> removed = RemoveNodes(paths_); !removed) return removed;
  return lock_.Take(paths_);
}

Result<std::unique_ptr<TraceWriter>> TraceWriter::Resume(
    const std::string& path, ArchiveReader& in) {
  hdf5::InputFile master(path);
  Result<Manifest> manifest = ReadCheckedManifest(path, master);
  if (!manifest) return CannotResume(path, manifest.error().message);
  if (ReadProgress(master).complete) {
    return CannotResume(path, "it is complete already");
  }
  std::unique_ptr<TraceWriter> writer(
      new TraceWriter(path, std::move(manifest).value()));
  const Result<void> continued = writer->Continue(in);
  if (!continued) return CannotResume(path, continued.error().message);
  return writer;
}

Result<void> TraceWriter::Continue(ArchiveReader& in) {
  if (Result<void> locked = lock_.Take(paths_); !locked) return locked;
  std::string fingerprint;
  in.Get(fingerprint);
  if (in.ok() && fingerprint != Fingerprint(manifest_)) {
    return Error{"it belongs to another run than the checkpoint"};
  }
  Load(in);
  if (!in.ok()) return Error{"the checkpoint is damaged"};
  for (const Segment& segment : segments_) {
    if (Result<void> found = CheckSegment(paths_, segment); !found) {
      return found;
    }
  }
  if (!segments_.empty()) {
    Result<void> loaded = LoadTails(paths_, segments_.back(), buffers_);
    if (!loaded) return loaded;
  }
  SkipPartNumbers();
  Result<void> written = WriteMaster(paths_, header(), segments_);
  if (written) RemoveStrangers();
  return written;
}

void TraceWriter::Save(market::ArchiveWriter& out) const {
  SOUK_CHECK(flushed_, "state of ", path(), " saved without a flush");
  out.Put(Fingerprint(manifest_));
  out.Put(progress_.ticks_done);
  digests_.Save(out);
  out.Put(static_cast<uint32_t>(segments_.size()));
  for (const Segment& segment : segments_) segment.Save(out);
  out.Put(static_cast<uint32_t>(parts_.size()));
  for (const TracePart& part : parts_) part.Save(out);
}

void TraceWriter::Load(ArchiveReader& in) {
  in.Get(progress_.ticks_done);
  digests_.Load(in);
  uint32_t count = 0;
  in.Get(count);
  for (uint32_t i = 0; i < count && in.ok(); ++i) {
    segments_.emplace_back().Load(in);
    next_number_ = std::max(next_number_, segments_.back().number + 1);
  }
  in.Get(count);
  for (uint32_t i = 0; i < count && in.ok(); ++i) {
    parts_.emplace_back().Load(in);
  }
}

Result<void> TraceWriter::Remember(Result<void> outcome) {
  if (outcome) return outcome;
  fault_ =
      Error{"cannot write trace '" + path() + "': " + outcome.error().message};
  const bool begun = open_segment_ != nullptr || !segments_.empty();
  if (begun) fault_->message += "; what was flushed before stays readable";
  open_segment_.reset();
  return *fault_;
}

Result<void> TraceWriter::Record(const market::TickRows& rows) {
  if (fault_) return *fault_;
  CheckTables(manifest_, rows);
  flushed_ = false;
  buffers_.Append(rows, *this);
  if (!open_segment_) return {};
  return Remember(open_segment_->status());
}

void TraceWriter::TakeChunk(size_t column, std::span<const uint8_t> raw) {
  digests_.AddChunk(column, raw);
  open_segment().AppendChunk(column, raw);
}

SegmentWriter& TraceWriter::open_segment() {
  if (!open_segment_) {
    open_segment_ = std::make_unique<SegmentWriter>(paths_, next_number_++);
  }
  return *open_segment_;
}

Result<void> TraceWriter::Flush(uint32_t ticks_done) {
  if (fault_) return *fault_;
  return Remember(WriteFlush(ticks_done, Newest::kMerge));
}

// A segment becomes durable before the master that maps it. What the new
// master no longer maps stays until Release(): until then a checkpoint of a
// flush before may still be needed.
Result<void> TraceWriter::WriteFlush(uint32_t ticks_done, Newest newest) {
  if (Result<void> closed = CloseSegment(); !closed) return closed;
  DropSuperseded();
  if (newest == Newest::kMerge) {
    if (Result<void> merged = MergeNewest(); !merged) return merged;
  }
  if (Result<void> synced = SyncParts(paths_); !synced) return synced;
  progress_.ticks_done = ticks_done;
  Result<void> written = WriteMaster(paths_, header(), segments_);
  flushed_ = written.ok();
  return written;
}

Result<void> TraceWriter::CloseSegment() {
  Result<Segment> segment = open_segment().Finish(buffers_);
  open_segment_.reset();
  if (!segment) return segment.error();
  segments_.push_back(*segment);
  return {};
}

// A segment with nothing but a tail is worth nothing once there is a newer.
void TraceWriter::DropSuperseded() {
  std::vector<Segment> kept;
  for (const Segment& segment : segments_) {
    const bool newest = &segment == &segments_.back();
    if (newest || segment.chunk_bytes > 0) {
      kept.push_back(segment);
    } else {
      obsolete_.push_back(segment.number);
    }
  }
  segments_ = std::move(kept);
}

Result<void> TraceWriter::MergeNewest() {
  const size_t count = MergeCount(segments_);
  if (count == 0) return {};
  const std::span<const Segment> newest =
      std::span<const Segment>(segments_).last(count);
  Result<Segment> merged = MergeSegments(paths_, newest, next_number_++);
  if (!merged) return merged.error();
  for (const Segment& segment : newest) obsolete_.push_back(segment.number);
  segments_.resize(segments_.size() - count);
  segments_.push_back(*merged);
  return {};
}

void TraceWriter::Release() {
  for (const uint32_t number : obsolete_) RemoveFile(paths_.segment(number));
  obsolete_.clear();
}

// What flushes after the checkpoint left behind. Numbers are never used twice.
void TraceWriter::RemoveStrangers() {
  for (const uint32_t number : SegmentNumbers(paths_)) {
    next_number_ = std::max(next_number_, number + 1);
    const bool ours = std::any_of(
        segments_.begin(), segments_.end(),
        [number](const Segment& segment) { return segment.number == number; });
    if (!ours) obsolete_.push_back(number);
  }
  Release();
}

}  // namespace souk::results
