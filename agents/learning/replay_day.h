// A line's day as a trainer replays it, as plain values.
#pragma once

#include <vector>

#include "agents/replay_market.h"

namespace souk::agents {

struct ReplayDay {
  /// Of the line; its draws are those of ReplayRule.
  LineFacts facts;
  ReplayRule rule;
  std::vector<LoggedTick> ticks;  ///< facts.ticks_per_day of them
};

}  // namespace souk::agents
