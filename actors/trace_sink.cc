#include "actors/trace_sink.h"

#include "actors/checkpoint.h"
#include "market/archive.h"

namespace souk::actors {

using market::Error;
using market::Result;
using results::Manifest;
using results::Summary;
using results::TraceWriter;

Result<std::unique_ptr<TraceSink>> TraceSink::Create(const std::string& path,
                                                     const Manifest& manifest) {
  auto writer = TraceWriter::Create(path, manifest);
  if (!writer) return writer.error();
  RemoveCheckpoint(CheckpointPath(path));
  std::unique_ptr<TraceSink> sink(new TraceSink(path, Summary(manifest)));
  sink->writer_ = std::move(writer).value();
  return sink;
}

Result<std::unique_ptr<TraceSink>> TraceSink::Resume(
    const std::string& path, const Manifest& manifest,
    scenarios::RunState& state) {
  const auto content = ReadCheckpoint(CheckpointPath(path));
  if (!content) return content.error();
  market::ArchiveReader in(*content);
  std::unique_ptr<TraceSink> sink(new TraceSink(path, Summary(manifest)));
  state.Load(in);
  sink->LoadParts(in);
  sink->summary_.Load(in);
  if (!in.ok()) {
    return Error{"checkpoint '" + CheckpointPath(path) +
                 "' does not fit to the trace beside it"};
  }
  auto writer = TraceWriter::Resume(path, in);
  if (!writer) return writer.error();
  sink->writer_ = std::move(writer).value();
  sink->writer_->SetParts(sink->parts_);
  return sink;
}

void TraceSink::LoadParts(market::ArchiveReader& in) {
  uint32_t count = 0;
  in.Get(count);
  for (uint32_t i = 0; i < count && in.ok(); ++i) {
    parts_.emplace_back().Load(in);
  }
}

Result<void> TraceSink::Record(const market::TickRows& rows) {
  const Result<void> summed = summary_.Record(rows);
  return summed ? writer_->Record(rows) : summed;
}

Result<void> TraceSink::FlushRows(uint32_t ticks_done) {
  flushed_.clear();
  const Result<void> flushed = writer_->Flush(ticks_done);
  if (!flushed) return flushed;
  market::ArchiveWriter out;
  summary_.Save(out);
  writer_->Save(out);
  flushed_ = out.Take();
  return {};
}

Result<void> TraceSink::Keep(const scenarios::RunState& state) {
  if (flushed_.empty()) {
    return Error{"checkpoint '" + CheckpointPath(path_) +
                 "' is not written: its rows are not on the disk"};
  }
  market::ArchiveWriter out;
  state.Save(out);
  out.Put(static_cast<uint32_t>(parts_.size()));
  for (const results::TracePart& part : parts_) part.Save(out);
  const Result<void> written =
      WriteCheckpoint(CheckpointPath(path_), out.bytes() + flushed_);
  if (!written) return written;
  writer_->Release();
  if (parts_.empty()) return {};
  writer_->SetParts(parts_);
  return writer_->ShowParts();
}

Result<void> TraceSink::Finish(uint32_t ticks_done) {
  writer_->SetParts(parts_);
  Result<std::string> digest = writer_->Finish(ticks_done);
  if (!digest) return digest.error();
  digest_ = std::move(digest).value();
  complete_ = true;
  RemoveCheckpoint(CheckpointPath(path_));
  return {};
}

}  // namespace souk::actors
