// A strategy that never changes its mind: one bid function for all ticks.
#pragma once

#include <memory>
#include <span>
#include <utility>

#include "agents/strategy.h"

namespace souk::agents {

/// Plans `bid` every tick, learns nothing, has no state and no signals.
class SteadyStrategy final : public Strategy {
 public:
  explicit SteadyStrategy(market::BidFunction bid) : bid_(std::move(bid)) {}

  market::BidFunction Plan(const market::PlanInput&) override { return bid_; }
  void Learn(const market::Feedback&) override {}
  void Signals(std::span<double>) const override {}
  void Save(market::ArchiveWriter&) const override {}
  void Load(market::ArchiveReader&) override {}

 private:
  market::BidFunction bid_;
};

inline std::unique_ptr<Strategy> Steady(market::LinearBid bid) {
  return std::make_unique<SteadyStrategy>(market::BidFunction{bid, nullptr});
}

}  // namespace souk::agents
