// A city for tests of synthetic traffic: three interests, two channels.
#pragma once

#include "market/traffic/synthetic.h"

namespace souk::market {

inline SyntheticConfig City() {
  SyntheticConfig config;
  config.seed = 5;
  config.users = 20000;
  config.sessions_per_day = 3;
  config.ticks_per_day = 12;
  for (int hour = 0; hour < 24; ++hour) config.hour_weight.push_back(hour % 7);
  config.interest_share = {1, 3, 4};
  config.channel_share = {2, 1};
  config.lines.resize(40);
  for (size_t i = 0; i < config.lines.size(); ++i) {
    config.lines[i].interest = static_cast<uint32_t>(i % 3);
  }
  return config;
}

}  // namespace souk::market
