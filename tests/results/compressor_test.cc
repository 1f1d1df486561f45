#include "results/compressor.h"

#include <gtest/gtest.h>
#include <isa-l.h>

#include <cstring>

#include "market/random.h"
#include "results/layout.h"

namespace souk::results {
namespace {

using Bytes = std::vector<uint8_t>;

/// A chunk of 8-byte values made by `value`(row).
template <class Value>
Bytes Chunk(Value value) {
  Bytes raw(8 * kChunkRows);
  for (uint32_t row = 0; row < kChunkRows; ++row) {
    const auto one = value(row);
    static_assert(sizeof(one) == 8);
    std::memcpy(&raw[8 * row], &one, 8);
  }
  return raw;
}

Bytes Stored(Compressor& compressor, const Bytes& raw, size_t value_bytes) {
  const auto stored = compressor.Store(raw, value_bytes);
  return {stored.begin(), stored.end()};
}

/// As any reader of HDF5 would, checksum and all.
Bytes Read(Bytes stored, size_t size, size_t value_bytes) {
  Bytes shuffled(size), raw(size);
  inflate_state state = {};
  isal_inflate_init(&state);
  state.crc_flag = ISAL_ZLIB;
  state.next_in = stored.data();
  state.avail_in = static_cast<uint32_t>(stored.size());
  state.next_out = shuffled.data();
  state.avail_out = static_cast<uint32_t>(size);
  EXPECT_EQ(isal_inflate(&state), ISAL_DECOMP_OK);
  EXPECT_EQ(state.block_state, ISAL_BLOCK_FINISH);
  EXPECT_EQ(state.avail_in + state.avail_out, 0U);
  const size_t values = size / value_bytes;
  for (size_t i = 0; i < size; ++i) {
    raw[i] = shuffled[i % value_bytes * values + i / value_bytes];
  }
  return raw;
}

const market::Stream& Chance() {
  static const market::Stream stream(1, 0, market::Purpose::kTest);
  return stream;
}
Bytes Real() {
  return Chunk([](uint32_t row) { return Chance().Uniform(row, 0, 0); });
}
Bytes Noise() {
  return Chunk([](uint32_t row) {
    return Chance().Words(row, 0, 0)[0] * uint64_t{0x9e3779b97f4a7c15};
  });
}
Bytes Prices() {
  return Chunk(
      [](uint32_t row) { return Chance().Integer(200000, row, 0, 0); });
}
Bytes Pages() {
  return Chunk([](uint32_t row) { return uint64_t{row / 3} * 7; });
}

TEST(Compressor, AnyReaderGetsBackWhatWasStored) {
  Compressor compressor;
  for (const Bytes& raw : {Real(), Noise(), Prices(), Pages(), Bytes(131072)}) {
    for (const size_t value_bytes : {1, 2, 4, 8}) {
      const Bytes stored = Stored(compressor, raw, value_bytes);
      EXPECT_EQ(Read(stored, raw.size(), value_bytes), raw);
    }
  }
}

TEST(Compressor, StoresBytesThatDependOnTheChunkAlone) {
  const Bytes expected = [] {
    Compressor fresh;
    return Stored(fresh, Prices(), 8);
  }();
  Compressor used;
  for (const Bytes& before : {Real(), Noise(), Pages(), Bytes(131072)}) {
    for (const size_t value_bytes : {1, 8}) {
      used.Store(before, value_bytes);
      EXPECT_EQ(Stored(used, Prices(), 8), expected);
    }
  }
}

TEST(Compressor, NoiseHardlyGrowsAndOrderShrinks) {
  Compressor compressor;
  const size_t raw = 8 * kChunkRows;
  EXPECT_LT(Stored(compressor, Noise(), 8).size(), raw + 100);
  EXPECT_LT(Stored(compressor, Real(), 8).size(), raw * 9 / 10);
  EXPECT_LT(Stored(compressor, Prices(), 8).size(), raw * 3 / 10);
  EXPECT_LT(Stored(compressor, Pages(), 8).size(), raw / 10);
}

}  // namespace
}  // namespace souk::results
