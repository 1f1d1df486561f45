// How contracts look on a terminal.
#include <algorithm>
#include <array>
#include <cstdio>

#include "results/contract_sums.h"
#include "results/text_table.h"

namespace souk::results {
namespace {

std::string Decimals(double number) {
  std::array<char, 64> text = {};
  std::snprintf(text.data(), text.size(), "%.2f", number);
  return text.data();
}

std::string PercentOf(double share) { return Decimals(share * 100) + "%"; }

Cells Headings() {
  return {"contract", "goal",       "owed",   "delivered", "rate",   "missing",
          "CTR",      "smoothness", "earned", "returned",  "penalty"};
}

Cells RowOf(const ContractFigures& one) {
  return {Shortened(one.name),
          Grouped(one.goal),
          Grouped(one.owed),
          Grouped(one.totals.delivered),
          PercentOf(one.delivery_rate),
          Grouped(one.totals.missing),
          Percent(one.totals.clicks, one.totals.delivered),
          Decimals(one.smoothness),
          MoneyText(one.totals.earned_micros),
          MoneyText(one.totals.returned_micros),
          MoneyText(one.totals.penalty_micros)};
}

Cells TotalRow(const ContractsFigures& all) {
  return RowOf({.name = "total",
                .goal = all.goal,
                .totals = all.totals,
                .owed = all.owed,
                .delivery_rate = all.fulfilment,
                .click_rate = 0,
                .smoothness = all.smoothness});
}

std::string Remarks(const ContractsFigures& all) {
  return "contracts: on " + PercentOf(all.pages_with_contracts) +
         " of page views, twice on " + PercentOf(all.pages_with_repeats) +
         "; slot gini " + Decimals(all.slot_gini) + "; the auction earned " +
         MoneyText(all.auction_micros) + "\n";
}

}  // namespace

std::string ContractSums::Table() const {
  if (!any()) return "";
  std::vector<ContractFigures> contracts = each();
  std::ranges::stable_sort(contracts, {}, &ContractFigures::delivery_rate);
  const size_t shown = std::min(contracts.size(), kMostRows);
  std::vector<Cells> rows = {Headings()};
  for (size_t i = 0; i < shown; ++i) rows.push_back(RowOf(contracts[i]));
  rows.push_back(TotalRow(all()));
  return TotalledTable(rows, {.more = contracts.size() - shown}) +
         Remarks(all());
}

}  // namespace souk::results
