// GD-MULTI: contracts on pages of four slots, played without a market around
// them.
//
// 200 page types of lognormal(0, 1) size, 200 000 pages; contracts may have
// (0.5, 0.6, 0.7, 0.8) of the slots, which are seen by (1, 0.8, 0.64, 0.512).
// 60 contracts, each on about 15 % of the types, click rates U(0.02, 0.08);
// goals lognormal(0, 1), scaled to `load` of the open slots, then at most 0.9
// of the eligible page views. A contract that stands on a page again is clicked
// at half the rate for every time before.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "market/random.h"
#include "market/vector_math.h"
#include "tests/support/allocation_problems.h"
#include "tests/support/allocators.h"
#include "tests/support/roulettes.h"

namespace souk::tests {

struct GdMultiResult {
  double fulfilment = 0;
  double worst = 1;       ///< fulfilment of the worst contract
  double repeats = 0;     ///< part of pages that show a contract twice
  double click_rate = 0;  ///< clicks an impression of contracts
};

class GdMulti {
 public:
  static constexpr uint32_t kTypes = 200;
  static constexpr uint32_t kContracts = 60;
  static constexpr uint32_t kSlots = 4;
  static constexpr uint32_t kPages = 200000;

  GdMulti(uint64_t seed, double load)
      : draws_(seed, 1, market::Purpose::kTest), problem_(Make(load)) {
    double passed = 0;
    for (const test::OwnedType& type : problem_.types()) {
      passed += type.page_views;
      until_.push_back(passed / kPages);
    }
  }

  const test::OwnedProblem& problem() const { return problem_; }

  /// A static plan of `joint`; slates by the roulette, full contracts leave
  /// their slots to the auction.
  GdMultiResult Planned(const market::ContractAllocator& joint,
                        const std::string& roulette) {
    Start();
    const market::AllocationProblem view = problem_.view();
    const market::ContractPlan plan = joint.Plan(view, nullptr);
    std::vector<std::unique_ptr<const market::ReadyRoulette>> ready;
    for (const auto& x : test::SharesOf(view, joint, plan)) {
      ready.push_back(Ready(roulette, {x.size() / kSlots, kSlots, x}));
    }
    for (uint32_t p = 0; p < kPages; ++p) {
      const uint32_t type = TypeOf(p);
      const auto& edges = problem_.types()[type].edges;
      std::array<double, kSlots> chance;
      for (uint32_t k = 0; k < kSlots; ++k) chance[k] = draws_.Uniform(7, p, k);
      Slate slate(kSlots, market::kNone);
      if (!edges.empty()) ready[type]->Spin(chance, slate);
      for (uint32_t& row : slate) {
        if (row != market::kNone && Full(edges[row].contract)) {
          row = market::kNone;
        }
      }
      Show(edges, slate);
    }
    return Result();
  }

  /// Every open slot to the best virtual bid; duals learn every 200 pages.
  GdMultiResult Greedy(const market::ContractAllocator& facc) {
    Start();
    duals_ = facc.Plan(problem_.view(), nullptr).duals;
    for (uint32_t p = 0; p < kPages; ++p) {
      const test::OwnedType& type = problem_.types()[TypeOf(p)];
      Slate slate(kSlots, market::kNone);
      for (uint32_t k = 0; k < kSlots; ++k) {
        if (!draws_.Bernoulli(type.slot_share[k], 8, p, k)) continue;
        slate[k] = BestBid(facc, type, k);
      }
      Show(type.edges, slate);
      if (p % 200 == 199) Learn(facc, p + 1);
    }
    return Result();
  }

