// One call of AuctionNet's auction as the published code does it, in doubles
// and draw by draw: what the product's mechanism is held against.
//
// Every call starts three generators default_rng(1): for exposures, values and
// conversions. All matrices are page views x advertisers, row by row.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include "market/normal_distribution.h"
#include "market/numpy_random.h"
#include "market/random.h"
#include "market/traffic/auctionnet_world.h"

namespace souk::tests {

struct AuctionNetCall {
  size_t advertisers = 48;
  uint64_t episode = 0;
  double reserve = 1e-4;
  std::vector<double> p, sigma, bid;  ///< row by row
};

/// Matrices as those of the call; lwc has one entry per page view.
struct AuctionNetOutcome {
  std::vector<int> slot;     ///< 0: lost or unsold, 1 to 3
  std::vector<double> cost;  ///< to be paid if exposed
  std::vector<int> exposed, converted;
  std::vector<double> lwc;  ///< least winning cost
};

/// numpy's binomial(1, p): draws nothing for p = 0.
inline int Bernoulli(market::NumpyRandom& random, double p) {
  if (p == 0) return 0;
  const double u = random.NextDouble();
  return (p <= 0.5 ? u > 1 - p : u <= p) ? 1 : 0;
}

/// The value with uniform `u`: normal, cut at 2 below and 2 above deviations.
struct CutValue {
  double below = 0;
  double above = 0;
  double operator()(double p, double sigma, double u) const {
    const double low = market::NormalDistribution(-2 * below);
    const double high = market::NormalDistribution(2 * above);
    return p + sigma * market::InverseNormal(low + u * (high - low));
  }
};

class AuctionNetReference {
 public:
  explicit AuctionNetReference(const AuctionNetCall& call) : call_(call) {
    const size_t cells = call.bid.size();
    for (auto* column : {&out_.slot, &out_.exposed, &out_.converted}) {
      column->assign(cells, 0);
    }
    out_.cost.assign(cells, 0);
  }

  AuctionNetOutcome Run() {
    for (size_t row = 0; row < call_.bid.size(); row += call_.advertisers) {
      Rank(row);
    }
    Expose();
    Convert();
    for (size_t cell = 0; cell < out_.slot.size(); ++cell) {
      if (out_.slot[cell] == 0 || out_.cost[cell] != call_.reserve) continue;
      out_.slot[cell] = out_.exposed[cell] = out_.converted[cell] = 0;
      out_.cost[cell] = 0;
    }
    return std::move(out_);
  }

 private:
  void Rank(size_t row) {
    std::vector<size_t> order(call_.advertisers);
    std::iota(order.begin(), order.end(), row);
    std::ranges::stable_sort(
        order, [&](size_t a, size_t b) { return call_.bid[a] > call_.bid[b]; });
    double price = 0;
    for (size_t k = 0; k < 3; ++k) {
      price = std::max(call_.bid[order[k + 1]], call_.reserve);
      out_.slot[order[k]] = static_cast<int>(k) + 1;
      out_.cost[order[k]] = price;
    }
    out_.lwc.push_back(price);
  }

  void Expose() {
    constexpr std::array<double, 4> kCoefficient = {0, 1, 0.8, 0.6};
    market::NumpyRandom random(1);
    for (size_t row = 0; row < out_.slot.size(); row += call_.advertisers) {
      bool second = false;
      for (size_t i = row; i < row + call_.advertisers; ++i) {
        const int slot = out_.slot[i];
        out_.exposed[i] =
            Bernoulli(random, kCoefficient[static_cast<size_t>(slot)]);
        second = second || (slot == 2 && out_.exposed[i] == 1);
      }
      for (size_t i = row; i < row + call_.advertisers; ++i) {
        if (out_.slot[i] == 3 && !second) out_.exposed[i] = 0;
      }
    }
  }

  void Convert() {
    std::vector<CutValue> value(call_.advertisers);
    for (size_t i = 0; i < value.size(); ++i) {
      const auto [below, above] = market::AuctionNetBounds(i, call_.episode);
      value[i] = {below, above};
    }
    market::NumpyRandom values(1);
    market::NumpyRandom conversions(1);
    for (size_t cell = 0; cell < out_.slot.size(); ++cell) {
      const double v = value[cell % call_.advertisers](
          call_.p[cell], call_.sigma[cell], values.NextDouble());
      const int converted = Bernoulli(conversions, std::clamp(v, 0.0, 1.0));
      out_.converted[cell] = converted * out_.exposed[cell];
    }
  }

  const AuctionNetCall& call_;
  AuctionNetOutcome out_;
};

/// A tick of episode 0 with the outcome that the published code gave.
struct GoldenTick {
  AuctionNetCall call;
  AuctionNetOutcome outcome;
};

/// Columns pv, adv, p, sigma, bid, xi, slot, cost, exposed, conv, lwc.
inline GoldenTick ReadGoldenTick(const std::string& path) {
  GoldenTick golden;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::ranges::replace(line, ',', ' ');
    std::istringstream words(line);
    std::array<double, 11> field{};
    for (double& one : field) words >> one;
    EXPECT_TRUE(words) << line;
    golden.call.p.push_back(field[2]);
    golden.call.sigma.push_back(field[3]);
    golden.call.bid.push_back(field[4]);
    golden.outcome.slot.push_back(static_cast<int>(field[6]));
    golden.outcome.cost.push_back(field[7]);
    golden.outcome.exposed.push_back(static_cast<int>(field[8]));
    golden.outcome.converted.push_back(static_cast<int>(field[9]));
    if (field[1] == 0) golden.outcome.lwc.push_back(field[10]);
  }
  return golden;
}

}  // namespace souk::tests
