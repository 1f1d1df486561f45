#include "agents/strategies/requirements.h"

namespace souk::agents {

using market::Charge;
using market::Concat;
using market::Error;
using market::LinearBid;
using market::ParamShape;
using market::ParamSpec;
using market::Result;

Result<LinearBid> TruthfulBid(std::string_view strategy,
                              const LineFacts& facts) {
  const double click = facts.value_per_click_micros;
  const double conversion = facts.value_per_conversion_micros;
  LinearBid bid;
  if (facts.charge == Charge::kView) {
    bid.click = click;
    bid.click_conversion = conversion;
    return bid;
  }
  if (facts.charge == Charge::kClick) {
    bid.constant = click;
    bid.conversion = conversion;
    return bid;
  }
  if (click != 0) {
    return Error{Concat(
        strategy, ": value_per_click_micros = ", click,
        " with charge CONVERSION, but only conversions are paid for: it must "
        "be 0 (put the value into value_per_conversion_micros)")};
  }
  bid.constant = conversion;
  return bid;
}

LinearBid ConversionBid(const LineFacts& facts) {
  LinearBid bid;
  switch (facts.charge) {
    case Charge::kView:
      bid.click_conversion = 1;
      break;
    case Charge::kClick:
      bid.conversion = 1;
      break;
    case Charge::kConversion:
      bid.constant = 1;
      break;
  }
  return bid;
}

Result<void> NeedTargetCpa(std::string_view strategy, const LineFacts& facts) {
  if (facts.target_cpa_micros > 0) return {};
  return Error{Concat(strategy,
                      ": needs a target, but its campaign has none; give it "
                      "target_cpa_micros")};
}

Result<void> NeedViewCharge(std::string_view strategy, const LineFacts& facts) {
  if (facts.charge == Charge::kView) return {};
  return Error{Concat(strategy, ": bids for one view, but charge is ",
                      facts.charge == Charge::kClick ? "CLICK" : "CONVERSION",
                      "; it must be VIEW")};
}

Result<void> NeedDailyBudget(std::string_view strategy,
                             const LineFacts& facts) {
  if (facts.daily_budget != market::kNoLimit) return {};
  return Error{Concat(strategy,
                      ": needs a daily budget, but its advertiser has none; "
                      "give it daily_budget_micros")};
}

double TickShare(const LineFacts& facts) {
  return static_cast<double>(facts.daily_budget.micros) / facts.ticks_per_day;
}

ParamSpec NumberParam(const char* name, double value, Range range,
                      const char* help) {
  return {.name = name,
          .unit = "1",
          .shape = ParamShape::kNumber,
          .default_value = {value},
          .min = range.min,
          .max = range.max,
          .help = help};
}

std::vector<ParamSpec> AverageClickRateParams() {
  return {{.name = "average_click_rate",
           .unit = "1",
           .shape = ParamShape::kNumber,
           .default_value = {0},
           .min = 0,
           .max = 1,
           .help = "Mean click rate of training; 0: from the two below"},
          {.name = "train_clicks",
           .unit = "clicks",
           .shape = ParamShape::kInteger,
           .default_value = {0},
           .min = 0,
           .max = 1e15,
           .help = "Clicks in training; 0: not given"},
          {.name = "train_impressions",
           .unit = "impressions",
           .shape = ParamShape::kInteger,
           .default_value = {0},
           .min = 0,
           .max = 1e15,
           .help = "Impressions in training; 0: not given"}};
}

Result<double> AverageClickRate(std::string_view strategy,
                                const market::ParamSet& params) {
  const double rate = params.number("average_click_rate");
  const auto clicks = static_cast<double>(params.integer("train_clicks"));
  const auto shown = static_cast<double>(params.integer("train_impressions"));
  const bool totals = clicks > 0 && shown >= clicks;
  constexpr double kSmallest = 1e-12;  // keeps quotients finite
  if (rate >= kSmallest && clicks == 0 && shown == 0) return rate;
  if (rate == 0 && totals) return clicks / shown;
  return Error{Concat(
      strategy, ": average_click_rate = ", rate, ", train_clicks = ", clicks,
      ", train_impressions = ", shown,
      "; either average_click_rate is at least 1e-12 and the others are 0, or "
      "it is 0 and 0 < train_clicks <= train_impressions")};
}

ParamSpec StepParam() {
  return {.name = "step_micros",
          .unit = "micros",
          .shape = ParamShape::kInteger,
          .default_value = {0},
          .min = 0,
          .max = 1e12,
          .help = "Bids are rounded down to multiples of it; 0: they are not"};
}

LinearBid RateBid(double slope, double step) {
  LinearBid bid;
  bid.click = slope;
  bid.step = StepUnit(step);
  bid.whole_steps = step > 0;
  return bid;
}

}  // namespace souk::agents
