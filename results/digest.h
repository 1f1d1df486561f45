// The digest of a run: equal recorded content, equal digest.
//
// With H = XXH3-128 (canonical, big-endian), for each column
//   D_0     = H(path, 0, type name)      e.g. "ticks/clicks\0i64"
//   D_{i+1} = H(D_i, bytes of the next kChunkRows rows, or fewer at the end)
// and the digest is H over the last D of all columns in layout order, as 32
// hexadecimal digits; a table that only markets with contracts have counts once
// it has rows. The digest depends on recorded rows only: not on file names, the
// scenario's text, threads, time, compression or flushes.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "market/archive.h"
#include "market/events.h"
#include "results/column_buffers.h"

namespace souk::results {

/// H of a text, as 32 hexadecimal digits.
std::string HashText(std::string_view text);

using Fold = std::array<uint8_t, 16>;

/// The D of all columns, chunk by chunk.
class ColumnDigests final : public ChunkTaker {
 public:
  ColumnDigests();

  /// The next kChunkRows rows of a column, or fewer at its end.
  void AddChunk(size_t column, std::span<const uint8_t> raw);
  void TakeChunk(size_t column, std::span<const uint8_t> raw) override {
    AddChunk(column, raw);
  }
  /// With these tails at the end of the columns.
  ColumnDigests Ended(const ColumnBuffers& tails) const;
  /// Takes over the D of the columns of a table.
  void Adopt(size_t table, const ColumnDigests& from);
  /// The digest of the run if its columns ended with these tails.
  std::string Total(const ColumnBuffers& tails) const;
  /// The digest of the run if its columns ended here.
  std::string Total() const;

  void Save(market::ArchiveWriter& out) const { out.Put(folds_); }
  /// The reader is not ok() after folds of another layout.
  void Load(market::ArchiveReader& in);

 private:
  std::vector<Fold> folds_;
};

/// Computes the digest of what it is given and keeps nothing else.
class DigestSink final : public market::EventSink, private ChunkTaker {
 public:
  market::Result<void> Record(const market::TickRows& rows) override;
  /// Of all rows so far.
  std::string digest() const { return digests_.Total(buffers_); }

  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  void TakeChunk(size_t column, std::span<const uint8_t> raw) override;

  ColumnBuffers buffers_;
  ColumnDigests digests_;
};

}  // namespace souk::results
