#include "results/compressor.h"

#include <isa-l.h>

#include "market/check.h"

namespace souk::results {
namespace {

// First all lowest bytes, then all second ones, and so on.
template <size_t bytes>
void Shuffle(std::span<const uint8_t> raw, uint8_t* to) {
  const size_t values = raw.size() / bytes;
  for (size_t i = 0; i < values; ++i) {
    for (size_t byte = 0; byte < bytes; ++byte) {
      to[byte * values + i] = raw[i * bytes + byte];
    }
  }
}

void ShuffleAny(std::span<const uint8_t> raw, size_t bytes, uint8_t* to) {
  switch (bytes) {
    case 1:
      return Shuffle<1>(raw, to);
    case 2:
      return Shuffle<2>(raw, to);
    case 4:
      return Shuffle<4>(raw, to);
    case 8:
      return Shuffle<8>(raw, to);
    default:
      SOUK_CHECK(false, "no values of ", bytes, " bytes");
  }
}

// Incompressible input grows by a few bytes per stored block.
size_t MostBytes(size_t raw_bytes) { return raw_bytes + raw_bytes / 64 + 512; }

}  // namespace

Compressor::Compressor() : working_memory_(ISAL_DEF_LVL1_DEFAULT) {}

std::span<const uint8_t> Compressor::Store(std::span<const uint8_t> raw,
                                           size_t value_bytes) {
  shuffled_.resize(raw.size());
  stored_.resize(MostBytes(raw.size()));
  ShuffleAny(raw, value_bytes, shuffled_.data());
  isal_zstream stream;
  isal_deflate_stateless_init(&stream);
  stream.level = 1;
  stream.level_buf = working_memory_.data();
  stream.level_buf_size = static_cast<uint32_t>(working_memory_.size());
  stream.gzip_flag = IGZIP_ZLIB;
  stream.end_of_stream = 1;
  stream.next_in = shuffled_.data();
  stream.avail_in = static_cast<uint32_t>(shuffled_.size());
  stream.next_out = stored_.data();
  stream.avail_out = static_cast<uint32_t>(stored_.size());
  const int fault = isal_deflate_stateless(&stream);
  SOUK_CHECK(fault == COMP_OK, "ISA-L gave up on ", raw.size(), " bytes");
  return {stored_.data(), stream.total_out};
}

}  // namespace souk::results
