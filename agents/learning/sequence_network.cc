#include "agents/learning/sequence_network.h"

#include <algorithm>

namespace souk::agents {

using market::Result;
using market::TrainedModel;

Result<SequenceSettings> SequenceSettings::From(const TrainedModel& model) {
  const auto* const found = model.FindSetting(kSequenceSetting);
  const auto sane = [](const std::vector<double>& v) {
    return v.size() == 5 && v[0] >= 1 && v[0] <= 1000 && v[1] >= 1 &&
           v[1] <= 1e6 && v[2] >= 0 && v[2] <= 2 && v[3] > 0;
  };
  if (found == nullptr || !sane(*found)) {
    return market::Error{market::Concat(
        "model of '", model.member,
        "': the setting 'sequence' must be five numbers: steps and ticks of a "
        "day from 1, a reward 0 to 2, a unit above 0, and a return")};
  }
  return SequenceSettings{
      static_cast<size_t>((*found)[0]), static_cast<size_t>((*found)[1]),
      static_cast<LearnerReward>((*found)[2]), (*found)[3], (*found)[4]};
}

std::vector<double> SequenceSettings::Values() const {
  return {static_cast<double>(steps), static_cast<double>(ticks),
          static_cast<double>(reward), unit, desired};
}

Result<Encoder> CausalEncoder(const TrainedModel& model) {
  const auto* const heads = model.FindSetting("heads");
  const bool sane = heads != nullptr && heads->size() == 1 &&
                    heads->front() >= 1 && heads->front() <= 4096;
  return Encoder::From(model, "net.encoder",
                       {sane ? static_cast<size_t>(heads->front()) : 0,
                        /*causal=*/true, Activation::kGelu});
}

Result<SequenceNetwork::Parts> SequenceNetwork::PartsOf(
    const TrainedModel& model) {
  auto input = PolicyInput::From(model);
  if (!input) return input.error();
  const auto settings = SequenceSettings::From(model);
  if (!settings) return settings.error();
  return Parts{std::move(input).value(), *settings};
}

void SequenceNetwork::Forward(const Matrix& questions, Matrix& answers) const {
  answers.Resize(questions.rows, 1);
  for (size_t r = 0; r < questions.rows; ++r) {
    answers.values[r] = static_cast<float>(
        Coefficient(SequenceView(layout_, questions.row(r))));
  }
}

size_t SequenceNetwork::TickOf(const SequenceView& day, size_t step) const {
  const size_t ticks = parts_.settings.ticks;
  // Rounded: shares are fractions in single precision.
  const auto tick = static_cast<size_t>(
      day.share_of_day(step) * static_cast<float>(ticks) + 0.01F);
  return std::min(tick, ticks - 1);
}

float SequenceNetwork::Action(float coefficient) const {
  const double shift = input().Coefficient(0);
  const double scale = input().Coefficient(1) - shift;
  const double action = (static_cast<double>(coefficient) - shift) / scale;
  return static_cast<float>(std::clamp(action, -1.0, 1.0));
}

float SequenceNetwork::ReturnToGo(const SequenceView& day, size_t step,
                                  float times) const {
  const double so_far = static_cast<double>(day.return_so_far(step));
  return static_cast<float>(static_cast<double>(times) * settings().desired -
                            so_far / settings().unit);
}

}  // namespace souk::agents
