// Strategies of a market's lines, as its campaigns name them.
//
// Lines with the same trained strategy and the same model share one network, of
// which a maker keeps hold.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "agents/strategy.h"
#include "market/market_spec.h"

namespace souk::agents {

/// Of a line of the market; without its network.
LineFacts FactsOfLine(const market::MarketSpec& spec,
                      const market::LineSpec& line);

class StrategyMaker {
 public:
  /// Both must outlive it.
  explicit StrategyMaker(const market::MarketSpec& spec,
                         std::span<const StrategyEntry> family = Strategies())
      : spec_(spec), family_(family) {}

  /// Of a line of the market. Error: it is unknown, does not fit to its
  /// parameters or facts, or lacks a model, or has one and needs none.
  market::Result<std::unique_ptr<Strategy>> Make(const market::LineSpec& line);
  /// Names of its signals; none of a strategy that does not exist.
  std::vector<std::string> SignalsOf(const market::LineSpec& line) const;

 private:
  using Network = std::shared_ptr<const PolicyNetwork>;
  struct Made {
    const StrategyEntry* entry;
    const market::TrainedModel* model;
    Network network;
  };

  market::Result<Network> NetworkOf(const StrategyEntry& entry,
                                    const market::TrainedModel* model);

  const market::MarketSpec& spec_;
  std::span<const StrategyEntry> family_;
  std::vector<Made> networks_;  // few
};

}  // namespace souk::agents
