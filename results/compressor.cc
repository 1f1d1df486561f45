#include "results/compressor.h"

#include <isa-l.h>

#include <algorithm>

#include "market/check.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

#ifdef __SSE2__
/// Sixteen values of eight bytes. Interleaving registers k and k + 4 turns the
/// seven bits of a byte's place (value, byte) around by one; four times makes
/// (byte, value) of it.
void ShuffleSixteen(const uint8_t* from, size_t values, uint8_t* to) {
  __m128i x[8], y[8];
  for (size_t k = 0; k < 8; ++k) {
    x[k] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from) + k);
  }
  for (int turn = 0; turn < 4; ++turn) {
    for (size_t k = 0; k < 4; ++k) {
      y[2 * k] = _mm_unpacklo_epi8(x[k], x[k + 4]);
      y[2 * k + 1] = _mm_unpackhi_epi8(x[k], x[k + 4]);
    }
    std::copy(y, y + 8, x);
  }
  for (size_t k = 0; k < 8; ++k) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + k * values), x[k]);
  }
}

template <>
void Shuffle<8>(std::span<const uint8_t> raw, uint8_t* to) {
  const size_t values = raw.size() / 8;
  size_t i = 0;
  for (; i + 16 <= values; i += 16) {
    ShuffleSixteen(&raw[8 * i], values, to + i);
  }
  for (; i < values; ++i) {
    for (size_t byte = 0; byte < 8; ++byte) {
      to[byte * values + i] = raw[8 * i + byte];
    }
  }
}
#endif

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
  // ISA-L also looks into what lay in its memory before (and its own
  // initialisation leaves holes); the bytes of a chunk must depend on nothing
  // but the chunk.
  std::fill(working_memory_.begin(), working_memory_.end(), uint8_t{0});
  isal_zstream stream = {};
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
