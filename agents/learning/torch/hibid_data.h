// A log of channels (agents/learning/channel_log.h) as tensors, for the two
// levels of HiBid. Costs are in daily budgets, clicks in budgets over target.
#pragma once

#include "agents/learning/channel_log.h"
#include "agents/learning/hibid_rules.h"
#include "agents/learning/torch/networks.h"

namespace souk::agents {

/// One row per line and tick. `next` of a day's last row is itself.
struct ExecutorData {
  torch::Tensor state;   ///< [rows, ChannelView::width]
  torch::Tensor action;  ///< [rows], int64
  torch::Tensor click;   ///< [rows]
  torch::Tensor cost;    ///< [rows]
  torch::Tensor next;    ///< [rows], int64
  torch::Tensor live;    ///< [rows]: 0 for a day's last row, else 1
};

/// One row per line and day after the first. `next` is the next channel's row
/// of the same day; the last one's is itself.
struct PlannerData {
  torch::Tensor state;    ///< [rows, ChannelHistory::width]
  torch::Tensor left;     ///< [rows]: of the budget, before the action
  torch::Tensor action;   ///< [rows], int64
  torch::Tensor click;    ///< [rows], the day's
  torch::Tensor spent;    ///< [rows], the day's, in units of currency
  torch::Tensor budget;   ///< [rows], of the campaign, in units of currency
  torch::Tensor channel;  ///< [rows], int64
  torch::Tensor next;     ///< [rows], int64
  torch::Tensor live;     ///< [rows]
};

ExecutorData ReadExecutorData(const ChannelLog& log);
/// Of campaigns that are on every channel.
PlannerData ReadPlannerData(const ChannelLog& log);

}  // namespace souk::agents
