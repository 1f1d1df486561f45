#include "agents/learning/torch/hibid_data.h"

#include <algorithm>
#include <cmath>

#include "agents/learning/channel_history.h"

namespace souk::agents {
namespace {

using market::Money;

constexpr double kMicrosPerUnit = 1e6;

/// Rows while they are collected.
struct Columns {
  std::vector<float> state, click, cost, left, spent, budget, live;
  std::vector<int64_t> action, next, channel;
};

torch::Tensor Tensor(const std::vector<float>& values) {
  return torch::tensor(values);
}
torch::Tensor Tensor(const std::vector<int64_t>& values) {
  return torch::tensor(values, torch::kInt64);
}
torch::Tensor Rows(const std::vector<float>& values, size_t width) {
  return torch::tensor(values).view({-1, static_cast<int64_t>(width)});
}

int64_t NearestAction(double action) {
  return std::clamp<int64_t>(std::llround(action), 0, kHibidActions - 1);
}

float Float(double value) { return static_cast<float>(value); }

/// Plays the days of a campaign again, line by line and tick by tick.
class CampaignReplay {
 public:
  CampaignReplay(const ChannelLog& log, const LoggedCampaign& campaign)
      : log_(log), campaign_(campaign) {
    for (const LoggedLine& line : campaign.lines) {
      views_.emplace_back(ChannelFacts{campaign.budget_micros,
                                       campaign.target_micros, line.channel,
                                       log.channels});
    }
    spent_.resize(campaign.lines.size());
  }

  /// Rows of a line stand `lines` apart.
  void AddTo(Columns& rows) {
    for (uint32_t tick = 0; tick < log_.days * log_.ticks_per_day; ++tick) {
      const market::TickTime time{tick, log_.ticks_per_day};
      if (time.first_of_day()) {
        spent_.assign(spent_.size(), Money());
        all_ = {};
      }
      for (size_t i = 0; i < views_.size(); ++i) AddRow(time, i, rows);
      for (size_t i = 0; i < views_.size(); ++i) Close(tick, i);
    }
  }

 private:
  void AddRow(market::TickTime time, size_t line, Columns& rows) {
    const LoggedLine& logged = campaign_.lines[line];
    const double share = logged.shares[time.day()];
    const Money budget(std::llround(campaign_.budget_micros));
    market::LineShare known = all_;
    known.budget = Money(std::llround(campaign_.budget_micros * share));
    known.left = std::max(Money(), known.budget - spent_[line]);
    views_[line].Open(
        {time, std::min(known.left, std::max(Money(), budget - all_.spend)),
         &known});
    std::vector<float> state(ChannelView::width(log_.channels));
    views_[line].Describe(state);
    rows.state.insert(rows.state.end(), state.begin(), state.end());

    const ChannelTick& tick = logged.ticks[time.tick];
    const double micros = campaign_.budget_micros;
    rows.action.push_back(NearestAction(tick.coefficient * 20 - 10));
    rows.click.push_back(Float(static_cast<double>(tick.tally.clicks) *
                               campaign_.target_micros / micros));
    rows.cost.push_back(
        Float(static_cast<double>(tick.tally.spend.micros) / micros));
    const bool last = time.tick_of_day() + 1 == time.ticks_per_day;
    const auto here = static_cast<int64_t>(rows.next.size());
    rows.next.push_back(last ? here
                             : here + static_cast<int64_t>(views_.size()));
    rows.live.push_back(last ? 0.0F : 1.0F);
  }

  void Close(uint32_t tick, size_t line) {
    const ChannelTick& logged = campaign_.lines[line].ticks[tick];
    views_[line].Close(logged);
    spent_[line] += logged.tally.spend;
    all_.clicks += logged.tally.clicks;
    all_.conversions += logged.tally.conversions;
    all_.spend += logged.tally.spend;
  }

  const ChannelLog& log_;
  const LoggedCampaign& campaign_;
  std::vector<ChannelView> views_;
  std::vector<Money> spent_;  // today, by line
  market::LineShare all_;     // the campaign today
};

LineDay DayOf(const LoggedLine& line, uint32_t day, uint32_t ticks_per_day) {
  LineDay sum;
  for (uint32_t t = 0; t < ticks_per_day; ++t) {
    sum.tally += line.ticks[day * ticks_per_day + t].tally;
  }
  sum.share = line.shares[day];
  return sum;
}

std::vector<LineDay> DayOf(const ChannelLog& log,
                           const LoggedCampaign& campaign, uint32_t day) {
  std::vector<LineDay> lines;
  for (const LoggedLine& line : campaign.lines) {
    lines.push_back(DayOf(line, day, log.ticks_per_day));
  }
  return lines;
}

/// The rows of one day; `past`: the days before it.
void AddDay(const LoggedCampaign& campaign,
            std::span<const std::vector<LineDay>> past,
            const std::vector<LineDay>& today, Columns& rows) {
  const size_t channels = today.size();
  const ChannelHistory history(campaign.budget_micros, campaign.target_micros,
                               past, channels);
  const double clicks = campaign.budget_micros / campaign.target_micros;
  double left = 1;
  for (size_t k = 0; k < channels; ++k) {
    std::vector<float> state(ChannelHistory::width(channels));
    history.Describe(k, left, state);
    rows.state.insert(rows.state.end(), state.begin(), state.end());
    rows.left.push_back(Float(left));
    rows.action.push_back(NearestAction(today[k].share * kHibidActions));
    rows.click.push_back(
        Float(static_cast<double>(today[k].tally.clicks) / clicks));
    rows.spent.push_back(Float(
        static_cast<double>(today[k].tally.spend.micros) / kMicrosPerUnit));
    rows.budget.push_back(Float(campaign.budget_micros / kMicrosPerUnit));
    rows.channel.push_back(static_cast<int64_t>(k));
    const bool last = k + 1 == channels;
    const auto here = static_cast<int64_t>(rows.next.size());
    rows.next.push_back(last ? here : here + 1);
    rows.live.push_back(last ? 0.0F : 1.0F);
    left = std::max(0.0, left - today[k].share);
  }
}

}  // namespace

ExecutorData ReadExecutorData(const ChannelLog& log) {
  Columns rows;
  for (const LoggedCampaign& campaign : log.campaigns) {
    CampaignReplay(log, campaign).AddTo(rows);
  }
  return {Rows(rows.state, ChannelView::width(log.channels)),
          Tensor(rows.action),
          Tensor(rows.click),
          Tensor(rows.cost),
          Tensor(rows.next),
          Tensor(rows.live)};
}

PlannerData ReadPlannerData(const ChannelLog& log) {
  Columns rows;
  for (const LoggedCampaign& campaign : log.campaigns) {
    if (campaign.lines.size() != log.channels) continue;
    std::vector<std::vector<LineDay>> days;
    for (uint32_t day = 0; day < log.days; ++day) {
      std::vector<LineDay> today = DayOf(log, campaign, day);
      const size_t known = std::min<size_t>(days.size(), kPlannerDays);
      if (known > 0) {
        AddDay(campaign, std::span(days).last(known), today, rows);
      }
      days.push_back(std::move(today));
    }
  }
  return {Rows(rows.state, ChannelHistory::width(log.channels)),
          Tensor(rows.left),
          Tensor(rows.action),
          Tensor(rows.click),
          Tensor(rows.spent),
          Tensor(rows.budget),
          Tensor(rows.channel),
          Tensor(rows.next),
          Tensor(rows.live)};
}

}  // namespace souk::agents
