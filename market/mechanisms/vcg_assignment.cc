// Vickrey-Clarke-Groves where every candidate has rates of its own at every
// slot: the assignment worth most wins, winners pay the harm they do.
//
//   value_{i,k} = bid_i * theta_{i,k}
//   A*          = the assignment of the greatest sum of values
//   price       = (W_{-i} - (W - value_{i,k})) / theta_{i,k}
//
// per charged event of the winner i of slot k, with W the greatest sum and
// W_{-i} the greatest without i. theta is `slot_rate`, or rate x slot weight
// where there is none (then: as `vcg`). A higher bid never loses events, but
// may lose a slot. Among equal sums slot 0 goes to the candidate worth most
// there, then to the lower position, then slot 1 chooses, and so on. Sums are
// exact for values rounded to 2^-53 of the greatest. Prices are rounded to the
// nearest micro-unit and never exceed the bid. Shapley, Shubik, "The Assignment
// Game", 1971; Kuhn, "The Hungarian Method", 1955.
//
// Parameters: none.
#include <algorithm>
#include <bit>
#include <cmath>

#include "market/auction.h"
#include "market/check.h"
#include "market/mechanisms/assignment.h"
#include "market/mechanisms/ranking.h"

namespace souk::market {
namespace {

/// Expected charged events of candidates at slots.
class EventRates {
 public:
  explicit EventRates(const Auction& auction) : auction_(auction) {
    SOUK_CHECK(auction.slot_rate.empty() ||
                   auction.slot_rate.size() == auction.bid.size() * slots(),
               auction.slot_rate.size(), " slot rates, ", auction.bid.size(),
               " bids, ", slots(), " slots");
  }

  double Events(size_t candidate, size_t slot) const {
    return auction_.slot_rate.empty()
               ? auction_.rate[candidate] * auction_.slot_weight[slot]
               : auction_.slot_rate[candidate * slots() + slot];
  }
  double Value(size_t candidate, size_t slot) const {
    return auction_.bid[candidate] * Events(candidate, slot);
  }
  size_t slots() const { return auction_.slot_weight.size(); }

 private:
  const Auction& auction_;
};

/// The slots + 1 best of every slot, ascending: nobody else can win a slot,
/// also if one of them stays away.
std::vector<uint32_t> Contenders(const Auction& auction,
                                 const EventRates& rates) {
  std::vector<uint32_t> contenders;
  for (size_t k = 0; k < rates.slots(); ++k) {
    Ranking ranking;
    for (uint32_t i = 0; i < auction.bid.size(); ++i) {
      const double value = rates.Value(i, k);
      if (!(value > 0)) continue;
      InsertRanked(Ranked{value, 1, i}, rates.slots() + 1, ranking);
    }
    for (size_t r = 0; r < ranking.size; ++r) {
      contenders.push_back(ranking.best[r].candidate);
    }
  }
  std::ranges::sort(contenders);
  const auto repeated = std::ranges::unique(contenders);
  contenders.erase(repeated.begin(), repeated.end());
  return contenders;
}

/// The power of two that brings `greatest` > 0 into [2^52, 2^53).
double ScaleFor(double greatest) {
  return std::bit_cast<double>(
      static_cast<uint64_t>(1023 + 52 + 1023) * (uint64_t{1} << 52) -
      (std::bit_cast<uint64_t>(greatest) & 0x7ff0000000000000U));
}

class VcgAssignmentMechanism final : public Mechanism {
 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    const EventRates rates(auction);
    const std::vector<uint32_t> contenders = Contenders(auction, rates);
    if (contenders.empty()) return;
    double greatest = 0;
    for (uint32_t i : contenders) {
      for (size_t k = 0; k < rates.slots(); ++k) {
        greatest = std::max(greatest, rates.Value(i, k));
      }
    }
    const double scale = ScaleFor(greatest);
    const Assignment best =
        BestAssignment(WholeValues(rates, contenders, scale));
    for (uint32_t k = 0; k < rates.slots(); ++k) {
      if (best.candidate[k] == kEmptySlot) continue;
      const uint32_t winner = contenders[best.candidate[k]];
      const double harm = static_cast<double>(best.harm[k]) / scale;
      outcome.Add(
          {k, winner,
           WholePrice(harm / rates.Events(winner, k), auction.bid[winner])});
    }
  }

  static AssignmentValues WholeValues(const EventRates& rates,
                                      const std::vector<uint32_t>& contenders,
                                      double scale) {
    AssignmentValues whole = {rates.slots(), contenders.size(), {}};
    for (size_t k = 0; k < rates.slots(); ++k) {
      for (uint32_t i : contenders) {
        const double value = rates.Value(i, k);
        whole.value.push_back(
            value > 0 ? std::max(int64_t{1},
                                 static_cast<int64_t>(value * scale + 0.5))
                      : 0);
      }
    }
    return whole;
  }
};

}  // namespace

MechanismEntry VcgAssignment() {
  return {.name = "vcg_assignment",
          .help = "VCG for rates that differ by candidate and slot",
          .traits = {.truthful = true, .anonymous = true},
          .params = {},
          .make = [](const ParamSet&) -> std::shared_ptr<const Mechanism> {
            return std::make_shared<const VcgAssignmentMechanism>();
          }};
}

}  // namespace souk::market
