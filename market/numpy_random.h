// numpy's default_rng, uniforms bit for bit, as far as published worlds need
// it.
//
// Worlds that others published (market/traffic/auctionnet.h) draw their
// traits from numpy.random.default_rng(seed): a SeedSequence that spreads
// the seed over 128 bits of state and 127 of increment, and PCG64 (XSL-RR
// 128/64; O'Neill, "PCG", 2014). Everything else in souk draws from the
// counter-based streams of market/random.h.
#pragma once

#include <array>
#include <cstdint>

namespace souk::market {

class NumpyRandom {
 public:
  /// default_rng(seed).
  explicit NumpyRandom(uint64_t seed);

  uint64_t NextWord();
  /// Generator.random(): uniform in [0, 1), 53 bits.
  double NextDouble() {
    return static_cast<double>(NextWord() >> 11) * 0x1p-53;
  }
  /// Generator.standard_normal(): the same draws as numpy's ziggurat
  /// (Marsaglia and Tsang, 2000), with a relative error below 1e-12.
  double NextNormal();
  /// Generator.normal(mean, deviation).
  double Normal(double mean, double deviation) {
    return mean + deviation * NextNormal();
  }
  /// Generator.uniform(low, high).
  double Uniform(double low, double high) {
    return low + (high - low) * NextDouble();
  }

 private:
  __extension__ using Wide = unsigned __int128;
  /// Beyond the last layer of the ziggurat.
  double TailNormal(uint64_t word);

  Wide state_ = 0;
  Wide increment_ = 0;
};

/// The words of SeedSequence(seed).generate_state(4, uint64).
std::array<uint64_t, 4> NumpySeedWords(uint64_t seed);

/// hash((a, b, c)) of three small whole numbers in CPython 3.8 and later.
int64_t PythonTupleHash(const std::array<uint64_t, 3>& tuple);

}  // namespace souk::market
