#include "scenarios/auctionnet_checks.h"

#include "market/traffic/auctionnet_world.h"
#include "scenarios/field_rules.h"

namespace souk::scenarios {
namespace {

/// Traits of an episode are kept for every campaign and tick.
constexpr double kMostCampaignDays = 1e6;

double Campaigns(const Scenario& scenario) {
  double campaigns = 0;
  for (const Advertiser& advertiser : scenario.advertiser()) {
    campaigns +=
        static_cast<double>(advertiser.campaign_size()) * advertiser.count();
  }
  return campaigns;
}

void CheckCalendar(const Scenario& scenario, Faults& faults) {
  const FieldPath calendar = FieldPath().Field("calendar");
  const uint32_t ticks = scenario.calendar().ticks_per_day();
  if (ticks != market::kAuctionNetTicks) {
    faults.Add(calendar.Field("ticks_per_day"),
               " = " + std::to_string(ticks) +
                   ", must be 48: a day of auctionnet traffic has 48 ticks");
  }
  const double size = Campaigns(scenario) * scenario.calendar().days();
  if (size <= kMostCampaignDays) return;
  faults.Add(calendar.Field("days"),
             " = " + std::to_string(scenario.calendar().days()) +
                 " times the campaigns is " + NumberText(size) +
                 ", must be at most " + NumberText(kMostCampaignDays) +
                 " with auctionnet traffic");
}

}  // namespace

void CheckAuctionNet(const Scenario& scenario, Faults& faults) {
  if (!scenario.traffic().has_auctionnet()) {
    if (scenario.budgets().mode() != AUCTIONNET) return;
    faults.Add(FieldPath().Field("budgets").Field("mode"),
               " = AUCTIONNET needs traffic.auctionnet; use LEASE");
    return;
  }
  if (scenario.channel_size() > 1) {
    faults.Add(FieldPath().Item("channel", 1),
               ": auctionnet traffic has one channel, found " +
                   std::to_string(scenario.channel_size()));
  }
  CheckCalendar(scenario, faults);
}

}  // namespace souk::scenarios
