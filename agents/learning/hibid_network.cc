#include "agents/learning/hibid_network.h"

#include <algorithm>

#include "agents/learning/channel_view.h"

namespace souk::agents {
namespace {

using market::Concat;
using market::Error;
using market::Result;
using market::TrainedModel;

constexpr double kMostChannels = 64;

Error Lacks(const TrainedModel& model, const std::string& what) {
  return {Concat("model of '", model.member, "': ", what)};
}

/// A network of the model with these sizes. Error: it has others.
Result<Mlp> Sized(const TrainedModel& model, const std::string& name,
                  size_t inputs, size_t outputs) {
  auto net = Mlp::From(model, name, Activation::kRelu);
  if (!net) return net.error();
  if (net->inputs() == inputs && net->outputs() == outputs) return net;
  return Lacks(model, Concat("the network '", name, "' takes ", net->inputs(),
                             " numbers and gives ", net->outputs(), ", not ",
                             inputs, " and ", outputs));
}

}  // namespace

Result<HibidSettings> HibidSettingsOf(const TrainedModel& model) {
  const auto* const channels = model.FindSetting("channels");
  const auto* const lambdas = model.FindSetting("lambdas");
  const auto* const threshold = model.FindSetting("threshold");
  if (!channels || channels->size() != 1 || channels->front() < 2 ||
      channels->front() > kMostChannels) {
    return Lacks(model, "it lacks the setting 'channels', 2 to 64");
  }
  if (!lambdas || lambdas->size() != kHibidLambdas ||
      !std::ranges::is_sorted(*lambdas)) {
    return Lacks(model, "it lacks the setting 'lambdas', ten that ascend");
  }
  if (!threshold || threshold->size() != 1) {
    return Lacks(model, "it lacks the setting 'threshold'");
  }
  return HibidSettings{static_cast<uint32_t>(channels->front()), *lambdas,
                       threshold->front()};
}

Result<std::shared_ptr<const HibidExecutorNetwork>> HibidExecutorNetwork::From(
    const TrainedModel& model) {
  auto settings = HibidSettingsOf(model);
  if (!settings) return settings.error();
  const size_t features = ChannelView::width(settings->channels);
  auto executor = Sized(model, "executor", features + 1, 3 * kHibidActions);
  if (!executor) return executor.error();
  auto imitation = Sized(model, "imitation", features, kHibidActions);
  if (!imitation) return imitation.error();
  auto made = std::make_shared<HibidExecutorNetwork>();
  made->settings_ = std::move(settings).value();
  made->executor_ = std::move(executor).value();
  made->imitation_ = std::move(imitation).value();
  return std::shared_ptr<const HibidExecutorNetwork>(std::move(made));
}

void HibidExecutorNetwork::Forward(const Matrix& questions,
                                   Matrix& answers) const {
  Matrix logits, rows, values;
  imitation_.Forward(questions, logits);
  rows.Resize(questions.rows * kHibidLambdas, questions.columns + 1);
  for (size_t r = 0; r < questions.rows; ++r) {
    for (size_t i = 0; i < kHibidLambdas; ++i) {
      const std::span<float> row = rows.row(r * kHibidLambdas + i);
      std::ranges::copy(questions.row(r), row.begin());
      row.back() = static_cast<float>(settings_.lambdas[i]);
    }
  }
  executor_.Forward(rows, values);
  answers.Resize(questions.rows, outputs());
  for (size_t r = 0; r < questions.rows; ++r) {
    auto at = std::ranges::copy(logits.row(r), answers.row(r).begin()).out;
    for (size_t i = 0; i < kHibidLambdas; ++i) {
      at = std::ranges::copy(values.row(r * kHibidLambdas + i), at).out;
    }
  }
}

ActionValues HibidExecutorNetwork::Under(size_t lambda,
                                         std::span<const float> answer) {
  const auto values =
      answer.subspan(kHibidActions * (1 + 3 * lambda), 3 * kHibidActions);
  return {values.first(kHibidActions),
          values.subspan(kHibidActions, kHibidActions),
          values.last(kHibidActions)};
}

Result<Mlp> HibidPlannerNetwork(const TrainedModel& model, size_t inputs) {
  return Sized(model, "planner", inputs, 2 * kHibidActions);
}

}  // namespace souk::agents
