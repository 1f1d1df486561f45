// A HiBid model with made-up weights, for two channels or as many as wanted.
#pragma once

#include "agents/learning/channel_history.h"
#include "agents/learning/channel_view.h"
#include "agents/learning/hibid_network.h"
#include "tests/support/made_up_layers.h"

namespace souk::tests {

inline market::TrainedModel HibidModel(uint32_t channels) {
  constexpr uint32_t kActions = agents::kHibidActions;
  const auto view = static_cast<uint32_t>(agents::ChannelView::width(channels));
  const auto history =
      static_cast<uint32_t>(agents::ChannelHistory::width(channels));
  market::TrainedModel model;
  model.member = "hibid";
  model.settings = {{"channels", {static_cast<double>(channels)}},
                    {"lambdas", {0, .25, .5, .75, 1, 1.25, 1.5, 1.75, 2, 2.25}},
                    {"threshold", {0.3}}};
  AddLayers({"executor", {view + 1, 8, 3 * kActions}}, model);
  AddLayers({"imitation", {view, 8, kActions}, 0.5}, model);
  AddLayers({"planner", {history, 8, 2 * kActions}}, model);
  return model;
}

}  // namespace souk::tests
