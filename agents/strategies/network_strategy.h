// Strategies that plan by one forward pass. The bidders' desk asks all lines
// that share a network at once; Plan is the same for a line alone.
#pragma once

#include "agents/strategy.h"

namespace souk::agents {

class NetworkStrategy : public Strategy {
 public:
  explicit NetworkStrategy(std::shared_ptr<const PolicyNetwork> network)
      : network_(std::move(network)) {}

  const PolicyNetwork& network() const { return *network_; }
  /// Fills the question of the coming tick, network().inputs() numbers.
  virtual void Ask(const market::PlanInput& input,
                   std::span<float> question) = 0;
  /// The bid function of that tick, from network().outputs() numbers.
  virtual market::BidFunction Answer(const market::PlanInput& input,
                                     std::span<const float> answer) = 0;

  NetworkStrategy* as_network() final { return this; }
  market::BidFunction Plan(const market::PlanInput& input) final {
    Matrix question, answer;
    question.Resize(1, network_->inputs());
    Ask(input, question.row(0));
    network_->Forward(question, answer);
    return Answer(input, answer.row(0));
  }

 private:
  std::shared_ptr<const PolicyNetwork> network_;
};

}  // namespace souk::agents
