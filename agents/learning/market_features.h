// The numbers that describe a line's day, with names: the states of policies.
//
// Two sets of features (FEATURES.md has all of them):
//
//   auctionnet  the 16 numbers of AuctionNet's published baselines, amounts in
//               millions of micro-units. They know the coming tick's page views
//               and rates (s12, s13); a line of a market does not before they
//               come, so these are those of the last tick.
//   pacing      free of scale: shares, and ln(1 + x) of ratios x, within about
//               [-3, 3].
//
// "3": the mean of up to three last ticks; "all": of all ticks of the day.
// Without a tick, 0. Features are raw: trainers normalise them and keep how in
// the model.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "market/result.h"

namespace souk::agents {

struct Feature {
  std::string_view name;
  std::string_view unit;
  std::string_view meaning;
};

/// Everything that a view tells, in order. Models refer to features by index:
/// new ones come behind the others.
std::span<const Feature> Features();

/// A choice of features, as indices into Features().
struct FeatureSet {
  std::string name;
  std::vector<size_t> indices;

  size_t size() const { return indices.size(); }
};

/// "auctionnet", "pacing", or names of features between commas. Error: unknown.
market::Result<FeatureSet> FindFeatures(std::string_view name);
/// The features of a model's setting: their indices. Error: there is none.
market::Result<FeatureSet> FeaturesAt(std::span<const double> indices);
/// Where columns of recorded states have the features of a set, in its order.
/// Error: one was not recorded.
market::Result<std::vector<size_t>> ColumnsOf(
    const FeatureSet& set, std::span<const std::string> recorded);

/// One tick of a line, as ratios; all finite.
struct TickGlance {
  double coefficient = 0;       ///< aim.h
  double bid = 0;               ///< mean, micro-units per charged event
  double price = 0;             ///< mean of what the last slot was sold for
  double rate = 0;              ///< mean of Aim::Rate
  double price_level = 0;       ///< sum of prices / sum of units
  double pages = 0;             ///< auctions
  double win_share = 0;         ///< impressions / auctions
  double exposed_share = 0;     ///< views / auctions
  double conversion_share = 0;  ///< Gained / auctions
  double pace = 0;              ///< spend / even share of the daily budget

  TickGlance& operator+=(const TickGlance& other);
  TickGlance operator*(double factor) const;
};

/// A line at the start of a tick; amounts in micro-units.
struct MarketLook {
  uint32_t tick = 0;  ///< of the day
  uint32_t ticks_per_day = 1;
  bool has_budget = false;
  double budget = 1;     ///< of the day
  double remaining = 1;  ///< of it
  double target = 0;     ///< cost of a conversion; 0: none
  double value = 0;      ///< of a conversion
  double worth = 1;      ///< Aim::worth_micros
  // Today:
  double gained = 0;
  double expected = 0;
  double spent = 0;
  double pages = 0;
  double pages_three = 0;  ///< in up to three last ticks
  TickGlance last, three, all;

  double time_left() const {
    return static_cast<double>(ticks_per_day - tick) / ticks_per_day;
  }
  double budget_left() const { return has_budget ? remaining / budget : 1; }
};

/// Feature number `feature` of Features().
double Told(size_t feature, const MarketLook& look);

}  // namespace souk::agents
