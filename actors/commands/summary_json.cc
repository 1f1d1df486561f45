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
  return scenarios::ToJson(out);
}

}  // namespace souk::actors
