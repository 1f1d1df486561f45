// What lines of campaigns with a planner did in some runs of a market, in the
// terms that HiBid learns from. Plain values.
#pragma once

#include <cstdint>
#include <vector>

#include "agents/learning/channel_view.h"

namespace souk::agents {

struct LoggedLine {
  uint32_t channel = 0;
  std::vector<ChannelTick> ticks;  ///< of the run, in order
  std::vector<double> shares;      ///< by day: of the budget; 1: not split
};

/// A campaign in one run.
struct LoggedCampaign {
  double budget_micros = 0;       ///< of a day, above 0
  double target_micros = 0;       ///< value of a click, above 0
  std::vector<LoggedLine> lines;  ///< ascending by channel
};

struct ChannelLog {
  uint32_t days = 0;
  uint32_t ticks_per_day = 0;
  uint32_t channels = 0;
  std::vector<LoggedCampaign> campaigns;
};

}  // namespace souk::agents
