#include "agents/bidders_desk.h"

#include <algorithm>
#include <utility>

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
        desk.Register(maker.SignalsOf(spec.lines[line]));
    if (line < range.first || line >= range.last) continue;
    auto strategy = maker.Make(spec.lines[line]);
    if (strategy) {
      desk.AddLine(spec.lines[line], std::move(strategy).value(), signals);
    } else {
      faults.push_back(strategy.error().message);
    }
  }
  if (!faults.empty()) return Join(faults);
  return desk;
}

void BiddersDesk::AddLine(const LineSpec& line,
                          std::unique_ptr<Strategy> strategy,
                          const std::vector<uint32_t>& signals) {
  plans_.Add(*strategy);
  lines_.push_back({std::move(strategy), line.advertiser.index(),
                    campaign_nodes_[line.campaign.index()], signals});
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
  std::vector<market::PlanInput> inputs;
  inputs.reserve(lines_.size());
  for (const Line& line : lines_) {
    inputs.push_back({time, Remaining(line, remaining)});
  }
  return plans_.Plan(inputs);
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
    lines_[i].strategy->Learn(feedback);
  }
}

std::vector<market::SignalTicked> BiddersDesk::Signals(uint32_t tick) const {
  std::vector<market::SignalTicked> rows;
  std::vector<double> values;
  for (size_t i = 0; i < lines_.size(); ++i) {
    const Line& line = lines_[i];
    values.assign(line.signals.size(), 0);
    line.strategy->Signals(values);
    for (size_t k = 0; k < values.size(); ++k) {
      rows.push_back({tick, first_line_ + static_cast<uint32_t>(i),
                      line.signals[k], values[k]});
    }
  }
  return rows;
}

void BiddersDesk::Save(market::ArchiveWriter& out, LineRange range) const {
  for (uint32_t line = range.first; line < range.last; ++line) {
    lines_[line - first_line_].strategy->Save(out);
  }
}

void BiddersDesk::Load(market::ArchiveReader& in) {
  for (const Line& line : lines_) line.strategy->Load(in);
}

}  // namespace souk::agents
