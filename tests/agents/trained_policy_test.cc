#include "agents/strategies/trained_policy.h"

#include <gtest/gtest.h>

#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using agents::PolicyInput;

/// A policy of no hidden layer that says `bias` whatever it sees.
market::TrainedModel Says(float bias) {
  market::TrainedModel model = PolicyModel("bc");
  model.tensors = {{"policy.0.weight", {1, kExampleFeatures}, {0, 0, 0, 0, 0}},
                   {"policy.0.bias", {1}, {bias}}};
  return model;
}

agents::LineFacts FactsWith(const market::TrainedModel& model) {
  agents::LineFacts facts = ViewFacts();
  facts.target_cpa_micros = 2e6;
  facts.daily_budget = market::Money(1000000);
  const auto* const entry =
      market::FindMember("strategy", agents::Strategies(), "bc").value();
  facts.network = entry->network(model).value();
  return facts;
}

std::unique_ptr<agents::Strategy> Bc(const market::TrainedModel& model) {
  const auto* const entry =
      market::FindMember("strategy", agents::Strategies(), "bc").value();
  return entry
      ->make(market::ParamSet::Make(entry->params, {}).value(),
             FactsWith(model))
      .value();
}

struct Told {
  double factor;
  std::vector<double> signals;
};
Told FirstTick(float bias) {
  const auto strategy = Bc(Says(bias));
  const auto bid = strategy->Plan({{0, 48}, market::Money(1000000)});
  std::vector<double> signals(2);
  strategy->Signals(signals);
  return {bid.linear.factor, signals};
}

TEST(TrainedPolicy, BidsItsCoefficientTimesTheTarget) {
  // Coefficients are 1 + output.
  const Told told = FirstTick(-0.25);
  EXPECT_EQ(told.factor, 0.75 * 2e6);
  EXPECT_EQ(told.signals, (std::vector<double>{0.75, 0}));
}

TEST(TrainedPolicy, ClipsTheCoefficientAndCountsIt) {
  EXPECT_EQ(FirstTick(1).signals, (std::vector<double>{2, 0}));
  EXPECT_EQ(FirstTick(1.5).signals, (std::vector<double>{2, 1}));
  EXPECT_EQ(FirstTick(-1.5).signals, (std::vector<double>{0, 1}));
}

TEST(TrainedPolicy, BidsNothingIfTheNetworkSaysNoNumber) {
  const float none = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(FirstTick(none).signals, (std::vector<double>{0, 1}));
}

TEST(TrainedPolicy, SaysThatItNeedsAModel) {
  agents::LineFacts facts = ViewFacts();
  facts.target_cpa_micros = 2e6;
  const auto* const entry =
      market::FindMember("strategy", agents::Strategies(), "iql").value();
  const auto made =
      entry->make(market::ParamSet::Make(entry->params, {}).value(), facts);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message, "iql: needs a trained model");
}

TEST(PolicyInput, ShiftsScalesAndClips) {
  const auto input = PolicyInput::From(PolicyModel("bc")).value();
  const std::vector<float> raw = {0.8f, 0.2f, 100, 0.7f, -100};
  std::vector<float> seen(5);
  input.Normalise(raw, seen);
  EXPECT_FLOAT_EQ(seen[0], 1);
  EXPECT_FLOAT_EQ(seen[1], -1);
  EXPECT_EQ(seen[2], 5);
  EXPECT_NEAR(seen[3], 0, 1e-6);
  EXPECT_EQ(seen[4], -5);
  EXPECT_EQ(input.Coefficient(0.5f), 1.5);
}

/// Why a model with one other setting is refused.
std::string Refusal(const std::string& setting, std::vector<double> values) {
  market::TrainedModel model = PolicyModel("bc");
  std::ranges::find(model.settings, setting, &market::NamedValues::name)
      ->values = std::move(values);
  const auto input = PolicyInput::From(model);
  return input ? "" : input.error().message;
}

TEST(PolicyInput, RefusesModelsThatMakeNoSense) {
  EXPECT_EQ(Refusal("features", {}),
            "model of 'bc': it lacks the setting 'features'");
  EXPECT_EQ(Refusal("shift", {1}),
            "model of 'bc': the setting 'shift' has 1 numbers; it must have 5");
  EXPECT_EQ(
      Refusal("coefficient", {1}),
      "model of 'bc': the setting 'coefficient' has 1 numbers; it must have 3");
  EXPECT_EQ(Refusal("scale", {1, 1, 0, 1, 1}),
            "model of 'bc': scales and the most coefficient must be above 0");
}

TEST(MlpPolicy, MustTakeItsFeatures) {
  market::TrainedModel model = PolicyModel("bc");
  AddLayers({"policy", {4, 6, 1}}, model);
  const auto made = agents::MlpPolicy(model, agents::Activation::kNone);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message,
            "model of 'bc': the network 'policy' takes 4 inputs, but there are "
            "5");
}

TEST(Bcq, ChoosesTheCandidateOfTheGreatestValue) {
  // The decoder gives tanh(z), nothing is perturbed, and of two bins the
  // critic weighs the second by the action.
  market::TrainedModel model = PolicyModel("bcq");
  model.settings.push_back({"candidates", {3}});
  model.settings.push_back({"perturbation", {0}});
  model.tensors = {
      {"decoder.0.weight", {1, 7}, {0, 0, 0, 0, 0, 1, 0}},
      {"decoder.0.bias", {1}, {0}},
      {"perturbation.0.weight", {1, 6}, {0, 0, 0, 0, 0, 0}},
      {"perturbation.0.bias", {1}, {0}},
      {"critic.0.weight", {2, 6}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}},
      {"critic.0.bias", {2}, {0, 0}}};
  const auto* const entry =
      market::FindMember("strategy", agents::Strategies(), "bcq").value();
  const auto network = entry->network(model).value();
  ASSERT_EQ(network->inputs(), 5U + 6U);
  agents::Matrix question, answer;
  question.Resize(1, 11);
  question.values = {0, 0, 0, 0, 0, -0.4f, 9, 0.3f, 9, 0.1f, 9};
  network->Forward(question, answer);
  EXPECT_NEAR(answer.values[0], 1 + std::tanh(0.3), 1e-6);
}

}  // namespace
}  // namespace souk::tests
