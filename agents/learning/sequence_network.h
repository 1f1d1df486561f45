// Networks that answer the questions of day_history.h: the settings that
// trainers of sequences write into a model beside those of policy_input.h.
//
//   "sequence"  {steps, ticks of a day, reward (learner_rewards.h), unit of
//               returns above 0, the return to wish for in that unit}
#pragma once

#include "agents/learning/day_history.h"
#include "agents/learning/learner_rewards.h"
#include "agents/learning/policy_input.h"
#include "agents/learning/policy_network.h"

namespace souk::agents {

inline constexpr const char* kSequenceSetting = "sequence";

struct SequenceSettings {
  size_t steps = 1;
  size_t ticks = 1;
  LearnerReward reward = LearnerReward::kScore;
  double unit = 1;
  double desired = 1;

  /// Error: the setting is missing or makes no sense.
  static market::Result<SequenceSettings> From(
      const market::TrainedModel& model);
  std::vector<double> Values() const;
};

/// The encoder "net.encoder", causal with GELU, of as many heads as the setting
/// "heads" says. Error: what is missing.
market::Result<Encoder> CausalEncoder(const market::TrainedModel& model);

class SequenceNetwork : public PolicyNetwork {
 public:
  struct Parts {
    PolicyInput input;
    SequenceSettings settings;
  };
  /// Error: what the model lacks.
  static market::Result<Parts> PartsOf(const market::TrainedModel& model);

  SequenceNetwork(Parts parts, size_t wishes, const ChanceLayout& chances)
      : parts_(std::move(parts)),
        layout_{parts_.input.size(), parts_.settings.steps, wishes, chances} {}

  const PolicyInput& input() const { return parts_.input; }
  const SequenceSettings& settings() const { return parts_.settings; }
  const SequenceLayout& layout() const { return layout_; }
  size_t inputs() const final { return layout_.size(); }
  size_t outputs() const final { return 1; }
  void Forward(const Matrix& questions, Matrix& answers) const final;

 protected:
  /// The coefficient, before it is clipped to the model's range.
  virtual double Coefficient(const SequenceView& day) const = 0;

  /// Tick of the days that it was trained on.
  size_t TickOf(const SequenceView& day, size_t step) const;
  /// A coefficient as the network learnt it, in [-1, 1].
  float Action(float coefficient) const;
  /// What is left of the wish for `times` the desired return, in units.
  float ReturnToGo(const SequenceView& day, size_t step, float times) const;

 private:
  Parts parts_;
  SequenceLayout layout_;
};

}  // namespace souk::agents
