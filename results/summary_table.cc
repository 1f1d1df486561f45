// How a Summary looks on a terminal.
#include <algorithm>
#include <numeric>

#include "results/summary.h"
#include "results/text_table.h"

namespace souk::results {
namespace {

constexpr size_t kMostRows = 20;

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
  rows.push_back(RowOf("total", market_));
  const std::vector<size_t> widths = Widths(rows);
  std::string text = Aligned(rows.front(), widths) + Rule(widths);
  for (size_t i = 1; i <= shown; ++i) text += Aligned(rows[i], widths);
  if (shown < order.size()) {
    text += "... and " + Grouped(static_cast<int64_t>(order.size() - shown)) +
            " more\n";
  }
  return text + Rule(widths) + Aligned(rows.back(), widths);
}

}  // namespace souk::results
