// Small markets with contracts: allocators, roulettes and pacers that do what
// the test says.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "market/contracts/pacer.h"
#include "market/contracts/roulette.h"
#include "tests/support/small_market.h"

namespace souk::tests {

/// x_jk of every type that has as many edges; or scores by contract.
class ToldAllocator final : public market::ContractAllocator {
 public:
  std::vector<double> shares;  ///< edges x slots
  std::vector<double> score;   ///< by contract: dual.alpha
  mutable int plans = 0;

  market::ContractPlan Plan(const market::AllocationProblem& problem,
                            const market::ContractPlan*) const override {
    ++plans;
    market::ContractPlan plan;
    for (const auto& one : problem.contracts) {
      market::ContractDual& dual = plan.duals.emplace_back();
      dual.demand = one.demand;
      dual.rank = static_cast<uint32_t>(plan.duals.size() - 1);
      if (dual.rank < score.size()) dual.alpha = score[dual.rank];
    }
    return plan;
  }
  void Shares(const market::SupplyType& type,
              std::span<const market::ContractDual> duals,
              std::span<double> out) const override {
    const size_t slots = type.slot_share.size();
    for (size_t i = 0; i < out.size(); ++i) {
      const bool wanted = duals[type.edges[i / slots].contract].demand > 0;
      out[i] = wanted && i < shares.size() ? shares[i] : 0;
    }
  }
  double Score(const market::PlacementOffer&,
               const market::ContractDual& dual) const override {
    return dual.alpha;
  }
};

/// Slot k shows the first contract whose shares in k add up beyond the chance.
class PlainRoulette final : public market::Roulette {
  class Ready final : public market::ReadyRoulette {
   public:
    explicit Ready(const market::ShareMatrix& matrix)
        : slots_(matrix.slots),
          shares_(matrix.shares.begin(), matrix.shares.end()) {}
    void Spin(std::span<const double> chance,
              std::span<uint32_t> slate) const override {
      for (size_t k = 0; k < slots_; ++k) {
        slate[k] = market::kNone;
        double sum = 0;
        for (size_t row = 0; row * slots_ < shares_.size(); ++row) {
          sum += shares_[row * slots_ + k];
          if (chance[k] >= sum) continue;
          slate[k] = static_cast<uint32_t>(row);
          break;
        }
      }
    }

   private:
    size_t slots_;
    std::vector<double> shares_;
  };

 public:
  std::unique_ptr<const market::ReadyRoulette> Prepare(
      const market::ShareMatrix& matrix) const override {
    return std::make_unique<Ready>(matrix);
  }
};

/// Always the same pass.
class ToldPacer final : public market::Pacer {
  class Pace final : public market::ContractPace {
   public:
    explicit Pace(double pass) { rule_.pass = {pass}; }
    const market::PassRule& rule() const override { return rule_; }
    void Learn(const market::PaceNews&) override {}
    void Save(market::ArchiveWriter&) const override {}
    void Load(market::ArchiveReader&) override {}

   private:
    market::PassRule rule_;
  };

 public:
  double pass = 1;
  double most = 1;
  std::unique_ptr<market::ContractPace> Start() const override {
    return std::make_unique<Pace>(pass);
  }
  double room() const override { return most; }
};

struct ContractMarket : SmallMarket {
  std::shared_ptr<ToldAllocator> allocator = std::make_shared<ToldAllocator>();
  std::shared_ptr<ToldPacer> pacer = std::make_shared<ToldPacer>();

  ContractMarket() {
    spec->contracts.allocator = allocator;
    spec->contracts.roulette = std::make_shared<PlainRoulette>();
    spec->contracts.pacer = pacer;
    spec->calendar = {.days = 1, .ticks_per_day = 4};
  }
  /// Behind all lines that bid; slots are open to contracts.
  market::ContractSpec& AddContract(int64_t goal, size_t advertiser = 0,
                                    std::vector<uint16_t> targets = {}) {
    auto& all = spec->contracts;
    const auto number = static_cast<uint32_t>(all.contracts.size());
    const auto line = static_cast<uint32_t>(spec->lines.size());
    AddLine(advertiser, 0, market::Charge::kView, std::move(targets));
    spec->campaigns.back().contract = number;
    all.slot_share.clear();
    for (const auto& channel : spec->channels) {
      all.slot_share.emplace_back(channel.slot_weight.size(), 1.0);
    }
    market::ContractSpec& contract = all.contracts.emplace_back();
    contract.name = "contract " + std::to_string(number);
    contract.advertiser = market::AdvertiserId(advertiser);
    contract.campaign = spec->lines[line].campaign;
    contract.lines = {line};
    contract.goal = goal;
    contract.end_tick = spec->calendar.ticks();
    return contract;
  }
  void LetScoresDecide(bool meets_auction) {
    spec->contracts.traits.way = market::AllocatorTraits::Way::kScores;
    spec->contracts.traits.meets_auction = meets_auction;
  }
};

}  // namespace souk::tests
