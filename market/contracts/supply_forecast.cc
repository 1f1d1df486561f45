#include "market/contracts/supply_forecast.h"

#include <algorithm>

#include "market/budget.h"
#include "market/check.h"
#include "market/random.h"
#include "market/vector_math.h"

namespace souk::market {
namespace {

/// What is believed before anything was seen, in page views.
constexpr double kPrior = 50;
/// The level forgets so much slower than an hour of the week.
constexpr double kSlower = 8;

/// By type.
std::vector<double> Errors(const MarketSpec& spec, size_t types) {
  const double sigma = spec.contracts.forecast.error_sigma;
  std::vector<double> errors(types, 1);
  if (sigma == 0) return errors;
  const Stream stream(spec.seed, spec.run, Purpose::kForecast);
  for (size_t type = 0; type < types; ++type) {
    errors[type] = Exp(sigma * stream.Normal(type, 0, 0) - sigma * sigma / 2);
  }
  return errors;
}

}  // namespace

SupplyForecast::SupplyForecast(const MarketSpec& spec, const SupplyTypes& types)
    : calendar_(spec.calendar),
      rate_(spec.contracts.forecast.learning_rate),
      hours_(spec.calendar.ticks_per_day),
      hours_of_week_(size_t{kDaysPerWeek} * hours_.a_day()),
      types_(types.size()),
      table_(types_ * hours_of_week_),
      seen_(types_),
      forecast_(types_),
      count_(types_) {
  std::vector<double> expected(hours_of_week_);
  const uint32_t ticks = kDaysPerWeek * calendar_.ticks_per_day;
  for (uint32_t tick = 0; tick < ticks; ++tick) {
    expected[HourOf(tick)] +=
        spec.traffic->ExpectedPageViews(calendar_.At(tick));
  }
  const std::vector<double> errors = Errors(spec, types_);
  for (size_t type = 0; type < types_; ++type) {
    for (size_t hour = 0; hour < hours_of_week_; ++hour) {
      table_[type * hours_of_week_ + hour] =
          types[type].share * errors[type] * expected[hour];
    }
  }
}

double SupplyForecast::Expect(size_t type, uint32_t from, uint32_t end) const {
  double sum = 0;
  for (uint32_t tick = from; tick < end;) {
    const uint32_t hour_end = HourEnd(tick);
    const uint32_t until = std::min(end, hour_end);
    const double part = static_cast<double>(until - tick) /
                        static_cast<double>(hour_end - HourStart(tick));
    sum += part * Table(type, HourOf(tick));
    tick = until;
  }
  return sum * (kPrior + seen_[type]) / (kPrior + forecast_[type]);
}

void SupplyForecast::Learn(TickTime time, std::span<const int64_t> page_views) {
  SOUK_CHECK(page_views.size() == types_, page_views.size(),
             " counts of page views for ", types_, " supply types");
  for (size_t type = 0; type < types_; ++type) count_[type] += page_views[type];
  if (ends_hour(time)) CloseHour(HourOf(time.tick));
}

void SupplyForecast::CloseHour(uint64_t hour) {
  for (size_t type = 0; type < types_; ++type) {
    double& forecast = table_[type * hours_of_week_ + hour % hours_of_week_];
    const auto seen = static_cast<double>(count_[type]);
    count_[type] = 0;
    if (rate_ == 0) continue;
    const double kept = 1 - rate_ / kSlower;
    seen_[type] = kept * seen_[type] + seen;
    forecast_[type] = kept * forecast_[type] + forecast;
    forecast = (1 - rate_) * forecast + rate_ * seen;
  }
}

void SupplyForecast::Save(ArchiveWriter& out) const {
  out.Put(table_);
  out.Put(seen_);
  out.Put(forecast_);
  out.Put(count_);
}

void SupplyForecast::Load(ArchiveReader& in) {
  const size_t table = table_.size();
  in.Get(table_);
  in.Get(seen_);
  in.Get(forecast_);
  in.Get(count_);
  table_.resize(table);
  seen_.resize(types_);
  forecast_.resize(types_);
  count_.resize(types_);
}

}  // namespace souk::market
