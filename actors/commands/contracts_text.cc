// How the report about contracts looks on a terminal.
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "actors/commands/contracts_report.h"
#include "results/text_table.h"

namespace souk::actors {
namespace {

using results::Cells;
using results::Grouped;
using scenarios::BookingRow;
using scenarios::ContractsReport;
using scenarios::PlanRow;

std::string Whole(double number) { return Grouped(std::llround(number)); }

struct ChannelSums {
  int64_t types = 0;
  double page_views = 0;
  double open = 0;
};

Cells RowOf(const std::string& name, const ChannelSums& sums) {
  return {name, Grouped(sums.types), Whole(sums.page_views), Whole(sums.open)};
}

void AddTo(ChannelSums& sums, const scenarios::SupplyTypeRow& row) {
  ++sums.types;
  sums.page_views += row.page_views();
  sums.open += row.open_impressions();
}

std::string SupplyTable(const ContractsReport& report) {
  std::map<std::string, ChannelSums> channels;
  ChannelSums total;
  for (const auto& row : report.supply()) {
    AddTo(channels[row.channel()], row);
    AddTo(total, row);
  }
  std::vector<Cells> rows = {{"supply", "types", "page views", "impressions"}};
  for (const auto& [name, sums] : channels) {
    rows.push_back(RowOf(results::Shortened(name), sums));
  }
  rows.push_back(RowOf("total", total));
  return results::TotalledTable(rows, {});
}

Cells RowOf(const BookingRow& row, const std::string& tier) {
  return {results::Shortened(row.contract()),
          tier,
          Grouped(row.goal()),
          Grouped(row.accepted()),
          Whole(row.eligible()),
          fmt::format("{:.3f}", row.contention())};
}

BookingRow TotalOf(const ContractsReport& report) {
  BookingRow total;
  total.set_contract("total");
  total.set_eligible(report.open_impressions());
  for (const BookingRow& row : report.booking()) {
    total.set_goal(total.goal() + row.goal());
    total.set_accepted(total.accepted() + row.accepted());
  }
  if (total.eligible() > 0) {
    total.set_contention(static_cast<double>(total.accepted()) /
                         total.eligible());
  }
  return total;
}

std::string BookingTable(const ContractsReport& report) {
  std::vector<BookingRow> bookings(report.booking().begin(),
                                   report.booking().end());
  std::stable_sort(bookings.begin(), bookings.end(),
                   [](const BookingRow& a, const BookingRow& b) {
                     return a.contention() > b.contention();
                   });
  const size_t shown = std::min(bookings.size(), results::kMostRows);
  std::vector<Cells> rows = {
      {"contract", "tier", "goal", "accepted", "eligible", "contention"}};
  for (size_t i = 0; i < shown; ++i) {
    rows.push_back(RowOf(bookings[i], Grouped(bookings[i].tier())));
  }
  rows.push_back(RowOf(TotalOf(report), ""));
  return results::TotalledTable(rows, {.more = bookings.size() - shown});
}

Cells RowOf(const PlanRow& row, bool with_gap) {
  Cells cells = {row.allocator(),
                 fmt::format("{:.5f}", row.fulfilment()),
                 fmt::format("{:.1f}", row.shortage_cost()),
                 fmt::format("{:.1f}", row.nonrep()),
                 fmt::format("{:.1f}", row.objective()),
                 fmt::format("{:.5f}", row.click_rate()),
                 row.rounds() > 0 ? Grouped(row.rounds()) : "-",
                 fmt::format("{:.4f}", row.seconds())};
  if (with_gap) {
    const double gap = std::abs(row.gap()) < 5e-5 ? 0 : row.gap();
    cells.push_back(row.has_gap() ? fmt::format("{:.2f}%", 100 * gap) : "-");
  }
  return cells;
}

std::string PlanTable(const ContractsReport& report) {
  const bool with_gap =
      std::any_of(report.plan().begin(), report.plan().end(),
                  [](const PlanRow& row) { return row.has_gap(); });
  std::vector<Cells> rows = {{"allocator", "fulfilment", "shortage cost",
                              "nonrep", "objective", "clicks/impr.", "rounds",
                              "seconds"}};
  if (with_gap) rows.front().emplace_back("gap");
  for (const PlanRow& row : report.plan()) {
    rows.push_back(RowOf(row, with_gap));
  }
  const std::vector<size_t> widths = results::Widths(rows);
  std::string text =
      results::Aligned(rows.front(), widths) + results::Rule(widths);
  for (size_t i = 1; i < rows.size(); ++i) {
    text += results::Aligned(rows[i], widths);
  }
  return text;
}

std::string Remarks(const ContractsReport& report) {
  std::string text =
      "of " + Whole(report.page_views()) + " page views expected in all\n";
  if (report.scoring().empty()) return text;
  text += "not planned ahead, they score page views as they come:";
  for (const std::string& name : report.scoring()) text += " " + name;
  return text + "\n";
}

}  // namespace

std::string ContractsText(const ContractsReport& report) {
  return SupplyTable(report) + "\n" + BookingTable(report) + "\n" +
         PlanTable(report) + Remarks(report);
}

}  // namespace souk::actors
