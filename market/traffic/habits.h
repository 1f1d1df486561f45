// What users of synthetic traffic carry from page to page and from day to day:
// temper, fatigue, interests, and the day on which they come back.
//
// Temper, within a session: it starts anew, and every page moves it by
//   clip(click_reward * clicks - 2, -2, 0);
// the user leaves when it is below 1. (KuaiSim, arXiv 2309.12645.)
//
// Return: after a session the user stays away until the day
//   today + 1 + d,   P(d) = P (1 - P)^d / (1 - (1 - P)^D),  d = 0 .. D - 1
//   P = clip(return_rate + return_gain * click_reward * clicks per page,
//            0.001, 0.999)
// with D = return_days (KuaiSim's retention task, without a personal term).
//
// Fatigue: an ad whose campaign stands n times among the last kRemembered ads
// that the user looked at has a true click rate of
//   sigmoid(logit a - fatigue * n).
//
// Interests: every user has three, drawn by share; the first is where it
// starts. A session begins under one of the three, with equal chance, with
// P = switch_rate, else under the last one. A click on an ad that has an
// interest of its own makes that the user's with P = drift_rate.
//
// Idle users cost nothing but memory: at most 46 bytes each.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "market/archive.h"
#include "market/random.h"
#include "market/traffic.h"

namespace souk::market {

struct HabitsConfig {
  double temper = 0;  ///< at the start of a session, >= 1; 0: no temper
  double click_reward = 1;
  double fatigue = 0;        ///< >= 0; 0: no fatigue
  uint32_t return_days = 0;  ///< 0: users may come on any day
  double return_rate = 0.75;
  double return_gain = 0;
  double switch_rate = 0;
  double drift_rate = 0;
};

/// The temper after a page with that reward.
double TemperAfter(double temper, double reward);
inline bool TemperLasts(double temper) { return temper >= 1; }

/// P(back): clipped to [0.001, 0.999].
double ReturnRate(const HabitsConfig& config, double clicks_per_page);
/// The quantile of d at `u` in [0, 1): how many days later than tomorrow.
uint32_t ReturnDelay(double rate, uint32_t days, double u);

/// The users of one cell, 0 .. users - 1 in it.
class Habits {
 public:
  static constexpr size_t kRemembered = 8;
  static constexpr uint32_t kModes = 3;

  /// What a line is to users.
  struct Ad {
    uint32_t campaign = 0;
    uint32_t interest = kNone;
  };
  struct Cell {
    uint64_t first_user = 0;  ///< of the whole population
    size_t users = 0;
  };

  Habits(const HabitsConfig& config, Stream session, Cell cell);

  /// Takes out of `users` who is away, and starts the sessions of the others.
  void StartSessions(TickTime time, std::vector<uint32_t>& users);
  /// The mode under which the session of `user` starts: below kModes, or
  /// kNone for the last interest.
  uint32_t ModeOf(uint32_t user) const;
  /// One page: `seen` are its ads, from the top.
  void TakePage(uint32_t user, uint32_t clicks, std::span<const Ad> seen);
  bool WantsMore(uint32_t user) const;
  /// Whether the user takes over the interest of an ad clicked in `wave`.
  bool Drifts(uint32_t user, uint32_t wave) const;
  void EndSession(uint32_t user);

  double Tired(uint32_t user, uint32_t campaign, double attraction) const;

  void Save(ArchiveWriter& out) const;
  void Load(ArchiveReader& in);

 private:
  struct Visit {
    float temper = 0;
    uint16_t pages = 0;
    uint16_t clicks = 0;
  };
  using Memory = std::array<uint32_t, kRemembered>;  // the latest first

  HabitsConfig config_;
  Stream session_;
  uint64_t first_user_;
  TickTime time_;
  std::array<double, kRemembered + 1> worn_;  // exp(-fatigue n)
  std::vector<Visit> visit_;                  // by user, within a tick
  std::vector<uint32_t> back_on_;             // by user: day; empty: no return
  std::vector<Memory> memory_;                // by user; empty: no fatigue
};

}  // namespace souk::market
