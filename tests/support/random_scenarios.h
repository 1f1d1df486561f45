// Scenario texts drawn at random from a number: every field that moves money
// or traffic, with the corner values of budgets and bids.
#pragma once

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "market/random.h"

namespace souk::tests {

/// Draws one after the other from a number.
class Dice {
 public:
  explicit Dice(uint64_t number)
      : stream_(29, 0, market::Purpose::kTest), number_(number) {}

  uint64_t Below(uint64_t bound) {
    return stream_.Integer(bound, number_, 0, draws_++);
  }
  /// Whole, low <= result <= high.
  uint64_t From(uint64_t low, uint64_t high) {
    return low + Below(high - low + 1);
  }
  double Real(double low, double high) {
    return low + (high - low) * stream_.Uniform(number_, 0, draws_++);
  }
  bool Chance(double p) { return Real(0, 1) < p; }
  template <class T>
  T Pick(const std::vector<T>& choices) {
    return choices[Below(choices.size())];
  }

 private:
  market::Stream stream_;
  uint64_t number_;
  uint32_t draws_ = 0;
};

/// Writes scenario number `number`. Small: some thousand page views.
class RandomScenario {
 public:
  explicit RandomScenario(uint64_t number) : dice_(number) {
    text_ << "name: \"random_" << number << "\"\nseed: " << number + 1 << '\n';
    Calendar();
    Channels();
    text_ << "mechanism { " << Mechanism() << " }\n"
          << "user_model { " << UserModel() << " }\n";
    Traffic();
    const uint64_t advertisers = dice_.From(1, 10);
    for (uint64_t a = 0; a < advertisers; ++a) Advertiser(a);
    text_ << "recording { page_share: 1 award_share: 1 bid_share: 1 }\n";
  }

  std::string text() const { return text_.str(); }

 private:
  static std::string Param(const std::string& name, double value) {
    std::ostringstream out;
    out.precision(17);
    out << " param { name: \"" << name << "\" value: " << value << " }";
    return out.str();
  }

  void Calendar() {
    ticks_per_day_ = dice_.From(1, 6);
    text_ << "calendar { days: " << dice_.From(1, 3)
          << " ticks_per_day: " << ticks_per_day_ << " }\n"
          << "cells: " << (dice_.Chance(0.3) ? 1 : dice_.From(2, 16)) << '\n';
  }

  void Channels() {
    channels_ = dice_.From(1, 3);
    for (uint64_t c = 0; c < channels_; ++c) {
      text_ << "channel { name: \"c" << c << "\" share: " << dice_.Real(0.1, 2);
      if (dice_.Chance(0.3)) {
        text_ << " slot_weight: [1, " << dice_.Real(0.3, 1) << ", 0.2]";
      } else {
        text_ << " slots: " << dice_.From(1, 6);
      }
      if (dice_.Chance(0.5)) text_ << " mechanism { " << Mechanism() << " }";
      text_ << " }\n";
    }
  }

  std::string Mechanism() {
    const auto name = dice_.Pick<std::string>({"first_price", "gsp", "vcg"});
    std::string text = "name: \"" + name + "\"";
    if (dice_.Chance(0.4)) {
      text += Param("reserve_micros", static_cast<double>(dice_.Below(60000)));
    }
    if (name != "vcg" && dice_.Chance(0.4)) {
      text += Param("quality_exponent", dice_.Pick<double>({0, 0.5, 0.9}));
    }
    return text;
  }

  std::string UserModel() {
    const auto name =
        dice_.Pick<std::string>({"pbm", "cascade", "dbn", "repetition"});
    const double value = dice_.Pick<double>({0.01, 0.5, 1});
    return "name: \"" + name + "\"" +
           Param(name == "pbm" ? "eta" : "continuation", value);
  }

  void Traffic() {
    interests_ = dice_.From(1, 4);
    text_ << "traffic { synthetic {\n  users: " << dice_.From(20, 500)
          << "\n  sessions_per_day: "
          << dice_.Real(0.1, 0.5) * static_cast<double>(ticks_per_day_) << '\n';
    for (uint64_t i = 0; i < interests_; ++i) {
      text_ << "  interest { name: \"i" << i
            << "\" share: " << dice_.Real(0.2, 3) << " }\n";
    }
    text_ << "  continue_rate: " << dice_.Real(0, 0.7)
          << "\n  continue_after_click_rate: " << dice_.Real(0, 0.7)
          << "\n  max_pages: " << dice_.From(1, 8)
          << "\n  truth_spread: " << dice_.Pick<double>({0, 0.3}) << '\n';
    if (dice_.Chance(0.4)) Habits();
    text_ << "} }\n";
  }

  void Habits() {
    text_ << "  habits { temper: " << dice_.From(0, 12)
          << " fatigue: " << dice_.Pick<double>({0, 0.5})
          << " return_days: " << dice_.From(0, 3)
          << " drift_rate: " << dice_.Real(0, 1) << " }\n";
  }

