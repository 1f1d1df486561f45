#include "market/numpy_random.h"

#include <bit>
#include <cmath>

#include "market/vector_math.h"

namespace souk::market {
namespace {

constexpr size_t kPool = 4;

/// One of the two chains of hashes in SeedSequence.
class HashChain {
 public:
  HashChain(uint32_t start, uint32_t factor)
      : constant_(start), factor_(factor) {}
  uint32_t operator()(uint32_t value) {
    value ^= constant_;
    constant_ *= factor_;
    value *= constant_;
    return value ^ (value >> 16);
  }

 private:
  uint32_t constant_;
  uint32_t factor_;
};

uint32_t MixWords(uint32_t x, uint32_t y) {
  const uint32_t mixed = 0xca01f9ddU * x - 0x4973f715U * y;
  return mixed ^ (mixed >> 16);
}

std::array<uint32_t, kPool> MixEntropy(uint64_t seed) {
  HashChain hash(0x43b0d7e5U, 0x931e8875U);
  std::array<uint32_t, kPool> pool = {hash(static_cast<uint32_t>(seed)),
                                      hash(static_cast<uint32_t>(seed >> 32)),
                                      hash(0), hash(0)};
  for (size_t from = 0; from < kPool; ++from) {
    for (size_t to = 0; to < kPool; ++to) {
      if (from != to) pool[to] = MixWords(pool[to], hash(pool[from]));
    }
  }
  return pool;
}

constexpr double kZigguratEnd = 3.6541528853610088;
constexpr double kZigguratArea = 0.004928673233974658;  // of every layer

double Bell(double x) { return Exp(-0.5 * x * x); }

/// The 256 layers: numpy's tables, computed.
struct Ziggurat {
  std::array<uint64_t, 256> inside{};  ///< below it a draw is accepted at once
  std::array<double, 256> width{};     ///< of a unit of the draw
  std::array<double, 256> height{};

  Ziggurat() {
    double x = kZigguratEnd;
    const double base = kZigguratArea / Bell(x);
    inside[0] = static_cast<uint64_t>(x / base * 0x1p52);
    width[0] = base * 0x1p-52;
    height[0] = 1;
    width[255] = x * 0x1p-52;
    height[255] = Bell(x);
    for (size_t i = 254; i >= 1; --i) {
      const double outer = x;
      x = std::sqrt(-2 * Log(kZigguratArea / x + Bell(x)));
      inside[i + 1] = static_cast<uint64_t>(x / outer * 0x1p52);
      width[i] = x * 0x1p-52;
      height[i] = Bell(x);
    }
  }
};

const Ziggurat& Layers() {
  static const Ziggurat layers;
  return layers;
}

}  // namespace

std::array<uint64_t, 4> NumpySeedWords(uint64_t seed) {
  const auto pool = MixEntropy(seed);
  HashChain hash(0x8b51f9ddU, 0x58f38dedU);
  std::array<uint64_t, 4> words{};
  for (size_t i = 0; i < words.size(); ++i) {
    const uint64_t low = hash(pool[2 * i % kPool]);
    const uint64_t high = hash(pool[(2 * i + 1) % kPool]);
    words[i] = low | high << 32;
  }
  return words;
}

NumpyRandom::NumpyRandom(uint64_t seed) {
  const auto words = NumpySeedWords(seed);
  const Wide start = static_cast<Wide>(words[0]) << 64 | words[1];
  const Wide sequence = static_cast<Wide>(words[2]) << 64 | words[3];
  increment_ = sequence << 1 | 1;
  NextWord();
  state_ += start;
  NextWord();
}

uint64_t NumpyRandom::NextWord() {
  constexpr Wide kFactor =
      static_cast<Wide>(2549297995355413924ULL) << 64 | 4865540595714422341ULL;
  state_ = state_ * kFactor + increment_;
  const auto folded =
      static_cast<uint64_t>(state_ >> 64) ^ static_cast<uint64_t>(state_);
  return std::rotr(folded, static_cast<int>(state_ >> 122));
}

double NumpyRandom::NextNormal() {
  const Ziggurat& layers = Layers();
  for (;;) {
    const uint64_t word = NextWord();
    const size_t layer = word & 0xff;
    const uint64_t place = word >> 9 & 0xfffffffffffffU;
    const double size = static_cast<double>(place) * layers.width[layer];
    const double x = (word >> 8 & 1) != 0 ? -size : size;
    if (place < layers.inside[layer]) return x;
    if (layer == 0) return TailNormal(place);
    const double low = layers.height[layer];
    const double high = layers.height[layer - 1];
    if ((high - low) * NextDouble() + low < Bell(x)) return x;
  }
}

double NumpyRandom::TailNormal(uint64_t word) {
  for (;;) {
    const double beyond = -1 / kZigguratEnd * Log(1 - NextDouble());
    const double height = -Log(1 - NextDouble());
    if (height + height <= beyond * beyond) continue;
    const double x = kZigguratEnd + beyond;
    return (word >> 8 & 1) != 0 ? -x : x;
  }
}

int64_t PythonTupleHash(const std::array<uint64_t, 3>& tuple) {
  constexpr uint64_t kPrime1 = 11400714785074694791ULL;
  constexpr uint64_t kPrime2 = 14029467366897019727ULL;
  constexpr uint64_t kPrime5 = 2870177450012600261ULL;
  uint64_t hash = kPrime5;
  for (const uint64_t item : tuple) {
    hash = std::rotl(hash + item * kPrime2, 31) * kPrime1;
  }
  return static_cast<int64_t>(hash + (tuple.size() ^ (kPrime5 ^ 3527539)));
}

}  // namespace souk::market
