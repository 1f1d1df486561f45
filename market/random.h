// Chance has a name: counter-based random streams (Philox 4x32-10).
//
// A draw is a pure function of (seed, run, purpose, entity, tick, index).
// There is no generator state: nothing to save, nothing that depends on the
// order of draws, on threads or on nodes. Philox: Salmon et al., "Parallel
// random numbers: as easy as 1, 2, 3", SC 2011; held to the published known
// answers in tests/market/random_test.cc.
//
//   key     (64 bit)  mixed from seed, run and purpose
//   counter (128 bit) entity (64), tick (32), index (32)
//
// Distributions are ours (the standard library's differ between vendors) and
// use only + - * / sqrt and market/vector_math.h, so their bits do not depend
// on the machine.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace souk::market {

/// What a draw is for. Values are part of every digest: never renumber.
enum class Purpose : uint32_t {
  kPopulation = 1,   ///< traits of users and of generated advertisers
  kActivity = 2,     ///< who opens a session in a tick
  kSession = 3,      ///< moods within a session, and the day of return
  kRates = 4,        ///< click and conversion rates drawn per page view
  kPrediction = 5,   ///< noise of the platform's predictions
  kResponse = 6,     ///< examination, click, conversion, satisfaction of one
                     ///< slot: the four words of one block
  kTruth = 7,        ///< how far a true rate lies from the predicted one
  kStrategy = 10,    ///< exploration of bidding strategies
  kReports = 12,     ///< which reports of spending are lost
  kSampling = 11,    ///< which page views are recorded
  kDrops = 20,       ///< which pages an overspender gives up (budget_drops.h)
  kLikeness = 30,    ///< which ads are alike
  kDelay = 31,       ///< how long after its click a conversion comes
  kWatching = 40,    ///< which auctions bidders get to see
  kBidding = 41,     ///< chance within bid functions
  kContracts = 50,   ///< roulettes and pacers of contracts
  kForecast = 51,    ///< errors of supply forecasts
  kRequests = 52,    ///< page views of the traffic `requests`
  kTraining = 60,    ///< initial weights, batches and noise of trainers
  kPlanning = 64,    ///< how planners split budgets
  kPolicy = 61,      ///< chance in the plans of trained strategies
  kProfiles = 62,    ///< values that auctioneers are tested with
  kResampling = 63,  ///< bootstrap intervals of evaluations
  kTest = 1000,
};

using PhiloxBlock = std::array<uint32_t, 4>;
using PhiloxKey = std::array<uint32_t, 2>;

/// Philox 4x32 with ten rounds: the bijection itself.
PhiloxBlock Philox4x32(PhiloxBlock counter, PhiloxKey key);

/// All draws of one purpose in one run.
class Stream {
 public:
  Stream(uint64_t seed, uint32_t run, Purpose purpose);

  /// Four independent 32-bit words.
  PhiloxBlock Words(uint64_t entity, uint32_t tick, uint32_t index) const {
    return Philox4x32(Counter(entity, tick, index), key_);
  }
  /// The name of those words.
  static PhiloxBlock Counter(uint64_t entity, uint32_t tick, uint32_t index) {
    return {static_cast<uint32_t>(entity), static_cast<uint32_t>(entity >> 32),
            tick, index};
  }
  /// Replaces each Counter by its Words: the fast way for many draws.
  void Draw(std::span<PhiloxBlock> counters) const;
  /// The first of the Words of entities first, first + 1, ...; all below 2^32.
  void FillWords(uint32_t first, uint32_t tick, uint32_t index,
                 std::span<uint32_t> out) const;

  /// Uniform in [0, 1), 53 bits.
  double Uniform(uint64_t entity, uint32_t tick, uint32_t index) const;
  /// True with probability p; p <= 0 never, p >= 1 always.
  bool Bernoulli(double p, uint64_t entity, uint32_t tick,
                 uint32_t index) const {
    return Uniform(entity, tick, index) < p;
  }
  /// Standard normal: InverseNormal of a uniform in (0, 1) of 52 bits.
  double Normal(uint64_t entity, uint32_t tick, uint32_t index) const;
  /// Uniform integer in [0, bound), bound >= 1, every value as
  /// likely as any other to within 2^-64.
  uint64_t Integer(uint64_t bound, uint64_t entity, uint32_t tick,
                   uint32_t index) const;
  /// Exponential with mean 1.
  double Exponential(uint64_t entity, uint32_t tick, uint32_t index) const;

  /// Standard normals of 32-bit resolution, four to a block: value i belongs
  /// to word i % 4 of block (entity, tick, first_block + i / 4). The fast way
  /// to draw a column. Each is the quantile of (word + 1/2) / 2^32 with a
  /// relative error below 1e-9, so |value| < 6.4; mirrored words give exactly
  /// mirrored values.
  void FillNormal(uint64_t entity, uint32_t tick, uint32_t first_block,
                  std::span<double> out) const;
  /// Uniforms in (0, 1), 32-bit resolution, laid out as FillNormal.
  void FillUniform(uint64_t entity, uint32_t tick, uint32_t first_block,
                   std::span<double> out) const;

 private:
  PhiloxKey key_;
};

/// The inverse of the standard normal distribution function, p in (0, 1);
/// relative error below 4e-15 (Wichura, AS 241, 1988).
double InverseNormal(double p);

/// A well-mixed 64-bit hash of one word (one step of splitmix64).
uint64_t Mix(uint64_t word);

}  // namespace souk::market
