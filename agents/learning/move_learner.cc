#include "agents/learning/move_learner.h"

#include <algorithm>
#include <array>

namespace souk::agents {
namespace {

std::array<double, DayState::kSize> Inputs(const DayState& state) {
  std::array<double, DayState::kSize> inputs;
  std::ranges::copy(state.values, inputs.begin());
  return inputs;
}

void LoadParameters(market::ArchiveReader& in, SmallMlp& net) {
  std::vector<double> loaded;
  in.Get(loaded);
  if (loaded.size() == net.parameters().size()) {
    net.parameters() = std::move(loaded);
  } else {
    in.Fail();
  }
}

}  // namespace

bool SinglePeak(std::span<const double> values) {
  size_t i = 1;
  while (i < values.size() && values[i] >= values[i - 1]) ++i;
  while (i < values.size() && values[i] <= values[i - 1]) ++i;
  return i >= values.size();
}

MoveLearner::Learning::Learning(const Rules& rules, size_t outputs)
    : net({DayState::kSize, rules.hidden, rules.hidden, outputs}),
      adam(net.parameters().size(), rules.rate),
      gradient(net.parameters().size(), 0) {}

void MoveLearner::Learning::Step(size_t batch) {
  for (double& slope : gradient) slope /= static_cast<double>(batch);
  adam.Step(gradient, net.parameters());
  std::ranges::fill(gradient, 0);
}

void MoveLearner::Learning::Save(market::ArchiveWriter& out) const {
  out.Put(net.parameters());
  adam.Save(out);
}

void MoveLearner::Learning::Load(market::ArchiveReader& in) {
  LoadParameters(in, net);
  adam.Load(in);
}

MoveLearner::MoveLearner(const Rules& rules, const market::Stream& stream,
                         uint64_t entity)
    : rules_(rules),
      rewards_(rules, rules.actions),
      values_(rules, rules.actions),
      copy_(values_.net) {
  rewards_.net.Draw(stream, entity, 1);
  values_.net.Draw(stream, entity, 2);
  copy_ = values_.net;
}

std::vector<double> MoveLearner::ValuesAt(const DayState& state) const {
  SmallMlp::Pass pass;
  values_.net.Forward(Inputs(state), pass);
  return {pass.outputs().begin(), pass.outputs().end()};
}

double MoveLearner::Target(const DayMemory& memory, size_t move) {
  const Move& made = memory.move(move);
  rewards_.net.Forward(Inputs(made.state), pass_);
  const double reward = pass_.outputs()[made.action];
  if (made.last != 0 || rules_.discount == 0) return reward;
  copy_.Forward(Inputs(memory.after(move).state), pass_);
  return (1 - rules_.discount) * reward +
         rules_.discount * *std::ranges::max_element(pass_.outputs());
}

double MoveLearner::AddError(Learning& learning, const Move& move,
                             double target) {
  learning.net.Forward(Inputs(move.state), pass_);
  const double error = pass_.outputs()[move.action] - target;
  std::vector<double> by_output(rules_.actions, 0);
  by_output[move.action] = 2 * error;
  learning.net.AddGradient(pass_, by_output, learning.gradient);
  return error;
}

void MoveLearner::Step(const DayMemory& memory, const Draw& draw) {
  if (memory.size() == 0) return;
  double squares = 0;
  for (uint32_t i = 0; i < rules_.batch; ++i) {
    const size_t move =
        draw.stream.Integer(memory.size(), draw.entity, draw.step, 3 + i);
    const Move& made = memory.move(move);
    const double target = Target(memory, move);
    AddError(rewards_, made, memory.BestReturn(move));
    const double error = AddError(values_, made, target);
    squares += error * error;
  }
  rewards_.Step(rules_.batch);
  values_.Step(rules_.batch);
  loss_ = squares / static_cast<double>(rules_.batch);
  if (++steps_ % kCopyEvery == 0) copy_ = values_.net;
}

void MoveLearner::Save(market::ArchiveWriter& out) const {
  rewards_.Save(out);
  values_.Save(out);
  out.Put(copy_.parameters());
  out.Put(steps_);
  out.Put(loss_);
}

void MoveLearner::Load(market::ArchiveReader& in) {
  rewards_.Load(in);
  values_.Load(in);
  LoadParameters(in, copy_);
  in.Get(steps_);
  in.Get(loss_);
}

}  // namespace souk::agents
