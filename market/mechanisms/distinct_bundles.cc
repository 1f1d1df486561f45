#include "market/mechanisms/distinct_bundles.h"

#include <algorithm>

namespace souk::market {
namespace {

/// Sums of the same amounts in another order may differ by this share.
constexpr double kSlack = 1e-13;

bool Collide(const RankedBundle& a, const RankedBundle& b) {
  return a.brand == b.brand || a.store == b.store;
}

/// The bundles that may win one of `slots`.
std::vector<RankedBundle> Contenders(std::span<const RankedBundle> ranked,
                                     size_t slots) {
  const size_t most = (slots - 1) * (2 * slots - 1) + 1;
  uint32_t members = 0;
  for (const RankedBundle& one : ranked) {
    members = std::max({members, one.brand + 1, one.store + 1});
  }
  std::vector<uint32_t> seen(members);
  std::vector<RankedBundle> contenders;
  for (const RankedBundle& one : ranked) {
    const uint32_t before = std::max(seen[one.brand]++, seen[one.store]++);
    if (before < slots && contenders.size() < most) contenders.push_back(one);
  }
  return contenders;
}

class Search {
 public:
  Search(std::vector<RankedBundle> ranked, std::span<const double> slot_weight)
      : ranked_(std::move(ranked)), slot_weight_(slot_weight) {}

  std::vector<RankedBundle> Best() {
    Extend(0, 0);
    return std::move(best_);
  }

 private:
  /// Tries every list that goes on from `chosen_`, worth `welfare`, with
  /// bundles from `from` on.
  void Extend(size_t from, double welfare) {
    while (from < ranked_.size() && !Possible(ranked_[from])) ++from;
    const double enough = best_welfare_ * (1 + kSlack);
    if (from == ranked_.size() || chosen_.size() == slot_weight_.size()) {
      if (welfare > enough) Keep(welfare);
      return;
    }
    if (welfare + Hope(from) <= enough || ++steps_ > kMostSearchSteps) return;
    const double worth = slot_weight_[chosen_.size()] * ranked_[from].score;
    chosen_.push_back(ranked_[from]);
    Extend(from + 1, welfare + worth);
    chosen_.pop_back();
    Extend(from + 1, welfare);
  }

  void Keep(double welfare) {
    best_ = chosen_;
    best_welfare_ = welfare;
  }

  bool Possible(const RankedBundle& one) const {
    return std::ranges::none_of(chosen_, [&](const RankedBundle& other) {
      return Collide(one, other);
    });
  }

  /// At least what the free slots can add.
  double Hope(size_t from) const {
    double hope = 0;
    for (size_t k = chosen_.size();
         from < ranked_.size() && k < slot_weight_.size(); ++from) {
      if (Possible(ranked_[from]))
        hope += slot_weight_[k++] * ranked_[from].score;
    }
    return hope;
  }

  std::vector<RankedBundle> ranked_;
  std::span<const double> slot_weight_;
  std::vector<RankedBundle> chosen_, best_;
  double best_welfare_ = -1;  // so that the first list is kept, worth 0 or not
  uint32_t steps_ = 0;
};

}  // namespace

std::vector<RankedBundle> DistinctWinners(std::span<const RankedBundle> ranked,
                                          std::span<const double> slot_weight) {
  return Search(Contenders(ranked, slot_weight.size()), slot_weight).Best();
}

}  // namespace souk::market
