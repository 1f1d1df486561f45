#include "agents/bidders_desk.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "agents/planners_desk.h"
#include "agents/strategy_maker.h"
#include "market/budget_nodes.h"

namespace souk::agents {
namespace {

using market::Error;
using market::LineSpec;
using market::MarketSpec;
using market::Money;
using market::Result;

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
  const LineFacts facts = FactsOfLine(spec, line);
  const auto aim = AimOf("trajectory", facts);
  if (!aim) return std::nullopt;
  return TrajectoryRecorder(facts, *aim, spec.recording.trajectory_watch_share);
}

/// Of its strategy (none if that does not exist) and its trajectory.
std::vector<std::string> SignalsOf(const MarketSpec& spec, const LineSpec& line,
                                   const StrategyMaker& maker) {
  std::vector<std::string> names = maker.SignalsOf(line);
  if (RecorderOf(spec, line)) {
    std::ranges::copy(TrajectoryRecorder::SignalNames(),
                      std::back_inserter(names));
  }
  return names;
}

market::BidFunction NoBid() {
  market::BidFunction none;
  none.linear.max = 0;
  return none;
}

}  // namespace

Result<BiddersDesk> BiddersDesk::Make(const MarketSpec& spec, LineRange range,
                                      std::span<const StrategyEntry> family) {
  BiddersDesk desk;
  desk.first_line_ = range.first;
  desk.campaign_nodes_ = market::CampaignNodes(spec);
  StrategyMaker maker(spec, family);
  std::vector<std::string> faults;
  for (uint32_t line = 0; line < spec.lines.size(); ++line) {
    const std::vector<uint32_t> signals =
        desk.Register(SignalsOf(spec, spec.lines[line], maker));
    if (line < range.first || line >= range.last) continue;
    auto strategy = maker.Make(spec.lines[line]);
    if (strategy) {
      desk.AddLine(spec, spec.lines[line], std::move(strategy).value(),
                   signals);
    } else {
      faults.push_back(strategy.error().message);
    }
  }
  if (!faults.empty()) return Join(faults);
  return desk;
}

void BiddersDesk::AddLine(const MarketSpec& spec, const LineSpec& line,
                          std::unique_ptr<Strategy> strategy,
                          const std::vector<uint32_t>& signals) {
  plans_.Add(*strategy);
  lines_.push_back({std::move(strategy), line.advertiser.index(),
                    campaign_nodes_[line.campaign.index()],
                    HasPlanner(spec.campaigns[line.campaign.index()]), signals,
                    RecorderOf(spec, line)});
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

market::PlanInput BiddersDesk::InputOf(
    size_t line, const market::PlanInput& common,
    std::span<const market::LineShare> shares) const {
  market::PlanInput input = common;
  if (shares.empty() || !lines_[line].planned) return input;
  input.share = &shares[line];
  input.remaining_today = std::min(input.remaining_today, shares[line].left);
  return input;
}

market::BidSheet BiddersDesk::Plan(market::TickTime time,
                                   std::span<const Money> remaining,
                                   std::span<const market::LineShare> shares) {
  SOUK_CHECK(shares.empty() || shares.size() == lines_.size(), shares.size(),
             " shares for ", lines_.size(), " lines");
  std::vector<market::PlanInput> inputs;
  inputs.reserve(lines_.size());
  for (size_t i = 0; i < lines_.size(); ++i) {
    inputs.push_back(
        InputOf(i, {time, Remaining(lines_[i], remaining)}, shares));
  }
  market::BidSheet sheet = plans_.Plan(inputs);
  for (size_t i = 0; i < lines_.size(); ++i) {
    const market::PlanInput& input = inputs[i];
    if (input.share && input.share->left <= Money()) sheet[i] = NoBid();
    if (lines_[i].recorder) lines_[i].recorder->Plan(input, sheet[i]);
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
