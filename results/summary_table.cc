// How a Summary looks on a terminal.
#include <algorithm>
#include <numeric>

#include "results/summary.h"
#include "results/text_table.h"

namespace souk::results {
namespace {

std::string Budget(int64_t micros) {
  return micros == INT64_MAX ? "no limit" : MoneyText(micros);
}

std::string Used(const Totals& totals) {
  if (totals.funded_micros == INT64_MAX) return "-";
  return Percent(totals.spend_micros, totals.funded_micros);
}

Cells Headings() {
  return {"advertiser", "auctions", "impr.", "views",  "clicks", "CTR",
          "conv.",      "spend",    "eCPC",  "budget", "used"};
}

Cells RowOf(const std::string& name, const Totals& totals) {
  return {Shortened(name),
          Grouped(totals.auctions),
          Grouped(totals.impressions),
          Grouped(totals.views),
          Grouped(totals.clicks),
          Percent(totals.clicks, totals.impressions),
          Grouped(totals.conversions),
          MoneyText(totals.spend_micros),
          CostPer(totals.spend_micros, totals.clicks),
          Budget(totals.funded_micros),
          Used(totals)};
}

// What contracts show is no auction's: nobody bids, and it is paid elsewhere.
Cells ContractsRow(const Totals& totals) {
  Cells row = RowOf("(contracts)", totals);
  for (const size_t column : {1, 7, 8, 9, 10}) row[column] = "-";
  return row;
}

Cells TotalRow(const Totals& market, const Totals& contracts) {
  Cells row = RowOf("total", market);
  row[8] = CostPer(market.spend_micros, market.clicks - contracts.clicks);
  return row;
}

// Indices of advertisers: most spend first, then in order of the manifest.
std::vector<size_t> BySpend(const std::vector<Totals>& advertisers) {
  std::vector<size_t> order(advertisers.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return advertisers[a].spend_micros > advertisers[b].spend_micros;
  });
  return order;
}

}  // namespace

std::string Summary::Table() const {
  const std::vector<size_t> order = BySpend(advertisers_);
  const size_t shown = std::min(order.size(), kMostRows);
  std::vector<Cells> rows = {Headings()};
  for (size_t i = 0; i < shown; ++i) {
    rows.push_back(RowOf(names_[order[i]], advertisers_[order[i]]));
  }
  if (!contracts_.any()) {
    rows.push_back(RowOf("total", market_));
    return TotalledTable(rows, {.more = order.size() - shown});
  }
  rows.push_back(ContractsRow(shown_by_contracts_));
  rows.push_back(TotalRow(market_, shown_by_contracts_));
  return TotalledTable(rows, {.more = order.size() - shown, .totals = 2}) +
         "\n" + contracts_.Table();
}

}  // namespace souk::results