 private:
  test::OwnedProblem Make(double load) const {
    std::vector<test::OwnedType> types(kTypes);
    double size = 0;
    for (uint32_t i = 0; i < kTypes; ++i) {
      size += types[i].page_views = market::Exp(draws_.Normal(0, i, 0));
    }
    std::vector<double> pages(kContracts);
    for (uint32_t i = 0; i < kTypes; ++i) {
      types[i].page_views *= kPages / size;
      types[i].slot_share = {0.5, 0.6, 0.7, 0.8};
      types[i].slot_weight = {1, 0.8, 0.64, 0.512};
      for (uint32_t j = 0; j < kContracts; ++j) {
        if (!draws_.Bernoulli(0.15, 1, i, j)) continue;
        types[i].edges.push_back({j, 0.02 + 0.06 * draws_.Uniform(2, i, j), 1});
        pages[j] += types[i].page_views;
      }
    }
    std::vector<market::ContractDemand> contracts(kContracts);
    double wanted = 0;
    for (uint32_t j = 0; j < kContracts; ++j) {
      wanted += contracts[j].demand = market::Exp(draws_.Normal(3, j, 0));
    }
    const double scale = load * 2.6 * kPages / wanted;
    for (uint32_t j = 0; j < kContracts; ++j) {
      contracts[j].demand =
          std::min(scale * contracts[j].demand, 0.9 * pages[j]);
    }
    return {std::move(contracts), std::move(types)};
  }

  uint32_t TypeOf(uint32_t page) const {
    const double at = draws_.Uniform(6, page, 0);
    const auto type = std::ranges::upper_bound(until_, at) - until_.begin();
    return std::min(static_cast<uint32_t>(type), kTypes - 1);
  }

  bool Full(uint32_t contract) const {
    return delivered_[contract] >= problem_.contracts()[contract].demand;
  }

  uint32_t BestBid(const market::ContractAllocator& facc,
                   const test::OwnedType& type, uint32_t slot) const {
    uint32_t best = market::kNone;
    double highest = 0;
    for (uint32_t e = 0; e < type.edges.size(); ++e) {
      const market::SupplyEdge& edge = type.edges[e];
      if (Full(edge.contract)) continue;
      const double bid = facc.Score(
          {edge.click_rate, type.slot_weight[slot], 0}, duals_[edge.contract]);
      if (bid <= highest) continue;
      highest = bid;
      best = e;
    }
    return best;
  }

  void Show(const std::vector<market::SupplyEdge>& edges, const Slate& slate) {
    bool repeated = false;
    for (uint32_t k = 0; k < kSlots; ++k) {
      if (slate[k] == market::kNone) continue;
      const market::SupplyEdge& edge = edges[slate[k]];
      double rate = edge.click_rate * problem_.types()[0].slot_weight[k];
      for (uint32_t above = 0; above < k; ++above) {
        if (slate[above] != slate[k]) continue;
        rate /= 2;
        repeated = true;
      }
      delivered_[edge.contract] += 1;
      shown_ += 1;
      clicks_ += rate;
    }
    repeats_ += repeated ? 1 : 0;
  }

  void Learn(const market::ContractAllocator& facc, double pages) {
    for (size_t j = 0; j < duals_.size(); ++j) {
      const double demand = problem_.contracts()[j].demand;
      facc.Adjust({.planned = demand * pages / kPages,
                   .delivered = delivered_[j],
                   .demand = demand,
                   .ticks = kPages / 200.0},
                  duals_[j]);
    }
  }

  void Start() {
    delivered_.assign(kContracts, 0);
    clicks_ = shown_ = repeats_ = 0;
  }

  GdMultiResult Result() const {
    GdMultiResult result;
    double wanted = 0, got = 0;
    for (uint32_t j = 0; j < kContracts; ++j) {
      const double demand = problem_.contracts()[j].demand;
      wanted += demand;
      got += std::min(demand, delivered_[j]);
      result.worst =
          std::min(result.worst, std::min(demand, delivered_[j]) / demand);
    }
    result.fulfilment = got / wanted;
    result.repeats = repeats_ / kPages;
    result.click_rate = clicks_ / shown_;
    return result;
  }

  market::Stream draws_;
  test::OwnedProblem problem_;
  std::vector<double> until_;  // cumulative size of types
  std::vector<double> delivered_;
  std::vector<market::ContractDual> duals_;
  double clicks_ = 0, shown_ = 0, repeats_ = 0;
};

}  // namespace souk::tests
