// Synthetic traffic: a population with interests, hours of the day, and
// sessions of several page views in waves.
//
// Users are numbered 0 .. users-1; a cell holds a contiguous range of them. A
// user has one interest, drawn by share. In every tick a user starts a session
// with probability sessions_per_day * w(tick) / sum of w over the day, where w
// is the weight of the tick's hour. A session goes on in waves: after each
// page the user opens another one with continue_rate (after a click:
// continue_after_click_rate), at most max_pages, and ends with the tick. The
// page id is user + wave * 2^40. Each page is on a channel and about a category
// drawn by share; each user lives in a place drawn by share.
//
// Predicted click rate of a line on a page:
//   clip(rate * lift * (1 + spread * Z), 0, 1),  Z ~ N(0, 1) per (page,
//   campaign),
// lift = interest_lift for users with the line's interest, else 1. The
// predicted conversion rate is the line's. Truth: the predicted click rate
// times (1 + truth_spread * Z'), clipped; conversions are as predicted. With
// habits users remember ads and days (habits.h).
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "market/traffic.h"
#include "market/traffic/habits.h"

namespace souk::market {

struct SyntheticLine {
  double click_rate = 0.05;
  double click_rate_spread = 0.3;
  double conversion_rate = 0.1;
  double interest_lift = 2;
  uint32_t interest = kNone;  ///< segment, or kNone
  /// Names the draws of this line, so that they stay when lines of others come
  /// before it: the campaign. Ascending over the lines of a channel. kNone: the
  /// line's own number.
  uint32_t campaign = kNone;
};

/// The loader has checked every range (scenario.proto, Synthetic).
struct SyntheticConfig {
  uint64_t seed = 1;
  uint32_t run = 0;
  uint64_t users = 10000;  ///< at most 2^32
  double sessions_per_day = 1;
  std::vector<double> hour_weight;     ///< 24 entries
  std::vector<double> interest_share;  ///< at least one
  std::vector<double> channel_share;   ///< at least one
  std::vector<double> place_share;     ///< empty: one place
  std::vector<double> category_share;  ///< empty: one category
  double continue_rate = 0.5;
  double continue_after_click_rate = 0.25;
  uint32_t max_pages = 20;
  double truth_spread = 0;
  uint32_t ticks_per_day = 48;
  std::optional<HabitsConfig> habits;  ///< empty: no day knows another
  std::vector<SyntheticLine> lines;    ///< by LineId
};

/// P(a user starts a session) of every tick of a day. Above 1 means that the
/// scenario asks for more than one session per user and tick, NaN that no tick
/// starts in an hour with a weight.
std::vector<double> SessionRates(const SyntheticConfig& config);

std::shared_ptr<const Traffic> MakeSynthetic(SyntheticConfig config);

}  // namespace souk::market
