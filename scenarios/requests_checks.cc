#include "scenarios/requests_checks.h"

#include "scenarios/field_rules.h"
#include "scenarios/groups.h"
#include "scenarios/hour_checks.h"
#include "scenarios/population.h"

namespace souk::scenarios {
namespace {

/// A click rate is kept for every type and line.
constexpr double kMostRates = 1e7;
constexpr uint64_t kHours = 24;

bool SomeTickHasWeight(const Requests& requests, const Calendar& calendar) {
  const uint64_t ticks = calendar.ticks_per_day();
  for (uint64_t tick = 0; tick < ticks; ++tick) {
    const auto hour = static_cast<int>(kHours * tick / ticks);
    if (requests.hour_weight(hour) > 0) return true;
  }
  return ticks == 0;
}

/// low <= high.
struct Ends {
  const char* low_field;
  const char* high_field;
  double low;
  double high;
};

void CheckEnds(const Ends& ends, const FieldPath& path, Faults& faults) {
  if (ends.low <= ends.high) return;
  faults.Add(path.Field(ends.low_field), " = " + NumberText(ends.low) +
                                             ", must be <= " + ends.high_field +
                                             " = " + NumberText(ends.high));
}

void CheckRival(const Requests& requests, const FieldPath& path,
                Faults& faults) {
  const bool low = requests.has_rival_low_micros();
  const bool high = requests.has_rival_high_micros();
  if (low != high) {
    faults.Add(path, std::string(" needs both of rival_low_micros, "
                                 "rival_high_micros, or none"));
    return;
  }
  CheckEnds({"rival_low_micros", "rival_high_micros",
             requests.rival_low_micros(), requests.rival_high_micros()},
            path, faults);
}

void CheckSize(const Scenario& scenario, const FieldPath& path,
               Faults& faults) {
  const auto types = static_cast<double>(
      GroupNames(scenario.traffic().requests().interest()).size());
  double lines = 0;
  for (const Advertiser& advertiser : scenario.advertiser()) {
    lines += static_cast<double>(CheckedCount(advertiser)) *
             (advertiser.campaign_size() + advertiser.contract_size());
  }
  lines *= scenario.channel_size();
  if (types * lines <= kMostRates) return;
  faults.Add(
      path.Field("interest"),
      ": " + NumberText(types) +
          " types times the campaigns and contracts of all channels is " +
          NumberText(types * lines) + ", must be at most " +
          NumberText(kMostRates));
}

}  // namespace

void CheckRequests(const Scenario& scenario, Faults& faults) {
  if (!scenario.traffic().has_requests()) return;
  const Requests& requests = scenario.traffic().requests();
  const FieldPath path = FieldPath().Field("traffic").Field("requests");
  const FieldPath hours = path.Field("hour_weight");
  if (requests.hour_weight_size() > 0 &&
      CheckHours(requests.hour_weight(), hours, faults) &&
      !SomeTickHasWeight(requests, scenario.calendar())) {
    FaultOfTicks(scenario.calendar(), hours, faults);
  }
  CheckEnds({"affinity_low", "affinity_high", requests.affinity_low(),
             requests.affinity_high()},
            path, faults);
  CheckRival(requests, path, faults);
  CheckSize(scenario, path, faults);
}

}  // namespace souk::scenarios
