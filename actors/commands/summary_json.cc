#include "actors/commands/summary_json.h"

#include "results/score.h"
#include "scenarios/summary_json.h"

namespace souk::actors {
namespace {

void FillTotals(const results::Summary& from, scenarios::RunSummary& to) {
  const results::Totals& totals = from.market();
  to.set_page_views(from.page_views());
  to.set_auctions(totals.auctions);
  to.set_impressions(totals.impressions);
  to.set_views(totals.views);
  to.set_clicks(totals.clicks);
  to.set_conversions(totals.conversions);
  to.set_revenue_micros(totals.spend_micros);
}

void AddAdvertiser(const results::Totals& from, const std::string& name,
                   scenarios::RunSummary& to) {
  scenarios::AdvertiserSummary& row = *to.add_advertiser();
  row.set_name(name);
  row.set_auctions(from.auctions);
  row.set_impressions(from.impressions);
  row.set_views(from.views);
  row.set_clicks(from.clicks);
  row.set_conversions(from.conversions);
  row.set_spend_micros(from.spend_micros);
  row.set_budget_micros(from.funded_micros);
}

void AddScore(const results::CampaignScore& from, scenarios::RunSummary& to) {
  scenarios::CampaignScore& row = *to.add_score();
  row.set_campaign(from.campaign);
  row.set_conversions(from.conversions);
  row.set_spend_micros(from.spend_micros);
  row.set_target_cpa_micros(from.target_cpa_micros);
  row.set_score(from.score);
}

void AddContract(const results::ContractFigures& from,
                 scenarios::RunSummary& to) {
  scenarios::ContractSummary& row = *to.add_contract();
  row.set_name(from.name);
  row.set_goal(from.goal);
  row.set_delivered(from.totals.delivered);
  row.set_delivery_rate(from.delivery_rate);
  row.set_click_rate(from.click_rate);
  row.set_smoothness(from.smoothness);
  row.set_missing(from.missing);
  row.set_earned_micros(from.totals.earned_micros);
  row.set_returned_micros(from.totals.returned_micros);
  row.set_penalty_micros(from.totals.penalty_micros);
}

void FillContracts(const results::ContractSums& from,
                   scenarios::RunSummary& to) {
  if (!from.any()) return;
  const results::ContractsFigures all = from.all();
  to.set_contract_fulfilment(all.fulfilment);
  to.set_worst_contract_fulfilment(all.worst_fulfilment);
  to.set_compensation_rate(all.compensation_rate);
  to.set_overdelivery(all.overdelivery);
  to.set_pages_with_contracts(all.pages_with_contracts);
  to.set_pages_with_repeats(all.pages_with_repeats);
  to.set_contract_click_rate(all.click_rate);
  to.set_contract_smoothness(all.smoothness);
  to.set_contract_slot_gini(all.slot_gini);
  to.set_contract_impressions(all.totals.delivered);
  to.set_contract_clicks(all.totals.clicks);
  to.set_contract_revenue_micros(all.totals.earned_micros);
  to.set_contract_returned_micros(all.totals.returned_micros);
  to.set_contract_penalty_micros(all.totals.penalty_micros);
  to.set_auction_revenue_micros(all.auction_micros);
  for (const results::ContractFigures& one : from.each()) AddContract(one, to);
}

}  // namespace

std::string SummaryJson(const market::MarketSpec& spec, const TraceSink& sink) {
  const results::Summary& summary = sink.summary();
  scenarios::RunSummary out;
  out.set_scenario(spec.name);
  out.set_digest(sink.digest());
  out.set_complete(sink.complete());
  out.set_seed(spec.seed);
  out.set_run(spec.run);
  out.set_ticks(summary.ticks());
  out.set_ticks_planned(spec.calendar.ticks());
  FillTotals(summary, out);
  out.set_trace(sink.path());
  for (size_t i = 0; i < spec.advertisers.size(); ++i) {
    AddAdvertiser(summary.advertisers()[i], spec.advertisers[i].name, out);
  }
  for (const results::CampaignScore& one : results::ScoresOf(spec, summary)) {
    AddScore(one, out);
  }
  FillContracts(summary.contracts(), out);
  return scenarios::ToJson(out);
}

}  // namespace souk::actors