  /// No budget, none of it, a few micros, less than a page's worth, some
  /// pages' worth, plenty.
  std::string Budget() {
    switch (dice_.Below(7)) {
      case 0:
        return "";
      case 1:
        return "0";
      case 2:
        return std::to_string(dice_.From(1, 40));
      case 3:
        return std::to_string(dice_.From(1000, 300000));
      case 4:
        return "1000000000000000";
      default:
        return std::to_string(dice_.From(300000, 20000000));
    }
  }

  void Advertiser(uint64_t number) {
    const std::string budget = Budget();
    text_ << "advertiser {\n  name: \"a" << number << "\"\n";
    if (!budget.empty()) text_ << "  daily_budget_micros: " << budget << '\n';
    if (dice_.Chance(0.2)) text_ << "  count: " << dice_.From(2, 4) << '\n';
    const uint64_t campaigns = dice_.Chance(0.4) ? dice_.From(2, 6) : 1;
    for (uint64_t c = 0; c < campaigns; ++c) Campaign(!budget.empty());
    text_ << "}\n";
  }

  void Campaign(bool has_budget) {
    const auto charge =
        dice_.Pick<std::string>({"VIEW", "CLICK", "CONVERSION"});
    text_ << "  campaign {\n    charge: " << charge
          << "\n    click_rate: " << dice_.Pick<double>({0, 0.03, 0.2, 1})
          << "\n    click_rate_spread: " << dice_.Pick<double>({0, 0.3, 2})
          << "\n    conversion_rate: " << dice_.Pick<double>({0, 0.1, 1})
          << '\n';
    // Without a budget huge bids would add up to more than money can hold.
    const double huge = has_budget && dice_.Chance(0.15) ? 1e9 : 1;
    if (charge != "CONVERSION") {
      text_ << "    value_per_click_micros: " << dice_.Real(0, 900000) * huge
            << '\n';
    }
    text_ << "    target_cpa_micros: " << dice_.Real(1000, 900000) * huge
          << '\n';
    text_ << "    value_per_conversion_micros: " << dice_.Real(0, 900000) * huge
          << '\n';
    Reach("channel", "c", channels_);
    Reach("target_interest", "i", interests_);
    if (dice_.Chance(0.5)) {
      text_ << "    interest: \"i" << dice_.Below(interests_) << "\"\n";
    }
    text_ << "    strategy { " << Strategy(charge, has_budget) << " }\n  }\n";
  }

  /// Names some of `count` things, or none.
  void Reach(const std::string& field, const std::string& prefix,
             uint64_t count) {
    if (dice_.Chance(0.5)) return;
    const uint64_t first = dice_.Below(count);
    for (uint64_t i = first; i < count; i += dice_.From(1, 2)) {
      text_ << "    " << field << ": \"" << prefix << i << "\"\n";
    }
  }

  std::string Strategy(const std::string& charge, bool has_budget) {
    std::vector<std::string> fit = {"fixed", "truthful", "budget_pacer",
                                    "pid_cpa"};
    if (has_budget) fit.insert(fit.end(), {"dual_optimal", "min_pacing"});
    if (charge == "VIEW") {
      fit.insert(fit.end(), {"linear", "mcpc", "pid", "empirical_shading",
                             "value_learning", "doubly_robust", "abid"});
      if (has_budget) fit.insert(fit.end(), {"rlb", "ss_mdp", "online_lp"});
    }
    const std::string name = dice_.Pick(fit);
    return "name: \"" + name + "\"" + Parameters(name, has_budget);
  }

  std::string Parameters(const std::string& strategy, bool has_budget) {
    const double bid = has_budget && dice_.Chance(0.15)
                           ? 1e15
                           : static_cast<double>(dice_.Below(300000));
    if (strategy == "fixed") return Param("bid_micros", bid);
    if (strategy == "linear") {
      return Param("base_bid_micros", bid) + Param("average_click_rate", 0.05);
    }
    if (strategy == "mcpc") {
      return Param("max_cpc_micros", std::max(bid, 1.0)) +
             (dice_.Chance(0.5) ? Param("step_micros", 1000) : "");
    }
    if (strategy == "pid") {
      return Param("base_bid_micros", bid) + Param("base_click_rate", 0.05) +
             Param("reference_ecpc_micros", 200000);
    }
    if (strategy.ends_with("shading") || strategy == "value_learning") {
      return Param("batch", 50) + Param("watch_share", dice_.Real(0.1, 1));
    }
    if (strategy == "doubly_robust") {
      return Param("batch", 50) + Param("epochs", 5);
    }
    if (strategy == "rlb" || strategy == "ss_mdp") {
      return " param { name: \"price_counts\" value: [5, 9, 7, 4, 3, 2, 1] }" +
             Param("price_step_micros", dice_.Pick<double>({1, 1000, 20000})) +
             Param("horizon", static_cast<double>(dice_.From(1, 400))) +
             Param("average_click_rate", 0.05);
    }
    return "";
  }

  Dice dice_;
  std::ostringstream text_;
  uint64_t ticks_per_day_ = 1;
  uint64_t channels_ = 1;
  uint64_t interests_ = 1;
};

}  // namespace souk::tests
