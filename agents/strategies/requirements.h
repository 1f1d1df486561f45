// What several strategies need from their parameters and their line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agents/strategy.h"

namespace souk::agents {

/// The value of one charged event, in micro-units, as a bid of factor 1:
///   charge VIEW        value_per_click * c + value_per_conversion * c * v
///   charge CLICK       value_per_click + value_per_conversion * v
///   charge CONVERSION  value_per_conversion
/// with c, v the predicted click and conversion rates. Error: a campaign that
/// pays per conversion must not value clicks (they come without one).
market::Result<market::LinearBid> TruthfulBid(std::string_view strategy,
                                              const LineFacts& facts);

/// Expected conversions of one charged event, as a bid of factor 1:
///   charge VIEW        c * v
///   charge CLICK       v
///   charge CONVERSION  1
/// The factor is then what a conversion is offered, in micro-units: the alpha
/// of rules that bid alpha * p.
market::LinearBid ConversionBid(const LineFacts& facts);

/// Error unless the campaign says what a conversion may cost.
market::Result<void> NeedTargetCpa(std::string_view strategy,
                                   const LineFacts& facts);

/// Error unless the line pays per view: the rule bids for one impression.
market::Result<void> NeedViewCharge(std::string_view strategy,
                                    const LineFacts& facts);

/// Error unless the advertiser has a budget: the rule spreads one.
market::Result<void> NeedDailyBudget(std::string_view strategy,
                                     const LineFacts& facts);

/// Micro-units that a tick may cost: an even share of the daily budget.
double TickShare(const LineFacts& facts);

struct Range {
  double min = 0;
  double max = 0;
};
/// A number parameter of unit 1 with a default.
market::ParamSpec NumberParam(const char* name, double value, Range range,
                              const char* help);

/// average_click_rate, train_clicks, train_impressions; 0: not given.
std::vector<market::ParamSpec> AverageClickRateParams();

/// At least 1e-15: average_click_rate, or train_clicks / train_impressions.
/// Error unless exactly one of the two ways is taken.
market::Result<double> AverageClickRate(std::string_view strategy,
                                        const market::ParamSet& params);

/// step_micros of rules that may round down to whole steps; 0: they do not.
market::ParamSpec StepParam();

/// The unit that a rule computes in: `step`, or one micro-unit for step 0.
inline double StepUnit(double step) { return step > 0 ? step : 1; }

/// slope * click rate units of StepUnit(step), rounded down to whole units
/// unless `step` is 0.
market::LinearBid RateBid(double slope, double step);

}  // namespace souk::agents
