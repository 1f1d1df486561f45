// Runs of a market for a trainer that learns from campaigns on several
// channels.
#pragma once

#include <string>
#include <vector>

#include "agents/learning/channel_log.h"
#include "market/result.h"

namespace souk::scenarios {

struct RunsOrder {
  std::string scenario;                ///< absolute path
  std::vector<std::string> overrides;  ///< "PATH=VALUE"
  uint32_t count = 1;
};

/// Plays the runs one after the other, run numbers on from the scenario's, and
/// keeps what every line of a campaign with a planner did; the strategies of
/// those must report `coefficient` and `budget_share`. Error: the scenario is
/// not right, or has no such campaign.
market::Result<agents::ChannelLog> LogChannels(const RunsOrder& order);

}  // namespace souk::scenarios
