#include "agents/learning/market_features.h"

#include <algorithm>
#include <array>

#include "market/param.h"
#include "market/vector_math.h"

namespace souk::agents {

using market::Concat;
using market::Error;
using market::Result;

namespace {

constexpr double kMillion = 1e6;

double Squashed(double ratio) { return market::Log(1 + ratio); }

double Ratio(double a, double b) { return b > 0 ? a / b : 0; }

/// What all traffic of the day is worth, at the pages and rates so far.
double DayWorth(const MarketLook& look) {
  return look.all.pages * look.ticks_per_day * look.all.rate * look.worth;
}

/// A feature and how it comes about.
struct Teller {
  Feature feature;
  double (*value)(const MarketLook&);
};

#define SOUK_TOLD(expression) \
  [](const MarketLook& v) -> double { return expression; }

constexpr std::array kTold = {
    Teller{{"time_left", "share", "ticks left of the day"},
           SOUK_TOLD(v.time_left())},
    Teller{{"budget_left", "share", "of the daily budget; 1 without one"},
           SOUK_TOLD(v.budget_left())},
    // AuctionNet: s2 to s15.
    Teller{{"bid_all", "millions", "mean bid, all"},
           SOUK_TOLD(v.all.bid / kMillion)},
    Teller{{"bid_3", "millions", "mean bid, 3"},
           SOUK_TOLD(v.three.bid / kMillion)},
    Teller{{"price_all", "millions", "mean price of the last slot, all"},
           SOUK_TOLD(v.all.price / kMillion)},
    Teller{{"rate_all", "events", "mean rate of what it wants, all"},
           SOUK_TOLD(v.all.rate)},
    Teller{{"gained_all", "share", "what it got per auction, all"},
           SOUK_TOLD(v.all.conversion_share)},
    Teller{{"won_all", "share", "impressions per auction, all"},
           SOUK_TOLD(v.all.win_share)},
    Teller{{"price_3", "millions", "mean price of the last slot, 3"},
           SOUK_TOLD(v.three.price / kMillion)},
    Teller{{"rate_3", "events", "mean rate of what it wants, 3"},
           SOUK_TOLD(v.three.rate)},
    Teller{{"gained_3", "share", "what it got per auction, 3"},
           SOUK_TOLD(v.three.conversion_share)},
    Teller{{"won_3", "share", "impressions per auction, 3"},
           SOUK_TOLD(v.three.win_share)},
    Teller{{"rate_last", "events", "mean rate in the last tick"},
           SOUK_TOLD(v.last.rate)},
    Teller{{"pages_last", "auctions", "in the last tick"},
           SOUK_TOLD(v.last.pages)},
    Teller{{"pages_3", "auctions", "in up to three last ticks"},
           SOUK_TOLD(v.pages_three)},
    Teller{{"pages_today", "auctions", "so far"}, SOUK_TOLD(v.pages)},
    // Free of scale.
    Teller{{"richness", "ln(1 + x)", "budget_left / time_left; 1 is even"},
           SOUK_TOLD(Squashed(v.budget_left() / v.time_left()))},
    Teller{{"pace_last", "ln(1 + x)",
            "spend of the last tick over an even share of the daily budget"},
           SOUK_TOLD(Squashed(v.last.pace))},
    Teller{{"pace_3", "ln(1 + x)", "the same, 3"},
           SOUK_TOLD(Squashed(v.three.pace))},
    Teller{{"coefficient_last", "ln(1 + x)", "coefficient of the last tick"},
           SOUK_TOLD(Squashed(v.last.coefficient))},
    Teller{{"coefficient_3", "ln(1 + x)", "coefficient, 3"},
           SOUK_TOLD(Squashed(v.three.coefficient))},
    Teller{{"price_level_last", "ln(1 + x)",
            "prices of the last slot over worths, last tick: the coefficient "
            "that an average auction takes"},
           SOUK_TOLD(Squashed(v.last.price_level))},
    Teller{{"price_level_all", "ln(1 + x)", "the same, all"},
           SOUK_TOLD(Squashed(v.all.price_level))},
    Teller{{"won_last", "share", "impressions per auction in the last tick"},
           SOUK_TOLD(v.last.win_share)},
    Teller{{"exposed_3", "share", "views per auction, 3"},
           SOUK_TOLD(v.three.exposed_share)},
    Teller{{"cost_level", "ln(1 + x)",
            "cost of what it got over its worth, today; 0 before it got any"},
           SOUK_TOLD(Squashed(Ratio(v.spent, v.gained* v.worth)))},
    Teller{{"expected_cost_level", "ln(1 + x)",
            "the same of what its views promised"},
           SOUK_TOLD(Squashed(Ratio(v.spent, v.expected* v.worth)))},
    Teller{
        {"gained_worth", "ln(1 + x)",
         "worth of what its views promised so far over the daily budget"},
        SOUK_TOLD(v.has_budget ? Squashed(Ratio(v.expected* v.worth, v.budget))
                               : 0)},
    Teller{
        {"rate_trend", "ln(1 + x)", "rate of the last tick over that of all"},
        SOUK_TOLD(Squashed(Ratio(v.last.rate, v.all.rate)))},
    Teller{{"size", "ln(1 + x)",
            "daily budget over 1% of the worth of a day's traffic"},
           SOUK_TOLD(v.has_budget ? Squashed(Ratio(100 * v.budget, DayWorth(v)))
                                  : 0)},
    Teller{
        {"affordable", "ln(x / 20)",
         "1 + how often the daily budget pays its worth; 0 without a budget"},
        SOUK_TOLD(v.has_budget ? market::Log((1 + v.budget / v.worth) / 20)
                               : 0)},
    Teller{{"has_budget", "0 or 1", "whether there is a daily budget"},
           SOUK_TOLD(v.has_budget ? 1 : 0)},
    Teller{{"has_target", "0 or 1", "whether a conversion has a target cost"},
           SOUK_TOLD(v.target > 0 ? 1 : 0)},
    Teller{{"return_wanted", "ln(1 + x)",
            "value of a conversion over its target cost; 0 without a target"},
           SOUK_TOLD(Squashed(Ratio(v.value, v.target)))},
};

#undef SOUK_TOLD

constexpr std::array kFeatures = [] {
  std::array<Feature, kTold.size()> features;
  for (size_t i = 0; i < kTold.size(); ++i) features[i] = kTold[i].feature;
  return features;
}();

constexpr size_t kAuctionNet = 16;  // the first ones

FeatureSet AuctionNetSet() {
  FeatureSet set{"auctionnet", {}};
  for (size_t i = 0; i < kAuctionNet; ++i) set.indices.push_back(i);
  return set;
}

FeatureSet PacingSet() {
  FeatureSet set{"pacing", {0, 1}};
  for (size_t i = kAuctionNet; i < kTold.size(); ++i) set.indices.push_back(i);
  return set;
}

std::vector<std::string> SplitAtCommas(std::string_view text) {
  std::vector<std::string> words;
  while (true) {
    const size_t comma = text.find(',');
    words.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return words;
    text.remove_prefix(comma + 1);
  }
}

Error NoFeature(const std::string& name) {
  std::vector<std::string> known = {"auctionnet", "pacing"};
  for (const Feature& feature : kFeatures) known.emplace_back(feature.name);
  const std::string near = market::NearestSpelling(name, known);
  return {Concat("no feature is called '", name, "'",
                 near.empty() ? "" : Concat("; did you mean '", near, "'?"))};
}

}  // namespace

std::span<const Feature> Features() { return kFeatures; }

double Told(size_t feature, const MarketLook& look) {
  return kTold[feature].value(look);
}

Result<FeatureSet> FindFeatures(std::string_view name) {
  if (name == "auctionnet") return AuctionNetSet();
  if (name == "pacing") return PacingSet();
  FeatureSet set{std::string(name), {}};
  for (const std::string& word : SplitAtCommas(name)) {
    const auto found = std::ranges::find(kFeatures, word, &Feature::name);
    if (found == kFeatures.end()) return NoFeature(word);
    set.indices.push_back(static_cast<size_t>(found - kFeatures.begin()));
  }
  return set;
}

Result<FeatureSet> FeaturesAt(std::span<const double> indices) {
  FeatureSet set;
  for (const double index : indices) {
    if (!(index >= 0 && index < kFeatures.size())) {
      return Error{
          Concat("feature ", index, ", but there are ", kFeatures.size())};
    }
    set.indices.push_back(static_cast<size_t>(index));
    set.name += (set.name.empty() ? "" : ",");
    set.name += kFeatures[set.indices.back()].name;
  }
  return set;
}

Result<std::vector<size_t>> ColumnsOf(const FeatureSet& set,
                                      std::span<const std::string> recorded) {
  std::vector<size_t> columns;
  for (const size_t index : set.indices) {
    const auto found = std::ranges::find(recorded, kFeatures[index].name);
    if (found == recorded.end()) {
      return Error{
          Concat("the feature '", kFeatures[index].name, "' was not recorded")};
    }
    columns.push_back(static_cast<size_t>(found - recorded.begin()));
  }
  return columns;
}

TickGlance& TickGlance::operator+=(const TickGlance& other) {
  coefficient += other.coefficient;
  bid += other.bid;
  price += other.price;
  rate += other.rate;
  price_level += other.price_level;
  pages += other.pages;
  win_share += other.win_share;
  exposed_share += other.exposed_share;
  conversion_share += other.conversion_share;
  pace += other.pace;
  return *this;
}

TickGlance TickGlance::operator*(double factor) const {
  return {.coefficient = coefficient * factor,
          .bid = bid * factor,
          .price = price * factor,
          .rate = rate * factor,
          .price_level = price_level * factor,
          .pages = pages * factor,
          .win_share = win_share * factor,
          .exposed_share = exposed_share * factor,
          .conversion_share = conversion_share * factor,
          .pace = pace * factor};
}

}  // namespace souk::agents
