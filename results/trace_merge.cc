#include "results/trace_merge.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <vector>

#include "results/compressor.h"
#include "results/digest.h"
#include "results/logical_rows.h"
#include "results/trace_file.h"

namespace souk::results {
namespace {

using market::Error;
using market::Result;

/// Stores chunks in a file and takes their digest on the way.
class ChunkStore final : public ChunkTaker {
 public:
  explicit ChunkStore(hdf5::OutputFile& file) : file_(file) {}

  void TakeChunk(size_t column, std::span<const uint8_t> raw) override {
    const PlacedColumn& placed = Columns()[column];
    digests_.AddChunk(column, raw);
    chunk_.assign(kChunkRows * placed.bytes(), 0);
    std::copy(raw.begin(), raw.end(), chunk_.begin());
    file_.AppendChunk(placed.path, compressor_.Store(chunk_, placed.bytes()),
                      raw.size() / placed.bytes());
  }
  std::string digest() const { return digests_.Total(); }

 private:
  hdf5::OutputFile& file_;
  ColumnDigests digests_;
  Compressor compressor_;
  std::vector<uint8_t> chunk_;  ///< padded
};

/// What the merged file says of the run.
Result<Progress> ProgressOf(TraceReader& master) {
  Progress progress{master.complete(), master.ticks_done(),
                    master.stored_digest()};
  if (!master.complete() || !progress.digest.empty()) return progress;
  Result<std::string> digest = master.RecomputeDigest();
  if (!digest) return digest.error();
  progress.digest = std::move(digest).value();
  return progress;
}

class Merge {
 public:
  Merge(TraceReader& master, Progress progress)
      : master_(master), progress_(std::move(progress)) {}

  Result<std::string> WriteTo(const std::string& path);

 private:
  Result<void> Fill(hdf5::OutputFile& file);
  Result<void> Order(ChunkStore& store, const hdf5::OutputFile& file);

  TraceReader& master_;
  Progress progress_;
  std::string digest_;
  std::optional<Error> misread_;  ///< not a fault of writing
};

Result<std::string> Merge::WriteTo(const std::string& path) {
  const std::vector<TracePart> none;
  const Result<void> written =
      WriteSingle(TracePaths(path), {master_.manifest(), progress_, none},
                  [this](hdf5::OutputFile& file) { return Fill(file); });
  if (misread_) return *misread_;
  if (written) return digest_;
  return Error{"cannot write trace '" + path + "': " + written.error().message};
}

Result<void> Merge::Fill(hdf5::OutputFile& file) {
  ChunkStore store(file);
  if (Result<void> ordered = Order(store, file); !ordered) return ordered;
  digest_ = store.digest();
  if (!progress_.complete || digest_ == progress_.digest) return {};
  misread_ = Error{"'" + master_.path() +
                   "' or a part of it was changed after the run: together "
                   "they have the digest " +
                   digest_ + ", no longer " + progress_.digest};
  return *misread_;
}

Result<void> Merge::Order(ChunkStore& store, const hdf5::OutputFile& file) {
  for (size_t table = 0; table < kTables; ++table) {
    Result<void> streamed = StreamTable(master_, table, store);
    if (!streamed) misread_ = streamed.error();
    if (!streamed) return streamed;
    if (Result<void> stored = file.status(); !stored) return stored;
  }
  return {};
}

}  // namespace

Result<std::string> MergeTrace(TraceReader& master, const std::string& path) {
  std::error_code fault;
  if (std::filesystem::exists(path, fault) || fault) {
    const std::string reason =
        fault ? fault.message() : "there is such a file already";
    return Error{"cannot write trace '" + path + "': " + reason};
  }
  Result<Progress> progress = ProgressOf(master);
  if (!progress) return progress.error();
  return Merge(master, std::move(progress).value()).WriteTo(path);
}

}  // namespace souk::results
