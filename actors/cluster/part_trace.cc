#include "actors/cluster/part_trace.h"

#include <algorithm>

namespace souk::actors {

using market::Result;

Result<void> PartTrace::Record(const market::TickRows& rows) {
  if (!writer_) {
    auto created =
        results::TraceWriter::CreatePart(master_, number_, manifest_);
    if (!created) return created.error();
    writer_ = std::move(created).value();
  }
  for (const auto& page : rows.pages) ticks_ = std::max(ticks_, page.tick + 1);
  return writer_->Record(rows);
}

Result<results::RowCounts> PartTrace::Flush() {
  if (!writer_) return results::RowCounts{};
  const Result<void> flushed = writer_->Flush(ticks_);
  if (!flushed) return flushed.error();
  // A checkpoint counts rows of this flush or of later ones only.
  writer_->Release();
  return writer_->rows();
}

Result<void> PartTrace::Finish() {
  if (!writer_) return {};
  const Result<std::string> digest = writer_->Finish(ticks_);
  if (!digest) return digest.error();
  return {};
}

}  // namespace souk::actors
