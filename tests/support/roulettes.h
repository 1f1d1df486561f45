// What roulettes draw, exactly: the odds of every slate of a matrix.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "market/contracts/roulette.h"
#include "market/family.h"

namespace souk::tests {

struct Shares {
  size_t contracts = 0;
  size_t slots = 0;
  std::vector<double> x;

  market::ShareMatrix matrix() const { return {contracts, slots, x}; }
};

using Slate = std::vector<uint32_t>;
/// Slates that may be drawn, with their probabilities.
using SlateOdds = std::map<Slate, double>;

inline std::unique_ptr<const market::ReadyRoulette> Ready(
    const std::string& name, const Shares& shares) {
  const auto entry = market::FindMember("roulette", market::Roulettes(), name);
  const auto params = market::ParamSet::Make((*entry)->params, {});
  return (*(*entry)->make(*params))->Prepare(shares.matrix());
}

/// The slate of these chances, one a slot.
inline Slate Spun(const std::string& name, const Shares& shares,
                  const std::vector<double>& chance) {
  Slate slate(shares.slots);
  Ready(name, shares)->Spin(chance, slate);
  return slate;
}

/// Goes through the chances one after the other. Cuts [0, 1) of each where the
/// slate changes, which bisection finds to the last bit: every slate must be
/// drawn by one range of a chance, the others being what they are.
class OddsFinder {
 public:
  OddsFinder(const market::ReadyRoulette& roulette, size_t slots)
      : roulette_(roulette), chance_(slots, 0.5) {}

  SlateOdds Find() {
    Cut(0, 1);
    return std::move(odds_);
  }

 private:
  static constexpr int64_t kUnits = int64_t{1} << 53;

  Slate At(size_t k, int64_t units) {
    chance_[k] = static_cast<double>(units) * 0x1p-53;
    Slate slate(chance_.size());
    roulette_.Spin(chance_, slate);
    return slate;
  }
  /// Where the slate that `from` draws ends.
  int64_t EndOf(size_t k, int64_t from) {
    const Slate slate = At(k, from);
    int64_t inside = from, outside = kUnits;
    while (outside - inside > 1) {
      const int64_t middle = inside + (outside - inside) / 2;
      (At(k, middle) == slate ? inside : outside) = middle;
    }
    return outside;
  }
  void Cut(size_t k, double weight) {
    if (k == chance_.size()) {
      Slate slate(k);
      roulette_.Spin(chance_, slate);
      odds_[slate] += weight;
      return;
    }
    for (int64_t from = 0; from < kUnits;) {
      const int64_t end = EndOf(k, from);
      chance_[k] = static_cast<double>(from) * 0x1p-53;
      Cut(k + 1, weight * static_cast<double>(end - from) * 0x1p-53);
      chance_[k] = 0.5;
      from = end;
    }
  }

  const market::ReadyRoulette& roulette_;
  std::vector<double> chance_;
  SlateOdds odds_;
};

inline SlateOdds OddsOf(const std::string& name, const Shares& shares) {
  const auto ready = Ready(name, shares);
  return OddsFinder(*ready, shares.slots).Find();
}

/// P(slot shows the contract).
inline double SlotOdds(const SlateOdds& odds, size_t slot, uint32_t contract) {
  double sum = 0;
  for (const auto& [slate, p] : odds) sum += slate[slot] == contract ? p : 0;
  return sum;
}

/// P(the page shows the contract).
inline double PageOdds(const SlateOdds& odds, uint32_t contract) {
  double sum = 0;
  for (const auto& [slate, p] : odds) {
    sum += std::ranges::count(slate, contract) > 0 ? p : 0;
  }
  return sum;
}

inline bool ShowsOneTwice(Slate slate) {
  std::ranges::sort(slate);
  for (size_t k = 1; k < slate.size(); ++k) {
    if (slate[k] == slate[k - 1] && slate[k] != market::kNone) return true;
  }
  return false;
}

/// P(some contract stands twice on the page).
inline double Repeats(const SlateOdds& odds) {
  double sum = 0;
  for (const auto& [slate, p] : odds) sum += ShowsOneTwice(slate) ? p : 0;
  return sum;
}

}  // namespace souk::tests
