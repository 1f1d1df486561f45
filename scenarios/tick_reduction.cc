#include "scenarios/tick_reduction.h"

#include <iterator>

namespace souk::scenarios {
namespace {

using market::CellReport;
using market::LineTally;
using market::LineTicked;
using market::MarketTicked;

template <class Row>
void Append(std::vector<Row>& to, std::vector<Row>&& from) {
  if (to.empty()) {
    to = std::move(from);
  } else {
    to.insert(to.end(), std::make_move_iterator(from.begin()),
              std::make_move_iterator(from.end()));
  }
}

LineTicked RowOf(uint32_t tick, uint32_t line, const LineTally& tally) {
  return {.tick = tick,
          .line = line,
          .auctions = tally.auctions,
          .impressions = tally.impressions,
          .views = tally.views,
          .clicks = tally.clicks,
          .conversions = tally.conversions,
          .spend_micros = tally.spend.micros,
          .predicted_clicks = tally.predicted_clicks};
}

MarketTicked MarketRow(uint32_t tick, int64_t page_views,
                       const LineTally& total) {
  return {.tick = tick,
          .page_views = page_views,
          .auctions = total.auctions,
          .impressions = total.impressions,
          .views = total.views,
          .clicks = total.clicks,
          .conversions = total.conversions,
          .revenue_micros = total.spend.micros};
}

void AddReport(CellReport& report, TickSums& sums) {
  for (size_t i = 0; i < report.lines.size(); ++i) {
    sums.tallies[report.lines[i]] += report.tallies[i];
  }
  if (!report.seen.empty()) sums.seen.resize(sums.tallies.size());
  for (const market::SeenByLine& row : report.seen) {
    sums.seen[row.line].push_back(row.auction);
  }
  sums.spent.push_back(std::move(report.spent));
  Append(sums.rows.pages, std::move(report.pages));
  Append(sums.rows.awards, std::move(report.awards));
  Append(sums.rows.bids, std::move(report.bids));
  sums.contracts.cells.push_back(std::move(report.contracts));
  if (sums.fault.empty()) sums.fault = std::move(report.fault);
}

/// By contract: the sums of its lines.
std::vector<LineTally> TalliesOf(const market::ContractsSpec& contracts,
                                 const std::vector<LineTally>& of_line) {
  std::vector<LineTally> tallies;
  for (const market::ContractSpec& contract : contracts.contracts) {
    LineTally& tally = tallies.emplace_back();
    for (const uint32_t line : contract.lines) tally += of_line[line];
  }
  return tallies;
}

}  // namespace

TickSums ReduceReports(const market::MarketSpec& spec,
                       std::vector<CellReport> reports) {
  SOUK_CHECK(reports.size() == spec.cells, reports.size(), " reports from ",
             spec.cells, " cells");
  TickSums sums;
  sums.tallies.resize(spec.lines.size());
  const uint32_t tick = reports.front().tick;
  int64_t page_views = 0;
  for (uint32_t cell = 0; cell < spec.cells; ++cell) {
    CellReport& report = reports[cell];
    SOUK_CHECK(report.cell.value == cell && report.tick == tick,
               "report of cell ", report.cell.value, " tick ", report.tick,
               " where cell ", cell, " tick ", tick, " belongs");
    page_views += report.page_views;
    AddReport(report, sums);
  }
  LineTally total;
  for (uint32_t line = 0; line < sums.tallies.size(); ++line) {
    if (sums.tallies[line].auctions == 0) continue;
    total += sums.tallies[line];
    sums.rows.lines.push_back(RowOf(tick, line, sums.tallies[line]));
  }
  sums.contracts.tallies = TalliesOf(spec.contracts, sums.tallies);
  for (const LineTally& shown : sums.contracts.tallies) {
    total.auctions -= shown.auctions;  // page views: contracts never bid
  }
  sums.rows.market.push_back(MarketRow(tick, page_views, total));
  return sums;
}

void AddAccounts(std::vector<market::AccountTicked> accounts,
                 market::TickRows& rows) {
  int64_t paid = 0;
  for (const market::AccountTicked& row : accounts) paid += row.spent_micros;
  rows.market.front().revenue_micros = paid;
  rows.accounts = std::move(accounts);
}

void AddContracts(agents::ContractRows contracts, market::TickRows& rows) {
  rows.contracts = std::move(contracts.contracts);
  rows.contract_pages = std::move(contracts.pages);
  rows.contract_slots = std::move(contracts.slots);
  rows.supply = std::move(contracts.supply);
}

}  // namespace souk::scenarios
