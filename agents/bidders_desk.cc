#include "agents/bidders_desk.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "market/budget_nodes.h"
#include "market/family.h"

namespace souk::agents {
namespace {

using market::CampaignSpec;
using market::Error;
using market::LineSpec;
using market::MarketSpec;
using market::Money;
using market::Result;

LineFacts FactsOf(const MarketSpec& spec, const LineSpec& line) {
  const CampaignSpec& campaign = spec.campaigns[line.campaign.index()];
  const auto& advertiser = spec.advertisers[campaign.advertiser.index()];
  LineFacts facts;
  facts.charge = campaign.charge;
  facts.value_per_click_micros = campaign.value_per_click_micros;
  facts.value_per_conversion_micros = campaign.value_per_conversion_micros;
  facts.target_cpa_micros = campaign.target_cpa_micros;
  const uint32_t days = spec.calendar.days;
  facts.daily_budget =
      std::min(advertiser.budget.PerDay(days), campaign.budget.PerDay(days));
  facts.ticks_per_day = spec.calendar.ticks_per_day;
  facts.seed = spec.seed;
  facts.run = spec.run;
  facts.line = static_cast<uint32_t>(&line - spec.lines.data());
  return facts;
}

Error At(const CampaignSpec& campaign, const Error& error) {
  return {market::Concat("campaign '", campaign.name,
                         "': strategy: ", error.message)};
}

/// The faults as one error, each once (a campaign may have many lines).
Error Join(const std::vector<std::string>& faults) {
  std::vector<std::string> said;
  std::string text;
  for (const std::string& fault : faults) {
    if (std::ranges::find(said, fault) != said.end()) continue;
    said.push_back(fault);
    if (!text.empty()) text += '\n';
    text += fault;
  }
  return {text};
}

/// None of a line whose trajectory is not recorded.
std::optional<TrajectoryRecorder> RecorderOf(const MarketSpec& spec,
                                             const LineSpec& line) {
  if (!spec.recording.trajectories() || !spec.Bids(line)) return std::nullopt;
  const LineFacts facts = FactsOf(spec, line);
  const auto aim = AimOf("trajectory", facts);
  if (!aim) return std::nullopt;
  return TrajectoryRecorder(facts, *aim, spec.recording.trajectory_watch_share);
}

/// Of its strategy (none if that does not exist) and its trajectory.
std::vector<std::string> SignalsOf(const MarketSpec& spec,
                                   const LineSpec& line) {
  const auto& name = spec.campaigns[line.campaign.index()].strategy.name;
  const auto entry = market::FindMember("strategy", Strategies(), name);
  auto names = entry ? (*entry)->signals : std::vector<std::string>();
  if (RecorderOf(spec, line)) {
    std::ranges::copy(TrajectoryRecorder::SignalNames(),
                      std::back_inserter(names));
  }
  return names;
}

}  // namespace

Result<std::unique_ptr<Strategy>> MakeStrategy(const MarketSpec& spec,
                                               const LineSpec& line) {
  const CampaignSpec& campaign = spec.campaigns[line.campaign.index()];
  const auto entry =
      market::FindMember("strategy", Strategies(), campaign.strategy.name);
  if (!entry) return At(campaign, entry.error());
  auto strategy = (*entry)->make(campaign.strategy.params, FactsOf(spec, line));
  if (!strategy) return At(campaign, strategy.error());
  return strategy;
}

Result<BiddersDesk> BiddersDesk::Make(const MarketSpec& spec, LineRange range) {
  BiddersDesk desk;
  desk.first_line_ = range.first;
  desk.campaign_nodes_ = market::CampaignNodes(spec);
  std::vector<std::string> faults;
  for (uint32_t line = 0; line < spec.lines.size(); ++line) {
    const std::vector<uint32_t> signals =
        desk.Register(SignalsOf(spec, spec.lines[line]));
    if (line < range.first || line >= range.last) continue;
    const Result<void> added = desk.AddLine(spec, spec.lines[line], signals);
    if (!added) faults.push_back(added.error().message);
  }
  if (!faults.empty()) return Join(faults);
  return desk;
}

Result<void> BiddersDesk::AddLine(const MarketSpec& spec, const LineSpec& line,
                                  const std::vector<uint32_t>& signals) {
  auto strategy = MakeStrategy(spec, line);
  if (!strategy) return strategy.error();
  lines_.push_back({std::move(strategy).value(), line.advertiser.index(),
                    campaign_nodes_[line.campaign.index()], signals,
                    RecorderOf(spec, line)});
  return {};
}

std::vector<uint32_t> BiddersDesk::Register(
    const std::vector<std::string>& names) {
  std::vector<uint32_t> indices;
  for (const std::string& name : names) {
    auto known = std::ranges::find(signal_names_, name);
    if (known == signal_names_.end()) {
      known = signal_names_.insert(signal_names_.end(), name);
    }
    indices.push_back(static_cast<uint32_t>(known - signal_names_.begin()));
  }
  return indices;
}

Money BiddersDesk::Remaining(const Line& line,
                             std::span<const Money> remaining) const {
  const Money all = remaining[line.advertiser];
  return line.allowance == market::kNone
             ? all
             : std::min(all, remaining[line.allowance]);
}

market::BidSheet BiddersDesk::Plan(market::TickTime time,
                                   std::span<const Money> remaining) {
  market::BidSheet sheet;
  sheet.reserve(lines_.size());
  for (Line& line : lines_) {
    const market::PlanInput input{time, Remaining(line, remaining)};
    sheet.push_back(line.strategy->Plan(input));
    if (line.recorder) line.recorder->Plan(input, sheet.back());
  }
  return sheet;
}

void BiddersDesk::Learn(market::TickTime time, const TickOutcome& outcome,
                        std::span<const Money> remaining) {
  const auto& [tallies, seen] = outcome;
  SOUK_CHECK(tallies.size() == lines_.size(), tallies.size(), " tallies for ",
             lines_.size(), " lines");
  for (size_t i = 0; i < lines_.size(); ++i) {
    market::Feedback feedback{time, tallies[i],
                              Remaining(lines_[i], remaining)};
    if (!seen.empty()) feedback.seen = seen[i];
    auto& recorder = lines_[i].recorder;
    lines_[i].strategy->Learn(recorder ? recorder->Learn(feedback) : feedback);
  }
}

size_t BiddersDesk::OwnSignals(const Line& line) {
  const size_t recorded =
      line.recorder ? TrajectoryRecorder::SignalNames().size() : 0;
  return line.signals.size() - recorded;
}

std::vector<market::SignalTicked> BiddersDesk::Signals(uint32_t tick) const {
  std::vector<market::SignalTicked> rows;
  std::vector<double> values;
  for (size_t i = 0; i < lines_.size(); ++i) {
    const Line& line = lines_[i];
    values.assign(line.signals.size(), 0);
    const size_t own = OwnSignals(line);
    line.strategy->Signals(std::span(values).first(own));
    if (line.recorder) line.recorder->Signals(std::span(values).subspan(own));
    for (size_t k = 0; k < values.size(); ++k) {
      rows.push_back({tick, first_line_ + static_cast<uint32_t>(i),
                      line.signals[k], values[k]});
    }
  }
  return rows;
}

void BiddersDesk::Save(market::ArchiveWriter& out, LineRange range) const {
  for (uint32_t at = range.first; at < range.last; ++at) {
    const Line& line = lines_[at - first_line_];
    line.strategy->Save(out);
    if (line.recorder) line.recorder->Save(out);
  }
}

void BiddersDesk::Load(market::ArchiveReader& in) {
  for (Line& line : lines_) {
    line.strategy->Load(in);
    if (line.recorder) line.recorder->Load(in);
  }
}

}  // namespace souk::agents
