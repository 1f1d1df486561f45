#include "results/summary.h"

#include "market/check.h"
#include "results/column_buffers.h"

namespace souk::results {
namespace {

constexpr int64_t kNoLimit = INT64_MAX;

// A sum of budgets in which one without limit swallows the rest.
void AddBudget(int64_t budget, int64_t& sum) {
  if (budget == kNoLimit || sum == kNoLimit ||
      __builtin_add_overflow(sum, budget, &sum)) {
    sum = kNoLimit;
  }
}

int64_t SumOfBudgets(const std::vector<Totals>& advertisers) {
  int64_t sum = 0;
  for (const Totals& totals : advertisers) {
    AddBudget(totals.funded_micros, sum);
  }
  return sum;
}

void AddTo(Totals& totals, const market::LineTicked& row) {
  totals.auctions += row.auctions;
  totals.impressions += row.impressions;
  totals.views += row.views;
  totals.clicks += row.clicks;
  totals.conversions += row.conversions;
  totals.spend_micros += row.spend_micros;
}

void AddTo(Totals& totals, const market::MarketTicked& row) {
  totals.auctions += row.auctions;
  totals.impressions += row.impressions;
  totals.views += row.views;
  totals.clicks += row.clicks;
  totals.conversions += row.conversions;
  totals.spend_micros += row.revenue_micros;
}

}  // namespace

Summary::Summary(const Manifest& manifest)
    : names_(manifest.advertisers),
      lines_(manifest.lines),
      advertisers_(names_.size()),
      campaigns_(manifest.campaigns.size()),
      is_contract_(campaigns_.size()),
      contracts_(manifest) {
  for (const ManifestLine& line : lines_) {
    SOUK_CHECK(line.advertiser < names_.size(), "line of advertiser ",
               line.advertiser, " among ", names_.size());
    SOUK_CHECK(line.campaign < campaigns_.size(), "line of campaign ",
               line.campaign, " among ", campaigns_.size());
  }
  for (const uint32_t advertiser : manifest.without_budget) {
    SOUK_CHECK(advertiser < names_.size(), "no advertiser ", advertiser);
    advertisers_[advertiser].funded_micros = kNoLimit;
  }
  for (const ManifestContract& contract : manifest.contracts) {
    SOUK_CHECK(contract.campaign < campaigns_.size(), "contract of campaign ",
               contract.campaign, " among ", campaigns_.size());
    is_contract_[contract.campaign] = true;
  }
}

void Summary::Add(const market::LineTicked& row) {
  SOUK_CHECK(row.line < lines_.size(), "no line ", row.line);
  const ManifestLine& line = lines_[row.line];
  AddTo(campaigns_[line.campaign], row);
  const bool bids = !is_contract_[line.campaign];
  AddTo(bids ? advertisers_[line.advertiser] : shown_by_contracts_, row);
}

market::Result<void> Summary::Record(const market::TickRows& rows) {
  for (const market::MarketTicked& row : rows.market) {
    AddTo(market_, row);
    page_views_ += row.page_views;
    ++ticks_;
  }
  for (const market::LineTicked& row : rows.lines) Add(row);
  contracts_.Record(rows);
  for (const market::AccountTicked& row : rows.accounts) {
    SOUK_CHECK(row.advertiser < names_.size(), "no advertiser ",
               row.advertiser);
    AddBudget(row.funded_micros, advertisers_[row.advertiser].funded_micros);
  }
  market_.funded_micros = SumOfBudgets(advertisers_);
  return {};
}

void Summary::Save(market::ArchiveWriter& out) const {
  out.Put(advertisers_);
  out.Put(campaigns_);
  out.Put(market_);
  out.Put(page_views_);
  out.Put(ticks_);
  out.Put(shown_by_contracts_);
  contracts_.Save(out);
}

void Summary::Load(market::ArchiveReader& in) {
  const size_t campaigns = campaigns_.size();
  in.Get(advertisers_);
  in.Get(campaigns_);
  in.Get(market_);
  in.Get(page_views_);
  in.Get(ticks_);
  in.Get(shown_by_contracts_);
  contracts_.Load(in);
  if (advertisers_.size() == names_.size() && campaigns_.size() == campaigns) {
    return;
  }
  advertisers_.resize(names_.size());
  campaigns_.resize(campaigns);
  Reject(in);
}

}  // namespace souk::results
