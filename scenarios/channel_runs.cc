#include "scenarios/channel_runs.h"

#include <algorithm>

#include "agents/planners_desk.h"
#include "scenarios/loader.h"
#include "scenarios/sequential_run.h"

namespace souk::scenarios {
namespace {

using agents::ChannelLog;
using agents::ChannelTick;
using agents::LoggedCampaign;
using agents::LoggedLine;
using market::Concat;
using market::Error;
using market::MarketSpec;
using market::Result;

/// Where the line of a market lies in the log.
struct Place {
  size_t campaign = 0;
  size_t line = 0;
  bool logged = false;
};

/// The sums of a tick that a trace has.
market::LineTally TallyOf(const market::LineTicked& row) {
  market::LineTally tally;
  tally.auctions = row.auctions;
  tally.impressions = row.impressions;
  tally.views = row.views;
  tally.clicks = row.clicks;
  tally.conversions = row.conversions;
  tally.spend = market::Money(row.spend_micros);
  tally.predicted_clicks = row.predicted_clicks;
  return tally;
}

class ChannelSink final : public market::EventSink {
 public:
  ChannelSink(const MarketSpec& spec, ChannelLog& log)
      : spec_(spec), log_(log), places_(spec.lines.size()) {
    for (size_t c = 0; c < spec.campaigns.size(); ++c) {
      if (agents::HasPlanner(spec.campaigns[c])) AddCampaign(c);
    }
  }

  /// Error: a strategy does not report what is needed.
  Result<void> FindSignals(const std::vector<std::string>& names) {
    const auto find = [&names](const std::string& name) {
      return static_cast<uint32_t>(std::ranges::find(names, name) -
                                   names.begin());
    };
    coefficient_ = find("coefficient");
    share_ = find("budget_share");
    if (std::max(coefficient_, share_) < names.size()) return {};
    return Error{
        "no strategy reports `coefficient` and `budget_share`: to be learnt "
        "from, campaigns with a planner need one that does, such as "
        "click_offer"};
  }

  Result<void> Record(const market::TickRows& rows) override {
    for (const market::LineTicked& row : rows.lines) {
      if (places_[row.line].logged)
        TickOf(row.line, row.tick).tally = TallyOf(row);
    }
    for (const market::SignalTicked& row : rows.signals) {
      if (!places_[row.line].logged) continue;
      if (row.signal == coefficient_) {
        TickOf(row.line, row.tick).coefficient = row.value;
      } else if (row.signal == share_) {
        LineOf(row.line).shares[row.tick / spec_.calendar.ticks_per_day] =
            row.value;
      }
    }
    return {};
  }

 private:
  void AddCampaign(size_t c) {
    const market::CampaignSpec& campaign = spec_.campaigns[c];
    const auto& advertiser = spec_.advertisers[campaign.advertiser.index()];
    const uint32_t days = spec_.calendar.days;
    LoggedCampaign logged;
    logged.budget_micros = static_cast<double>(
        std::min(advertiser.budget.PerDay(days), campaign.budget.PerDay(days))
            .micros);
    logged.target_micros = campaign.value_per_click_micros;
    if (logged.budget_micros <= 0 || logged.target_micros <= 0) return;
    for (size_t line = 0; line < spec_.lines.size(); ++line) {
      if (spec_.lines[line].campaign.index() != c) continue;
      places_[line] = {log_.campaigns.size(), logged.lines.size(), true};
      LoggedLine& added = logged.lines.emplace_back();
      added.channel = static_cast<uint32_t>(spec_.lines[line].channel.index());
      added.ticks.resize(spec_.calendar.ticks());
      added.shares.assign(days, 1);
    }
    log_.campaigns.push_back(std::move(logged));
  }

  LoggedLine& LineOf(size_t line) {
    const Place& place = places_[line];
    return log_.campaigns[place.campaign].lines[place.line];
  }
  ChannelTick& TickOf(size_t line, uint32_t tick) {
    return LineOf(line).ticks[tick];
  }

  const MarketSpec& spec_;
  ChannelLog& log_;
  std::vector<Place> places_;  // by line
  uint32_t coefficient_ = 0;
  uint32_t share_ = 0;
};

Result<void> PlayRun(const MarketSpec& market, ChannelLog& log) {
  const auto spec = std::make_shared<MarketSpec>(market);
  log.days = spec->calendar.days;
  log.ticks_per_day = spec->calendar.ticks_per_day;
  log.channels = static_cast<uint32_t>(spec->channels.size());
  const auto desk = agents::BiddersDesk::Make(*spec);
  if (!desk) return desk.error();
  ChannelSink sink(*spec, log);
  if (auto found = sink.FindSignals(desk->signal_names()); !found) {
    return found.error();
  }
  auto run = SequentialRun::Make(spec);
  if (!run) return run.error();
  while (!(*run)->done()) {
    if (auto ticked = (*run)->RunTick(sink); !ticked) return ticked.error();
  }
  return {};
}

}  // namespace

Result<ChannelLog> LogChannels(const RunsOrder& order) {
  ChannelLog log;
  uint32_t first = 0;
  for (uint32_t i = 0; i < order.count; ++i) {
    LoadRequest request{order.scenario, order.overrides, {}};
    if (i > 0) request.overrides.push_back(Concat("run=", first + i));
    const auto loaded = LoadScenario(request);
    if (!loaded) return loaded.error();
    if (i == 0) first = loaded->market.run;
    if (auto played = PlayRun(loaded->market, log); !played) {
      return Error{Concat(order.scenario, ": ", played.error().message)};
    }
  }
  if (log.campaigns.empty()) {
    return Error{Concat(order.scenario,
                        ": no campaign has a planner, a budget and a value "
                        "per click: there is nothing to learn from")};
  }
  return log;
}

}  // namespace souk::scenarios
