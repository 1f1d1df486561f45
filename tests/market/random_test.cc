#include "market/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>
#include <vector>

#include "market/random_columns.h"

namespace souk::market {
namespace {

uint64_t Bits(double x) { return std::bit_cast<uint64_t>(x); }

TEST(Philox, GivesThePublishedAnswers) {
  EXPECT_EQ(Philox4x32({0, 0, 0, 0}, {0, 0}),
            (PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(Philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
                       {0xffffffff, 0xffffffff}),
            (PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(Philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                       {0xa4093822, 0x299f31d0}),
            (PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, ColumnsAgreeWithSingleBlocks) {
  // The last counter runs over 2^32 on the way.
  const PhiloxBlock first = {1, 2, 3, 0xfffffff0};
  const std::array<uint32_t, 2> key = {0xdeadbeef, 0x12345678};
  constexpr size_t kBlocks = 4 * kTileBlocks;
  for (const PhiloxKernels& philox : {FastPhilox(), PortablePhilox()}) {
    std::vector<uint32_t> column(4 * kBlocks), words(kBlocks), in_place;
    philox.column(first, key, kBlocks, column.data());
    philox.first_words(first, key, kBlocks, words.data());
    for (uint32_t i = 0; i < kBlocks; ++i) {
      for (uint32_t word : {i, 2 * i, 3 * i, ~i}) in_place.push_back(word);
    }
    philox.in_place(in_place.data(), key, kBlocks);
    for (uint32_t i = 0; i < kBlocks; ++i) {
      const PhiloxBlock block = Philox4x32({1, 2, 3, first[3] + i}, key);
      const PhiloxBlock other = Philox4x32({i, 2 * i, 3 * i, ~i}, key);
      EXPECT_EQ(words[i], Philox4x32({1 + i, 2, 3, first[3]}, key)[0]);
      for (size_t j = 0; j < 4; ++j) {
        ASSERT_EQ(column[4 * i + j], block[j]);
        ASSERT_EQ(in_place[4 * i + j], other[j]);
      }
    }
  }
}

TEST(Mix, IsSplitmix64) {
  EXPECT_EQ(Mix(0), 0xe220a8397b1dcdafU);
  EXPECT_EQ(Mix(0x9E3779B97F4A7C15U), 0x6e789e6aa1b965f4U);
}

TEST(Stream, DrawsAreFixed) {
  const Stream stream(42, 3, Purpose::kRates);
  EXPECT_EQ(stream.Words(5, 6, 7),
            (PhiloxBlock{3592264061U, 3168779282U, 175635359U, 3730298406U}));
  EXPECT_EQ(Bits(stream.Uniform(5, 6, 7)), 0x3fe79bf7825ac3b3U);
  EXPECT_EQ(Bits(stream.Normal(5, 6, 7)), 0x3fe45e90b96e4308U);
  EXPECT_EQ(Bits(stream.Exponential(5, 6, 7)), 0x3fd3765568b2f9d9U);
  EXPECT_EQ(stream.Integer(1000000, 5, 6, 7), 737788U);
  std::vector<double> x(3);
  stream.FillNormal(5, 6, 7, x);
  EXPECT_EQ(Bits(x[2]), 0xbffbd8baecdde029U);
  stream.FillUniform(5, 6, 7, x);
  EXPECT_EQ(Bits(x[2]), 0x3fa4eff73f000000U);
}

TEST(Stream, EveryPartOfTheNameMatters) {
  std::set<uint64_t> seen;
  for (const Stream& stream :
       {Stream(1, 0, Purpose::kRates), Stream(2, 0, Purpose::kRates),
        Stream(1, 1, Purpose::kRates), Stream(1, 0, Purpose::kSession)}) {
    seen.insert(Bits(stream.Uniform(0, 0, 0)));
    seen.insert(Bits(stream.Uniform(1, 0, 0)));
    seen.insert(Bits(stream.Uniform(1ULL << 32, 0, 0)));
    seen.insert(Bits(stream.Uniform(0, 1, 0)));
    seen.insert(Bits(stream.Uniform(0, 0, 1)));
  }
  EXPECT_EQ(seen.size(), 20U);
}

TEST(Stream, UniformsFillTheUnitInterval) {
  const Stream stream(1, 0, Purpose::kTest);
  std::array<int, 16> bin{};
  for (uint32_t i = 0; i < 160000; ++i) {
    const double u = stream.Uniform(0, 0, i);
    ASSERT_GE(u, 0);
    ASSERT_LT(u, 1);
    ++bin[static_cast<size_t>(u * 16)];
  }
  for (int count : bin) EXPECT_NEAR(count, 10000, 400);  // 4 sigma
}

TEST(Stream, BernoulliHoldsItsEnds) {
  const Stream stream(1, 0, Purpose::kTest);
  int hits = 0;
  for (uint32_t i = 0; i < 100000; ++i) {
    ASSERT_FALSE(stream.Bernoulli(0, 0, 0, i));
    ASSERT_TRUE(stream.Bernoulli(1, 0, 0, i));
    hits += stream.Bernoulli(0.3, 0, 0, i) ? 1 : 0;
  }
  EXPECT_NEAR(hits, 30000, 580);  // 4 sigma
}

TEST(Stream, IntegersAreUniformBelowTheirBound) {
  const Stream stream(1, 0, Purpose::kTest);
  std::array<int, 6> count{};
  for (uint32_t i = 0; i < 60000; ++i) ++count[stream.Integer(6, 0, 0, i)];
  for (int one : count) EXPECT_NEAR(one, 10000, 366);  // 4 sigma
  EXPECT_EQ(stream.Integer(1, 0, 0, 0), 0U);
}

TEST(StreamDeathTest, NoIntegerLiesBelowZero) {
  EXPECT_DEATH(Stream(1, 0, Purpose::kTest).Integer(0, 0, 0, 0), "no integer");
}

/// Mean, variance, skewness and kurtosis about the given mean.
std::array<double, 4> Moments(const std::vector<double>& x) {
  std::array<double, 4> moment{};
  for (double one : x) {
    double power = one;
    for (double& m : moment) {
      m += power / static_cast<double>(x.size());
      power *= one;
    }
  }
  return moment;
}

void ExpectNormal(const std::vector<double>& x) {
  const double root = std::sqrt(static_cast<double>(x.size()));
  const std::array<double, 4> m = Moments(x);
  // Standard deviations of the powers: 1, sqrt(2), sqrt(15), sqrt(96).
  EXPECT_NEAR(m[0], 0, 4 / root);
  EXPECT_NEAR(m[1], 1, 4 * 1.41422 / root);
  EXPECT_NEAR(m[2], 0, 4 * 3.873 / root);
  EXPECT_NEAR(m[3], 3, 4 * 9.798 / root);
  for (double limit : {1.0, 2.0, 3.0, 4.0}) {
    const double p = std::erfc(limit / std::sqrt(2.0));
    const double n = static_cast<double>(x.size());
    const auto beyond = std::count_if(
        x.begin(), x.end(), [=](double v) { return std::fabs(v) > limit; });
    EXPECT_NEAR(static_cast<double>(beyond), n * p, 4 * std::sqrt(n * p));
  }
}

TEST(Stream, NormalsHaveTheirMomentsAndTails) {
  const Stream stream(1, 0, Purpose::kTest);
  std::vector<double> x;
  for (uint32_t i = 0; i < 1000000; ++i) x.push_back(stream.Normal(0, 0, i));
  ExpectNormal(x);
}

TEST(Stream, FilledNormalsHaveTheirMomentsAndTails) {
  std::vector<double> x(4000000);
  Stream(1, 0, Purpose::kTest).FillNormal(0, 1, 0, x);
  ExpectNormal(x);
}

TEST(Stream, ExponentialsHaveTheirMoments) {
  const Stream stream(1, 0, Purpose::kTest);
  double sum = 0, squares = 0;
  for (uint32_t i = 0; i < 1000000; ++i) {
    const double x = stream.Exponential(0, 0, i);
    ASSERT_GT(x, 0);
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / 1e6, 1, 0.004);
  EXPECT_NEAR(squares / 1e6, 2, 4 * std::sqrt(20.0) / 1000);
}

TEST(Stream, FillingIsTheColumnOfSingleWords) {
  const Stream stream(9, 1, Purpose::kTest);
  for (size_t size : {0, 1, 3, 4, 47, 48, 63, 64, 65, 200, 1000}) {
    std::vector<double> normal(size), uniform(size);
    stream.FillNormal(77, 5, 11, normal);
    stream.FillUniform(77, 5, 11, uniform);
    for (uint32_t i = 0; i < size; ++i) {
      const uint32_t word = stream.Words(77, 5, 11 + i / 4)[i % 4];
      const double p = (word + 0.5) / 4294967296.0;
      ASSERT_EQ(uniform[i], p);
      ASSERT_NEAR(normal[i] / InverseNormal(p), 1, 1e-9) << p;
    }
  }
}

TEST(Stream, ManyDrawsAreTheSingleOnes) {
  const Stream stream(9, 1, Purpose::kTest);
  for (uint32_t size = 0; size < 70; ++size) {
    std::vector<PhiloxBlock> blocks;
    std::vector<uint32_t> words(size);
    for (uint32_t i = 0; i < size; ++i) {
      blocks.push_back(Stream::Counter(uint64_t{i} << 31, i % 3, 7 * i));
    }
    stream.Draw(blocks);
    stream.FillWords(4000000000U, 5, 6, words);
    for (uint32_t i = 0; i < size; ++i) {
      ASSERT_EQ(blocks[i], stream.Words(uint64_t{i} << 31, i % 3, 7 * i));
      ASSERT_EQ(words[i], stream.Words(4000000000U + i, 5, 6)[0]);
    }
  }
}

TEST(Stream, AFilledPrefixIsTheStartOfTheWhole) {
  const Stream stream(9, 1, Purpose::kTest);
  std::vector<double> whole(500);
  stream.FillNormal(1, 1, 0, whole);
  for (size_t size = 0; size < 140; ++size) {
    std::vector<double> part(size);
    stream.FillNormal(1, 1, 0, part);
    for (size_t i = 0; i < size; ++i) ASSERT_EQ(Bits(part[i]), Bits(whole[i]));
  }
}

/// FNV-1a over the bits: the same on every instruction set.
TEST(Stream, AMillionFilledNormalsAreFixedToTheLastBit) {
  std::vector<double> x(1000000);
  Stream(1, 0, Purpose::kTest).FillNormal(3, 4, 0, x);
  uint64_t hash = 0xcbf29ce484222325U;
  for (double one : x) hash = (hash ^ Bits(one)) * 0x100000001b3U;
  EXPECT_EQ(hash, 0x6fe537608f89867dU);
}

double OneNormal(uint32_t word) {
  double x = 0;
  NormalColumn(&word, 1, &x);
  return x;
}

TEST(NormalColumn, IsAccurateEverywhere) {
  for (uint64_t word = 0; word < 1ULL << 32; word += word < 100000 ? 1 : 9973) {
    const double p = (static_cast<double>(word) + 0.5) * 0x1p-32;
    ASSERT_NEAR(OneNormal(static_cast<uint32_t>(word)) / InverseNormal(p), 1,
                1e-9)
        << word;
  }
}

TEST(NormalColumn, IsMirroredExactly) {
  for (uint32_t word = 0; word < 0x80000000U; word += 65537) {
    ASSERT_EQ(OneNormal(word), -OneNormal(~word)) << word;
  }
  EXPECT_GT(OneNormal(0), -6.4);
}

TEST(NormalColumn, RisesWithTheWord) {
  double last = -10;
  for (uint64_t word = 0; word < 1ULL << 32; word += 4099) {
    const double x = OneNormal(static_cast<uint32_t>(word));
    ASSERT_GT(x, last);
    last = x;
  }
}

long double TailProbability(double x) {
  return std::erfc(-static_cast<long double>(x) / std::sqrt(2.0L)) / 2;
}

TEST(InverseNormal, UndoesTheDistributionFunction) {
  for (double p : {1e-300, 1e-100, 1e-20, 1e-11, 1e-10, 1e-5, 0.01, 0.074,
                   0.0751, 0.2, 0.3, 0.49, 0.49999}) {
    const double x = InverseNormal(p);
    const long double density =
        std::exp(-0.5L * x * x) / std::sqrt(2 * 3.14159265358979323846L);
    const long double error = (TailProbability(x) - p) / density;
    EXPECT_LT(std::fabs(static_cast<double>(error)), 4e-15 * std::fabs(x)) << p;
  }
  EXPECT_EQ(InverseNormal(0.5), 0);
  EXPECT_EQ(InverseNormal(0.25), -InverseNormal(0.75));
}

TEST(InverseNormal, GivesThePublishedValues) {
  EXPECT_NEAR(InverseNormal(0.25), -0.6744897501960817, 1e-15);
  EXPECT_NEAR(InverseNormal(0.001), -3.090232306167814, 4e-15);
  EXPECT_NEAR(InverseNormal(1e-20), -9.262340089798408, 1e-14);
}

TEST(InverseNormalDeathTest, EndsHaveNoQuantile) {
  EXPECT_DEATH(InverseNormal(0), "no normal quantile of 0");
  EXPECT_DEATH(InverseNormal(1), "no normal quantile of 1");
}

}  // namespace
}  // namespace souk::market
