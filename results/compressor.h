// Chunks in stored form: shuffled by bytes, then deflated in zlib format, just
// as HDF5's own filters would, but ten times faster (ISA-L, level 1: the same
// bytes on every CPU with SSE4.2).
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
  std::vector<uint8_t> shuffled_;
  std::vector<uint8_t> stored_;
  std::vector<uint8_t> working_memory_;
};

}  // namespace souk::results
