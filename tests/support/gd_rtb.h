// GD-RTB: pages of three slots on which contracts and an auction meet, played
// without a market around them.
//
// 60 000 pages of 20 types; 6 contracts, each on about half of the types, with
// goals of 23 to 40 % of their eligible page views; the auction is worth, slot
// by slot, exposure x the largest, second and third of three lognormal(0, 0.6)
// values. Two readings of what the auction earns beside contracts: its ads stay
// where they were (kFixed), or move up to the slots that are left (kReranked).
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "market/contracts/allocator.h"
#include "market/contracts/page_choice.h"
#include "market/random.h"
#include "market/vector_math.h"

namespace souk::tests {

struct GdRtbResult {
  double fulfilment = 0;
  double fixed_revenue = 0;  ///< a page
  double reranked_revenue = 0;
  double contract_slots = 0;  ///< their part of all slots
  std::vector<double> alphas;
};

class GdRtb {
 public:
  static constexpr size_t kPages = 60000;
  static constexpr size_t kSlots = 3;
  static constexpr size_t kTypes = 20;
  static constexpr size_t kContracts = 6;
  static constexpr std::array<double, kSlots> kExposure = {1, 0.7, 0.5};

  explicit GdRtb(uint64_t seed) : draws_(seed, 0, market::Purpose::kTest) {
    for (uint32_t i = 0; i < kTypes; ++i) {
      for (uint32_t j = 0; j < kContracts; ++j) {
        eligible_[i][j] = draws_.Bernoulli(0.5, 0, i, j);
      }
    }
    for (uint32_t p = 0; p < kPages; ++p) {
      type_.push_back(static_cast<uint32_t>(draws_.Integer(kTypes, 1, p, 0)));
      for (uint32_t j = 0; j < kContracts; ++j) {
        supply_[j] += eligible_[type_[p]][j] ? 1 : 0;
      }
    }
    for (uint32_t j = 0; j < kContracts; ++j) {
      const double part = 0.23 + 0.17 * draws_.Uniform(2, 0, j);
      demand_[j] = std::floor(part * supply_[j]);
    }
  }

  /// Contracts first, by remaining demand / remaining eligible pages, in random
  /// order on a random free slot; the auction gets the rest.
  GdRtbResult Priority() {
    Start();
    std::array<double, kContracts> pages_left = supply_;
    for (uint32_t p = 0; p < kPages; ++p) {
      Page page = PageOf(p);
      for (uint32_t j : RandomOrder(p)) {
        if (!eligible_[type_[p]][j]) continue;
        const double chance = (demand_[j] - delivered_[j]) / pages_left[j];
        pages_left[j] -= 1;
        if (!draws_.Bernoulli(chance, 5, p, j)) continue;
        Place(j, RandomFreeSlot(page, p, j), page);
      }
      Earn(page);
    }
    return Result();
  }

  /// Scores of `allocator` against the auction; its duals, alpha = 0.5 at
  /// first, learn every 50 pages.
  GdRtbResult Competing(const market::ContractAllocator& allocator) {
    Start();
    duals_.assign(kContracts, {});
    for (size_t j = 0; j < kContracts; ++j) {
      duals_[j].demand = demand_[j];
      duals_[j].alpha = 0.5;
    }
    for (uint32_t p = 0; p < kPages; ++p) {
      Page page = PageOf(p);
      ChoosePage(allocator, p, page);
      Earn(page);
      if (p % 50 == 49) Learn(allocator, p + 1);
    }
    return Result();
  }

  GdRtbResult AuctionOnly() {
    Start();
    for (uint32_t p = 0; p < kPages; ++p) Earn(PageOf(p));
    return Result();
  }

 private:
  struct Page {
    std::array<double, kSlots> value = {};  // of ads, descending
    std::array<bool, kSlots> taken = {};
  };

  Page PageOf(uint32_t p) const {
    Page page;
    for (uint32_t k = 0; k < kSlots; ++k) {
      page.value[k] = market::Exp(0.6 * draws_.Normal(3, p, k));
    }
    std::ranges::sort(page.value, std::ranges::greater{});
    return page;
  }

  std::array<uint32_t, kContracts> RandomOrder(uint32_t p) const {
    std::array<uint32_t, kContracts> order = {0, 1, 2, 3, 4, 5};
    for (uint32_t j = kContracts - 1; j > 0; --j) {
      std::swap(order[j], order[draws_.Integer(j + 1, 4, p, j)]);
    }
    return order;
  }

  /// kSlots: the page is full.
  size_t RandomFreeSlot(const Page& page, uint32_t p, uint32_t j) const {
    std::vector<size_t> free;
    for (size_t k = 0; k < kSlots; ++k) {
      if (!page.taken[k]) free.push_back(k);
    }
    if (free.empty()) return kSlots;
    return free[draws_.Integer(free.size(), 6, p, j)];
  }

  void Place(uint32_t j, size_t slot, Page& page) {
    if (slot == kSlots) return;
    page.taken[slot] = true;
    delivered_[j] += 1;
    slots_taken_ += 1;
  }

  void Earn(const Page& page) {
    size_t next = 0;
    for (size_t k = 0; k < kSlots; ++k) {
      if (page.taken[k]) continue;
      fixed_ += kExposure[k] * page.value[k];
      reranked_ += kExposure[k] * page.value[next++];
    }
  }

  void ChoosePage(const market::ContractAllocator& allocator, uint32_t p,
                  Page& page) {
    std::array<double, kSlots> auction;
    std::array<double, kContracts* kSlots> offer = {};
    for (size_t k = 0; k < kSlots; ++k) {
      auction[k] = kExposure[k] * page.value[k];
      for (size_t j = 0; j < kContracts; ++j) {
        if (!eligible_[type_[p]][j] || delivered_[j] >= demand_[j]) continue;
        offer[j * kSlots + k] =
            allocator.Score({0, kExposure[k], auction[k]}, duals_[j]);
      }
    }
    const auto rows = choice_.Choose({kSlots, kContracts, auction, offer});
    for (size_t k = 0; k < kSlots; ++k) {
      if (rows[k] != market::kNone) Place(rows[k], k, page);
    }
  }

  void Learn(const market::ContractAllocator& allocator, uint32_t pages) {
    for (size_t j = 0; j < kContracts; ++j) {
      allocator.Adjust({.planned = demand_[j] * pages / kPages,
                        .delivered = delivered_[j],
                        .demand = demand_[j],
                        .ticks = kPages / 50.0},
                       duals_[j]);
    }
  }

  void Start() {
    delivered_ = {};
    fixed_ = reranked_ = slots_taken_ = 0;
    duals_.clear();
  }

  GdRtbResult Result() const {
    GdRtbResult result;
    double wanted = 0, got = 0;
    for (size_t j = 0; j < kContracts; ++j) {
      wanted += demand_[j];
      got += delivered_[j];
    }
    result.fulfilment = got / wanted;
    result.fixed_revenue = fixed_ / kPages;
    result.reranked_revenue = reranked_ / kPages;
    result.contract_slots = slots_taken_ / (kPages * kSlots);
    for (const auto& dual : duals_) result.alphas.push_back(dual.alpha);
    return result;
  }

  market::Stream draws_;
  std::array<std::array<bool, kContracts>, kTypes> eligible_ = {};
  std::vector<uint32_t> type_;
  std::array<double, kContracts> supply_ = {}, demand_ = {}, delivered_ = {};
  std::vector<market::ContractDual> duals_;
  market::PageChoice choice_;
  double fixed_ = 0, reranked_ = 0, slots_taken_ = 0;
};

}  // namespace souk::tests
