// Which move to make in which state of a day: deep Q learning whose rewards
// are the best returns that a day with such a move ever had.
//
//   r(s, a)   RewardNet: regresses the best return of the memory (day_memory.h)
//   y         (1 - g) r(s, a) + g max_a' Q'(s', a'), g the discount; at a
//             day's end r(s, a)
//   Q         one step of Adam against the mean of (Q(s, a) - y)^2 over a
//             batch; Q' is a copy that is renewed every kCopyEvery steps
//
// Both networks are MLPs of two hidden layers. Moves are ordered; where Q has
// more than one peak over them, it is not to be trusted (SinglePeak).
// Reference: Wu et al., "Budget constrained bidding by model-free
// reinforcement learning in display advertising" (DRLB), CIKM 2018; 1 - g is
// ours, so that Q is of the size of a return.
#pragma once

#include <span>
#include <vector>

#include "agents/learning/adam.h"
#include "agents/learning/day_memory.h"
#include "agents/learning/small_mlp.h"
#include "market/random.h"

namespace souk::agents {

/// True: rises, then falls (either may be missing; equal neighbours fit both).
bool SinglePeak(std::span<const double> values);

class MoveLearner {
 public:
  static constexpr int kCopyEvery = 50;

  struct Rules {
    size_t hidden = 24;  ///< width of the two hidden layers
    size_t actions = 7;
    size_t batch = 32;
    double rate = 1e-3;  ///< of Adam
    double discount = 0.5;
  };
  /// Initial weights: draws of `entity`, tick i, indices 1 and 2.
  MoveLearner(const Rules& rules, const market::Stream& stream,
              uint64_t entity);

  /// Of every action.
  std::vector<double> ValuesAt(const DayState& state) const;
  /// One step of each network on a batch of moves; draws are of `entity`, tick
  /// `step`, index 3 and on. Does nothing while the memory is empty.
  struct Draw {
    const market::Stream& stream;
    uint64_t entity = 0;
    uint32_t step = 0;
  };
  void Step(const DayMemory& memory, const Draw& draw);
  /// Mean squared error of Q in the last batch.
  double loss() const { return loss_; }

  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  /// A network with its optimiser.
  struct Learning {
    Learning(const Rules& rules, size_t outputs);
    void Step(size_t batch);
    void Save(market::ArchiveWriter& out) const;
    void Load(market::ArchiveReader& in);

    SmallMlp net;
    Adam adam;
    std::vector<double> gradient;  // 0 between steps
  };
  /// Adds the gradient of (net(state)[action] - target)^2; the error.
  double AddError(Learning& learning, const Move& move, double target);
  double Target(const DayMemory& memory, size_t move);

  Rules rules_;
  Learning rewards_;
  Learning values_;
  SmallMlp copy_;
  uint64_t steps_ = 0;
  double loss_ = 0;
  SmallMlp::Pass pass_;  // work space
};

}  // namespace souk::agents
