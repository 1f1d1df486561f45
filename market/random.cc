#include "market/random.h"

#include <algorithm>

#include "market/check.h"
#include "market/random_columns.h"
#include "market/vector_math.h"

namespace souk::market {
namespace {

constexpr int kRounds = 10;
constexpr uint32_t kWeyl0 = 0x9E3779B9U;
constexpr uint32_t kWeyl1 = 0xBB67AE85U;
constexpr uint64_t kMultiplier0 = 0xD2511F53U;
constexpr uint64_t kMultiplier1 = 0xCD9E8D57U;

uint32_t High(uint64_t product) { return static_cast<uint32_t>(product >> 32); }
uint32_t Low(uint64_t product) { return static_cast<uint32_t>(product); }

uint64_t First64(const PhiloxBlock& words) {
  return words[0] | static_cast<uint64_t>(words[1]) << 32;
}

/// Uniform in (0, 1), 52 bits, never an end.
double OpenUniform(const PhiloxBlock& words) {
  return (static_cast<double>(First64(words) >> 12) + 0.5) * 0x1p-52;
}

}  // namespace

PhiloxBlock Philox4x32(PhiloxBlock c, PhiloxKey key) {
  for (int round = 0; round < kRounds; ++round) {
    const uint64_t product0 = kMultiplier0 * c[0];
    const uint64_t product1 = kMultiplier1 * c[2];
    c = {High(product1) ^ c[1] ^ key[0], Low(product1),
         High(product0) ^ c[3] ^ key[1], Low(product0)};
    key[0] += kWeyl0;
    key[1] += kWeyl1;
  }
  return c;
}

uint64_t Mix(uint64_t word) {
  word += 0x9E3779B97F4A7C15U;
  word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9U;
  word = (word ^ (word >> 27)) * 0x94D049BB133111EBU;
  return word ^ (word >> 31);
}

Stream::Stream(uint64_t seed, uint32_t run, Purpose purpose) {
  const uint64_t which =
      static_cast<uint64_t>(run) << 32 | static_cast<uint32_t>(purpose);
  const uint64_t key = Mix(Mix(seed) ^ which);
  key_ = {Low(key), High(key)};
}

void Stream::Draw(std::span<PhiloxBlock> counters) const {
  const PhiloxKernels& philox = FastPhilox();
  const size_t whole = counters.size() / kTileBlocks * kTileBlocks;
  static_assert(sizeof(PhiloxBlock) == 4 * sizeof(uint32_t));
  if (whole > 0) philox.in_place(counters.data()->data(), key_, whole);
  std::array<PhiloxBlock, kTileBlocks> rest{};
  const auto tail = counters.subspan(whole);
  if (tail.empty()) return;
  std::ranges::copy(tail, rest.begin());
  philox.in_place(rest.data()->data(), key_, kTileBlocks);
  std::copy_n(rest.begin(), tail.size(), tail.begin());
}

void Stream::FillWords(uint32_t first, uint32_t tick, uint32_t index,
                       std::span<uint32_t> out) const {
  const PhiloxKernels& philox = FastPhilox();
  const size_t whole = out.size() / kTileBlocks * kTileBlocks;
  philox.first_words({first, 0, tick, index}, key_, whole, out.data());
  std::array<uint32_t, kTileBlocks> rest;
  const auto tail = out.subspan(whole);
  if (tail.empty()) return;
  philox.first_words({first + static_cast<uint32_t>(whole), 0, tick, index},
                     key_, kTileBlocks, rest.data());
  std::copy_n(rest.begin(), tail.size(), tail.begin());
}

double Stream::Uniform(uint64_t entity, uint32_t tick, uint32_t index) const {
  return static_cast<double>(First64(Words(entity, tick, index)) >> 11) *
         0x1p-53;
}

double Stream::Normal(uint64_t entity, uint32_t tick, uint32_t index) const {
  return InverseNormal(OpenUniform(Words(entity, tick, index)));
}

uint64_t Stream::Integer(uint64_t bound, uint64_t entity, uint32_t tick,
                         uint32_t index) const {
  __extension__ using Wide = unsigned __int128;
  SOUK_CHECK(bound >= 1, "no integer lies in [0, 0)");
  const Wide product =
      static_cast<Wide>(First64(Words(entity, tick, index))) * bound;
  return static_cast<uint64_t>(product >> 64);
}

double Stream::Exponential(uint64_t entity, uint32_t tick,
                           uint32_t index) const {
  return -Log(OpenUniform(Words(entity, tick, index)));
}

void Stream::FillNormal(uint64_t entity, uint32_t tick, uint32_t first_block,
                        std::span<double> out) const {
  FillColumn(Counter(entity, tick, first_block), key_, NormalColumn, out);
}

void Stream::FillUniform(uint64_t entity, uint32_t tick, uint32_t first_block,
                         std::span<double> out) const {
  FillColumn(Counter(entity, tick, first_block), key_, UniformColumn, out);
}

}  // namespace souk::market
