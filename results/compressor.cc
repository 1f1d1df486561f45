#include "results/compressor.h"

#include <isa-l.h>

#include <algorithm>
#include <array>
#include <cstring>

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

constexpr size_t kStoredBlock = 65535;

// Incompressible input grows by a few bytes per stored block, and there are at
// most eight pieces, each with an end.
size_t MostBytes(size_t raw_bytes) { return raw_bytes + raw_bytes / 64 + 1024; }

// Looks at kLooks places: noise has all bytes about equally often, and
// neighbours differ. A wrong guess costs space or time, nothing else.
bool LooksLikeNoise(std::span<const uint8_t> piece) {
  constexpr size_t kLooks = 16;
  constexpr size_t kBytes = 32;  // of each look
  constexpr uint32_t kSeen = kLooks * kBytes;
  // Of noise 1534 and 2, give or take 45 and 1.4.
  constexpr uint32_t kMostPairs = 1700;
  constexpr uint32_t kMostRepeats = 10;
  if (piece.size() < 4 * kSeen) return false;
  const auto at = [&](size_t look) {
    return &piece[look * (piece.size() / kLooks)];
  };
  uint32_t repeats = 0;
  for (size_t look = 0; look < kLooks; ++look) {
    const uint8_t* byte = at(look);
    for (size_t i = 1; i < kBytes; ++i) repeats += byte[i] == byte[i - 1];
  }
  if (repeats > kMostRepeats) return false;
  std::array<uint32_t, 256> count{};
  for (size_t look = 0; look < kLooks; ++look) {
    for (size_t i = 0; i < kBytes; ++i) ++count[at(look)[i]];
  }
  uint32_t pairs = 0;
  for (const uint32_t times : count) pairs += times * times;
  return pairs < kMostPairs;
}

}  // namespace

Compressor::Compressor() : working_memory_(ISAL_DEF_LVL1_DEFAULT) {}

std::span<const uint8_t> Compressor::Store(std::span<const uint8_t> raw,
                                           size_t value_bytes) {
  shuffled_.resize(raw.size());
  stored_.resize(MostBytes(raw.size()));
  size_ = 0;
  ShuffleAny(raw, value_bytes, shuffled_.data());
  const std::span<const uint8_t> shuffled(shuffled_);
  Put(std::array<uint8_t, 2>{0x78, 0x01});
  const size_t values = raw.size() / value_bytes;
  const auto noise = [&](size_t byte) {
    return LooksLikeNoise(shuffled.subspan(byte * values, values));
  };
  // Bytes of one kind go together.
  for (size_t first = 0; first < value_bytes;) {
    const bool noisy = noise(first);
    size_t last = first + 1;
    while (last < value_bytes && noise(last) == noisy) ++last;
    const auto piece =
        shuffled.subspan(first * values, (last - first) * values);
    noisy ? PutNoise(piece) : Deflate(piece);
    first = last;
  }
  Put(std::array<uint8_t, 5>{1, 0, 0, 0xff, 0xff});  // the last block, empty
  const uint32_t sum = isal_adler32(1, shuffled.data(), shuffled.size());
  for (int shift = 24; shift >= 0; shift -= 8) {
    Put(std::array{static_cast<uint8_t>(sum >> shift)});
  }
  return {stored_.data(), size_};
}

void Compressor::Put(std::span<const uint8_t> bytes) {
  std::memcpy(&stored_[size_], bytes.data(), bytes.size());
  size_ += bytes.size();
}

void Compressor::PutNoise(std::span<const uint8_t> piece) {
  while (!piece.empty()) {
    const size_t size = std::min(piece.size(), kStoredBlock);
    const auto low = static_cast<uint8_t>(size);
    const auto high = static_cast<uint8_t>(size >> 8);
    Put(std::array<uint8_t, 5>{0, low, high, static_cast<uint8_t>(~low),
                               static_cast<uint8_t>(~high)});
    Put(piece.first(size));
    piece = piece.subspan(size);
  }
}

void Compressor::Deflate(std::span<const uint8_t> piece) {
  // ISA-L also looks into what lay in its memory before (and its own
  // initialisation leaves holes); the bytes of a chunk must depend on nothing
  // but the chunk. Behind these it only writes, then reads.
  std::fill_n(working_memory_.begin(), ISAL_DEF_LVL1_REQ, uint8_t{0});
  isal_zstream stream = {};
  isal_deflate_stateless_init(&stream);
  stream.level = 1;
  stream.level_buf = working_memory_.data();
  stream.level_buf_size = static_cast<uint32_t>(working_memory_.size());
  stream.gzip_flag = IGZIP_DEFLATE;
  stream.flush = FULL_FLUSH;
  stream.end_of_stream = 0;
  stream.next_in = const_cast<uint8_t*>(piece.data());
  stream.avail_in = static_cast<uint32_t>(piece.size());
  stream.next_out = stored_.data() + size_;
  stream.avail_out = static_cast<uint32_t>(stored_.size() - size_);
  const int fault = isal_deflate_stateless(&stream);
  SOUK_CHECK(fault == COMP_OK, "ISA-L gave up on ", piece.size(), " bytes");
  size_ += stream.total_out;
}

}  // namespace souk::results
