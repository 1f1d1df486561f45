// Lines that share a network plan together: one forward pass a tick, however
// many they are. Bid functions are those of each line's own Plan, to the bit.
#pragma once

#include <span>
#include <vector>

#include "agents/strategies/network_strategy.h"
#include "market/bid_function.h"

namespace souk::agents {

class PlanBatches {
 public:
  /// The strategies of all lines, in their order; they must outlive it.
  void Add(Strategy& strategy);
  /// The bid functions of all lines, of as many inputs.
  market::BidSheet Plan(std::span<const market::PlanInput> inputs);

 private:
  struct Asked {
    size_t line;
    NetworkStrategy* strategy;
  };
  struct Batch {
    const PolicyNetwork* network;
    std::vector<Asked> lines;  // at least one
  };

  void PlanBatch(const Batch& batch, std::span<const market::PlanInput> inputs,
                 market::BidSheet& sheet);

  std::vector<Strategy*> alone_;  // by line; null: in a batch
  std::vector<Batch> batches_;    // one per network
  Matrix questions_, answers_;
};

}  // namespace souk::agents
