// Chunks in stored form: shuffled by bytes, then deflated in zlib format, just
// as HDF5's own filters would, but ten times faster (ISA-L, level 1: the same
// bytes on every CPU with SSE4.2). Bytes that look like noise, as the low ones
// of real numbers do, are not tried to be deflated but go into stored blocks.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace souk::results {

class Compressor {
 public:
  Compressor();

  /// The stored form of a chunk of values of `value_bytes` each. Valid until
  /// the next call. `raw` is a whole chunk: pad the last one with zeros.
  std::span<const uint8_t> Store(std::span<const uint8_t> raw,
                                 size_t value_bytes);

 private:
  /// These append: stored and deflated blocks, which end at a whole byte.
  void PutNoise(std::span<const uint8_t> piece);
  void Deflate(std::span<const uint8_t> piece);
  void Put(std::span<const uint8_t> bytes);

  std::vector<uint8_t> shuffled_;
  std::vector<uint8_t> stored_;
  size_t size_ = 0;  // of stored_ in use
  std::vector<uint8_t> working_memory_;
};

}  // namespace souk::results
