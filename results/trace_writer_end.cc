// The parts of a trace, and its end.
#include <algorithm>
#include <filesystem>
#include <utility>

#include "results/logical_rows.h"
#include "results/trace_reader.h"
#include "results/trace_writer.h"

namespace souk::results {

using market::Error;
using market::Result;

Result<std::unique_ptr<TraceWriter>> TraceWriter::CreatePart(
    const std::string& master, uint32_t number, Manifest manifest) {
  const TracePaths paths(master);
  std::error_code fault;
  std::filesystem::create_directory(paths.nodes(), fault);
  if (!fault) {
    return Create(paths.beside(paths.relative_part(number)),
                  std::move(manifest));
  }
  return Error{"cannot write trace '" + paths.nodes() +
               "': " + fault.message()};
}

Result<std::string> TraceWriter::Finish(uint32_t ticks_done) {
  if (fault_) return *fault_;
  // What is joined at once need not be merged before.
  Result<void> flushed = Remember(WriteFlush(ticks_done, Newest::kLeave));
  if (!flushed) return flushed.error();
  progress_.complete = true;
  progress_.digest = LogicalDigest();
  if (Result<void> joined = Remember(Join()); !joined) return joined.error();
  fault_ = Error{"trace '" + path() + "' is finished already"};
  return progress_.digest;
}

void TraceWriter::SetParts(std::vector<TracePart> parts) {
  for (size_t table = 0; table < kTables; ++table) {
    SOUK_CHECK(HasCells(table) || RowsInParts(parts, table) == 0, "rows of ",
               Layout()[table].name, " in a part");
  }
  parts_ = std::move(parts);
  flushed_ = false;
}

Result<void> TraceWriter::ShowParts() {
  if (fault_) return *fault_;
  return Remember(WriteMaster(paths_, header(), segments_));
}

// A part that joined after the checkpoint is forgotten, but not its number:
// its node may still be writing.
void TraceWriter::SkipPartNumbers() {
  hdf5::InputFile master(path());
  std::vector<uint32_t> numbers = PartNumbers(paths_);
  for (const TracePart& part : ReadParts(master)) {
    numbers.push_back(NumberOfPart(part.path));
  }
  for (const TracePart& part : parts_) {
    numbers.push_back(NumberOfPart(part.path));
  }
  for (const uint32_t number : numbers) {
    next_part_ = std::max(next_part_, number + 1);
  }
}

// Tables without rows in parts need not be read again.
std::string TraceWriter::LogicalDigest() {
  ColumnDigests digests = digests_.Ended(buffers_);
  if (parts_.empty()) return digests.Total();
  auto master = TraceReader::Open(path());
  if (!master) {
    why_no_digest_ = "digest: not computed, " + master.error().message +
                     "; gather the parts and run souk merge";
    return "";
  }
  for (size_t table = 0; table < kTables; ++table) {
    if (RowsInParts(parts_, table) == 0) continue;
    ColumnDigests ordered;
    Result<void> streamed = StreamTable(**master, table, ordered);
    if (!streamed) {
      why_no_digest_ = "digest: not computed, " + streamed.error().message;
      return "";
    }
    digests.Adopt(table, ordered);
  }
  return digests.Total();
}

Result<void> TraceWriter::Join() {
  Result<void> joined = WriteJoined(paths_, header(), segments_);
  if (joined) RemoveParts(paths_);
  return joined;
}

}  // namespace souk::results
