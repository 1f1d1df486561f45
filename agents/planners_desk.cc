#include "agents/planners_desk.h"

#include <algorithm>
#include <numeric>

#include "market/budget_nodes.h"
#include "market/family.h"

namespace souk::agents {
namespace {

using market::CampaignId;
using market::LineTally;
using market::MarketSpec;
using market::Money;

/// Shares may add up to so much more than 1, for rounding.
constexpr double kSlack = 1e-9;

std::vector<uint32_t> LinesOf(const MarketSpec& spec, CampaignId campaign) {
  std::vector<uint32_t> lines;
  for (uint32_t line = 0; line < spec.lines.size(); ++line) {
    if (spec.lines[line].campaign == campaign) lines.push_back(line);
  }
  return lines;
}

CampaignFacts FactsOf(const MarketSpec& spec, CampaignId id) {
  const market::CampaignSpec& campaign = spec.campaigns[id.index()];
  const auto& advertiser = spec.advertisers[campaign.advertiser.index()];
  const uint32_t days = spec.calendar.days;
  CampaignFacts facts;
  facts.daily_budget =
      std::min(advertiser.budget.PerDay(days), campaign.budget.PerDay(days));
  facts.value_per_click_micros = campaign.value_per_click_micros;
  facts.ticks_per_day = spec.calendar.ticks_per_day;
  for (const uint32_t line : LinesOf(spec, id)) {
    facts.channels.push_back(
        static_cast<uint32_t>(spec.lines[line].channel.index()));
  }
  facts.seed = spec.seed;
  facts.run = spec.run;
  facts.campaign = static_cast<uint32_t>(id.index());
  facts.model = campaign.planner.model;
  return facts;
}

void CheckShares(const std::vector<double>& shares, size_t lines) {
  SOUK_CHECK(shares.size() == lines, shares.size(), " shares for ", lines,
             " lines");
  double sum = 0;
  for (const double share : shares) {
    SOUK_CHECK(share >= 0 && share <= 1, "a planner gave a share of ", share);
    sum += share;
  }
  SOUK_CHECK(sum <= 1 + kSlack, "the shares of a planner add up to ", sum);
}

}  // namespace

bool HasPlanners(const MarketSpec& spec) {
  return std::ranges::any_of(spec.campaigns, HasPlanner);
}

market::Result<std::unique_ptr<Planner>> MakePlanner(const MarketSpec& spec,
                                                     CampaignId campaign) {
  const market::MemberSpec& member = spec.campaigns[campaign.index()].planner;
  const auto entry = market::FindMember("planner", Planners(), member.name);
  if (!entry) return entry.error();
  return (*entry)->make(member.params, FactsOf(spec, campaign));
}

PlannersDesk::PlannersDesk(const MarketSpec& spec)
    : shares_(spec.lines.size()) {
  const std::vector<uint32_t> nodes = market::CampaignNodes(spec);
  for (uint32_t c = 0; c < spec.campaigns.size(); ++c) {
    if (!HasPlanner(spec.campaigns[c])) continue;
    Campaign campaign;
    campaign.planner = MakePlanner(spec, CampaignId(c)).value();
    campaign.lines = LinesOf(spec, CampaignId(c));
    campaign.advertiser = spec.campaigns[c].advertiser.index();
    campaign.allowance = nodes[c];
    campaigns_.push_back(std::move(campaign));
  }
}

void PlannersDesk::OpenTick(market::TickTime time,
                            std::span<const Money> remaining) {
  for (Campaign& campaign : campaigns_) {
    if (time.first_of_day()) BeginDay(campaign, time.day(), remaining);
    ShowCampaign(campaign);
  }
}

void PlannersDesk::BeginDay(Campaign& campaign, uint32_t day,
                            std::span<const Money> remaining) {
  if (!campaign.today.empty()) {
    campaign.past.push_back(std::move(campaign.today));
    if (campaign.past.size() > kPlannerDays) campaign.past.pop_front();
  }
  campaign.today.assign(campaign.lines.size(), LineDay());
  Money budget = remaining[campaign.advertiser];
  if (campaign.allowance != market::kNone) {
    budget = std::min(budget, remaining[campaign.allowance]);
  }
  const std::vector<std::vector<LineDay>> past(campaign.past.begin(),
                                               campaign.past.end());
  const auto shares = campaign.planner->Split({day, budget, past});
  if (!shares.empty()) CheckShares(shares, campaign.lines.size());
  for (size_t i = 0; i < campaign.lines.size(); ++i) {
    market::LineShare& line = shares_[campaign.lines[i]];
    line.budget = market::kNoLimit;
    if (shares.empty()) continue;
    campaign.today[i].share = shares[i];
    if (budget == market::kNoLimit) continue;
    line.budget = Money(
        static_cast<int64_t>(static_cast<double>(budget.micros) * shares[i]));
  }
}

void PlannersDesk::ShowCampaign(const Campaign& campaign) {
  LineTally all;
  for (const LineDay& day : campaign.today) all += day.tally;
  for (size_t i = 0; i < campaign.lines.size(); ++i) {
    market::LineShare& line = shares_[campaign.lines[i]];
    line.clicks = all.clicks;
    line.conversions = all.conversions;
    line.spend = all.spend;
    line.left =
        line.budget == market::kNoLimit
            ? line.budget
            : std::max(Money(), line.budget - campaign.today[i].tally.spend);
  }
}

void PlannersDesk::CloseTick(std::span<const LineTally> tallies) {
  SOUK_CHECK(tallies.size() == shares_.size(), tallies.size(), " tallies for ",
             shares_.size(), " lines");
  for (Campaign& campaign : campaigns_) {
    for (size_t i = 0; i < campaign.lines.size(); ++i) {
      campaign.today[i].tally += tallies[campaign.lines[i]];
    }
  }
}

void PlannersDesk::Save(market::ArchiveWriter& out) const {
  out.Put(shares_);
  for (const Campaign& campaign : campaigns_) {
    out.Put(campaign.today);
    out.Put(static_cast<uint64_t>(campaign.past.size()));
    for (const std::vector<LineDay>& day : campaign.past) out.Put(day);
  }
}

void PlannersDesk::Load(market::ArchiveReader& in) {
  const size_t lines = shares_.size();
  in.Get(shares_);
  if (shares_.size() != lines) in.Fail();
  shares_.resize(lines);
  for (Campaign& campaign : campaigns_) {
    const auto get = [&](std::vector<LineDay>& day) {
      in.Get(day);
      if (!day.empty() && day.size() != campaign.lines.size()) in.Fail();
    };
    get(campaign.today);
    uint64_t days = 0;
    in.Get(days);
    if (days > kPlannerDays) in.Fail();
    campaign.past.clear();
    for (uint64_t day = 0; in.ok() && day < days; ++day) {
      get(campaign.past.emplace_back());
    }
  }
}

}  // namespace souk::agents
