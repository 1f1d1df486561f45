#include "scenarios/market_checks.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "market/auction.h"
#include "market/money.h"
#include "market/traffic/synthetic.h"
#include "scenarios/auctionnet_checks.h"
#include "scenarios/field_rules.h"
#include "scenarios/hour_checks.h"
#include "scenarios/members.h"
#include "scenarios/requests_checks.h"
#include "scenarios/rule_checks.h"
#include "scenarios/traffic_builder.h"

namespace souk::scenarios {
namespace {

/// What the platform assumes about clicks when it has seen no ad yet.
constexpr double kTypicalAttraction = 0.05;

std::vector<double> DefaultWeights(const market::UserModel& model,
                                   uint32_t slots) {
  const std::vector<double> attraction(slots, kTypicalAttraction);
  std::vector<double> weight(slots);
  model.Examination(attraction, weight);
  return weight;
}

void CheckWeights(const Channel& channel, const FieldPath& path,
                  Faults& faults) {
  const auto count = static_cast<uint32_t>(channel.slot_weight_size());
  if (count != channel.slots()) {
    faults.Add(path.Field("slot_weight"),
               " has " + std::to_string(count) + " entries, must have " +
                   std::to_string(channel.slots()) + ", one per slot");
  }
  for (int i = 1; i < channel.slot_weight_size(); ++i) {
    if (channel.slot_weight(i) <= channel.slot_weight(i - 1)) continue;
    faults.Add(path.Item("slot_weight", static_cast<size_t>(i)),
               " = " + NumberText(channel.slot_weight(i)) +
                   ", must not be above the weight of the slot before, " +
                   NumberText(channel.slot_weight(i - 1)));
  }
}

/// What a user model says may be no weights: slots that nobody examines.
void CheckDefaultWeights(const std::vector<double>& weight,
                         const FieldPath& path, Faults& faults) {
  for (size_t i = 0; i < weight.size(); ++i) {
    const std::string slot = std::to_string(i + 1);
    const std::string remedy =
        "; lower slots, state slot_weight or change user_model";
    if (!(weight[i] > 0)) {
      faults.Add(path.Field("slots"),
                 " = " + std::to_string(weight.size()) +
                     ", but the users never examine slot " + slot + remedy);
      return;
    }
    if (i > 0 && weight[i] > weight[i - 1]) {
      faults.Add(path.Field("slots"),
                 " = " + std::to_string(weight.size()) +
                     ", but the users examine slot " + slot +
                     " more often than the slot before" + remedy);
      return;
    }
  }
}

/// False: there were faults.
bool CheckExaminationList(const Param& param, const FieldPath& path,
                          Faults& faults) {
  bool good = true;
  for (int i = 0; i < param.value_size(); ++i) {
    const FieldPath here = path.Item("value", static_cast<size_t>(i));
    const double value = param.value(i);
    if (value == 0) {
      faults.Add(here, " = 0, must be > 0 and <= 1");
      good = false;
    } else if (i > 0 && value > param.value(i - 1)) {
      faults.Add(here, " = " + NumberText(value) +
                           ", must not be above the slot before, " +
                           NumberText(param.value(i - 1)));
      good = false;
    }
  }
  return good;
}

void CheckSynthetic(const Scenario& scenario, Faults& faults) {
  const Synthetic& synthetic = scenario.traffic().synthetic();
  const FieldPath path = FieldPath().Field("traffic").Field("synthetic");
  const FieldPath hours = path.Field("hour_weight");
  if (!CheckHours(synthetic.hour_weight(), hours, faults)) return;
  if (!KeepsRules(synthetic) || !KeepsRules(scenario.calendar())) return;
  const auto rates = market::SessionRates(SyntheticTraffic(scenario));
  const double most = *std::max_element(rates.begin(), rates.end());
  if (std::isnan(most)) {
    FaultOfTicks(scenario.calendar(), hours, faults);
  } else if (most > 1) {
    faults.Add(path.Field("sessions_per_day"),
               " = " + NumberText(synthetic.sessions_per_day()) + " asks for " +
                   NumberText(most) +
                   " sessions per user in the busiest tick, at most 1 can "
                   "start");
  }
  if (synthetic.users() < scenario.cells()) {
    faults.Add(path.Field("users"),
               " = " + std::to_string(synthetic.users()) +
                   ", must be >= cells = " + std::to_string(scenario.cells()));
  }
}

/// Every campaign that pays per conversion is a fault: `because`.
void RefuseConversions(const Scenario& scenario, const std::string& because,
                       Faults& faults) {
  for (int a = 0; a < scenario.advertiser_size(); ++a) {
    for (int c = 0; c < scenario.advertiser(a).campaign_size(); ++c) {
      if (scenario.advertiser(a).campaign(c).charge() != CONVERSION) continue;
      faults.Add(FieldPath()
                     .Item("advertiser", static_cast<size_t>(a))
                     .Item("campaign", static_cast<size_t>(c))
                     .Field("charge"),
                 " = CONVERSION: " + because + "; pay for VIEW or CLICK");
    }
  }
}

void CheckReplay(const Scenario& scenario, Faults& faults) {
  if (scenario.channel_size() > 1) {
    faults.Add(FieldPath().Item("channel", 1),
               ": a replay has one channel, found " +
                   std::to_string(scenario.channel_size()));
  }
  if (scenario.has_conversion_delay()) {
    faults.Add(FieldPath().Field("conversion_delay"),
               ": a replay knows no conversions");
  }
  RefuseConversions(scenario, "a replay knows no conversions", faults);
}

/// Nothing is reserved for what comes in days, so nothing may cost then.
void CheckDelay(const Scenario& scenario, Faults& faults) {
  if (!scenario.has_conversion_delay()) return;
  RefuseConversions(scenario,
                    "with conversion_delay nobody can be charged for what is "
                    "reported days later",
                    faults);
}

}  // namespace

void CompleteChannels(Scenario& scenario, Faults& faults) {
  const auto model = MakeUserModel(scenario.user_model());
  for (int i = 0; i < scenario.channel_size(); ++i) {
    Channel& channel = *scenario.mutable_channel(i);
    const int weights = channel.slot_weight_size();
    const FieldPath path = FieldPath().Item("channel", static_cast<size_t>(i));
    if (faults.spoiled(path.Field("slots"))) continue;
    if (!channel.has_slots()) {
      channel.set_slots(weights > 0 ? static_cast<uint32_t>(weights) : 1);
      if (channel.slots() > market::kMaxSlots) {
        faults.Add(path.Field("slot_weight"),
                   " has " + std::to_string(weights) +
                       " entries, must be at most " +
                       std::to_string(market::kMaxSlots));
      }
    }
    if (faults.spoiled(path.Field("slot_weight"))) continue;
    if (weights > 0) {
      CheckWeights(channel, path, faults);
    } else if (model.ok() && !faults.spoiled(FieldPath().Field("user_model")) &&
               channel.slots() >= 1 && channel.slots() <= market::kMaxSlots) {
      const auto fill = DefaultWeights(*model.value(), channel.slots());
      CheckDefaultWeights(fill, path, faults);
      channel.mutable_slot_weight()->Add(fill.begin(), fill.end());
    }
  }
}

void CheckExamination(const Member& user_model, Faults& faults) {
  const bool pbm = user_model.name() == "pbm";
  if (!pbm && user_model.name() != "listwise") return;
  for (int i = 0; i < user_model.param_size(); ++i) {
    const Param& param = user_model.param(i);
    const bool by_eta = pbm && param.value_size() == 1 && param.value(0) == 0;
    if (param.name() != "examination" || by_eta) continue;
    const FieldPath path = FieldPath().Field("user_model");
    if (!CheckExaminationList(
            param, path.Item("param", static_cast<size_t>(i), param.name()),
            faults)) {
      faults.Spoil(path);  // its weights are not worth a second sentence
    }
  }
}

void CheckTraffic(const Scenario& scenario, Faults& faults) {
  if (scenario.traffic().has_synthetic()) CheckSynthetic(scenario, faults);
  if (!scenario.traffic().has_replay()) CheckDelay(scenario, faults);
  if (scenario.traffic().has_replay()) CheckReplay(scenario, faults);
  CheckAuctionNet(scenario, faults);
  CheckRequests(scenario, faults);
}

void CompleteCalendar(Scenario& scenario, size_t log_rows, Faults& faults) {
  Calendar& calendar = *scenario.mutable_calendar();
  const FieldPath days = FieldPath().Field("calendar").Field("days");
  const uint64_t per_day = uint64_t{calendar.ticks_per_day()} *
                           scenario.traffic().replay().page_views_per_tick();
  if (!calendar.has_days() && !faults.spoiled(days)) {
    const uint64_t filled =
        log_rows > 0 && per_day > 0 ? (log_rows + per_day - 1) / per_day : 1;
    calendar.set_days(static_cast<uint32_t>(filled));
  }
  const uint64_t ticks = uint64_t{calendar.days()} * calendar.ticks_per_day();
  if (ticks > std::numeric_limits<uint32_t>::max()) {
    faults.Add(days, " x ticks_per_day = " + std::to_string(ticks) +
                         " ticks, must be at most 4294967295");
  }
}

}  // namespace souk::scenarios
