#include "scenarios/seat_runs.h"

#include "scenarios/sequential_run.h"

namespace souk::scenarios {

using market::MarketSpec;
using market::Money;
using market::Result;

SeatSums::SeatSums(const MarketSpec& spec)
    : spec_(spec), sums_(spec.campaigns.size() * spec.calendar.days) {}

Result<void> SeatSums::Record(const market::TickRows& rows) {
  for (const market::LineTicked& row : rows.lines) {
    const size_t campaign = spec_.lines[row.line].campaign.index();
    const uint32_t day = row.tick / spec_.calendar.ticks_per_day;
    Sum& sum = sums_[campaign * spec_.calendar.days + day];
    sum.spend += row.spend_micros;
    sum.conversions += row.conversions;
  }
  return {};
}

SeatResult SeatSums::Of(size_t campaign, uint32_t day) const {
  const market::CampaignSpec& spec = spec_.campaigns[campaign];
  const Sum& sum = sums_[campaign * spec_.calendar.days + day];
  const Money budget =
      std::min(spec.budget.PerDay(spec_.calendar.days),
               spec_.advertisers[spec.advertiser.index()].budget.PerDay(
                   spec_.calendar.days));
  SeatResult result;
  result.campaign = campaign;
  result.target = spec.target_cpa_micros;
  result.budget =
      budget == market::kNoLimit ? 0 : static_cast<double>(budget.micros);
  result.spend = static_cast<double>(sum.spend);
  result.conversions = static_cast<double>(sum.conversions);
  return result;
}

std::vector<SeatGame> GamesOf(const EvaluationOrder& order) {
  std::vector<SeatGame> games;
  for (uint32_t round = 0; round < order.rounds.size(); ++round) {
    for (size_t seat = 0; seat < order.seats.size(); ++seat) {
      for (size_t entrant = 0; entrant < order.entrants.size(); ++entrant) {
        games.push_back({entrant, seat, round});
      }
    }
  }
  return games;
}

Result<std::vector<SeatResult>> Simulate(const EvaluationOrder& order,
                                         const SeatGame& game) {
  auto spec = std::make_shared<MarketSpec>(order.rounds[game.round].market);
  const size_t campaign = order.seats[game.seat];
  spec->campaigns[campaign].strategy =
      order.entrants[game.entrant].In(campaign, spec->campaigns.size());
  SeatSums sums(*spec);
  auto run = SequentialRun::Make(spec);
  if (!run) return run.error();
  while (!(*run)->done()) {
    const auto ticked = (*run)->RunTick(sums);
    if (!ticked) return ticked.error();
  }
  std::vector<SeatResult> results;
  for (uint32_t day = 0; day < spec->calendar.days; ++day) {
    SeatResult& result = results.emplace_back(sums.Of(campaign, day));
    result.entrant = game.entrant;
    result.round = game.round * spec->calendar.days + day;
  }
  return results;
}

std::vector<SeatResult> LeagueResults(const EvaluationOrder& order,
                                      const SeatSums& sums, uint32_t round) {
  const uint32_t days = order.rounds[round].market.calendar.days;
  std::vector<SeatResult> results;
  for (size_t i = 0; i < order.seats.size(); ++i) {
    for (uint32_t day = 0; day < days; ++day) {
      SeatResult& result = results.emplace_back(sums.Of(order.seats[i], day));
      result.entrant = (i + round) % order.entrants.size();
      result.round = round * days + day;
    }
  }
  return results;
}

}  // namespace souk::scenarios
