// How a Summary looks on a terminal.
#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>

#include "results/summary.h"

namespace souk::results {
namespace {

constexpr size_t kMostRows = 20;
constexpr size_t kMostNameWidth = 32;
constexpr int64_t kMicrosPerUnit = 1000000;

using Cells = std::vector<std::string>;

// 1234567 -> "1,234,567".
std::string Grouped(int64_t number) {
  std::string digits = std::to_string(number);
  const size_t start = number < 0 ? 1 : 0;
  for (size_t at = digits.size(); at > start + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

// 1234567890 -> "1,234.57", halves away from zero.
std::string Money(int64_t micros) {
  const bool negative = micros < 0;
  const uint64_t size = negative ? 0 - static_cast<uint64_t>(micros)
                                 : static_cast<uint64_t>(micros);
  const uint64_t cents = (size + kMicrosPerUnit / 200) / (kMicrosPerUnit / 100);
  std::array<char, 8> fraction = {};
  std::snprintf(fraction.data(), fraction.size(), ".%02u",
                static_cast<unsigned>(cents % 100));
  return (negative ? "-" : "") + Grouped(static_cast<int64_t>(cents / 100)) +
         fraction.data();
}

std::string Percent(int64_t part, int64_t whole) {
  if (whole == 0) return "-";
  std::array<char, 32> text = {};
  std::snprintf(text.data(), text.size(), "%.2f%%",
                100.0 * static_cast<double>(part) / static_cast<double>(whole));
  return text.data();
}

// Cost of one click: small amounts need four digits.
std::string CostPer(int64_t micros, int64_t events) {
  if (events == 0) return "-";
  std::array<char, 48> text = {};
  std::snprintf(text.data(), text.size(), "%.4f",
                static_cast<double>(micros) / static_cast<double>(events) /
                    static_cast<double>(kMicrosPerUnit));
  return text.data();
}

std::string Budget(int64_t micros) {
  return micros == INT64_MAX ? "no limit" : Money(micros);
}

std::string Used(const Totals& totals) {
  if (totals.funded_micros == INT64_MAX) return "-";
  return Percent(totals.spend_micros, totals.funded_micros);
}

bool Continues(char byte) { return (byte & '\xc0') == '\x80'; }

// Columns on the terminal: bytes that begin a code point.
size_t Width(const std::string& text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return !Continues(byte); }));
}

std::string Shortened(std::string name) {
  if (Width(name) <= kMostNameWidth) return name;
  while (Width(name) > kMostNameWidth - 3) {
    while (Continues(name.back())) name.pop_back();
    name.pop_back();
  }
  return name + "...";
}

Cells Headings() {
  return {"advertiser",  "auctions", "impressions", "views",  "clicks", "CTR",
          "conversions", "spend",    "eCPC",        "budget", "used"};
}

Cells RowOf(const std::string& name, const Totals& totals) {
  return {Shortened(name),
          Grouped(totals.auctions),
          Grouped(totals.impressions),
          Grouped(totals.views),
          Grouped(totals.clicks),
          Percent(totals.clicks, totals.impressions),
          Grouped(totals.conversions),
          Money(totals.spend_micros),
          CostPer(totals.spend_micros, totals.clicks),
          Budget(totals.funded_micros),
          Used(totals)};
}

std::vector<size_t> Widths(const std::vector<Cells>& rows) {
  std::vector<size_t> widths(Headings().size(), 0);
  for (const Cells& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], Width(row[i]));
    }
  }
  return widths;
}

// The name to the left, numbers to the right.
std::string Aligned(const Cells& row, const std::vector<size_t>& widths) {
  std::string line = row[0] + std::string(widths[0] - Width(row[0]), ' ');
  for (size_t i = 1; i < row.size(); ++i) {
    line += "  " + std::string(widths[i] - Width(row[i]), ' ') + row[i];
  }
  return line + "\n";
}

std::string Rule(const std::vector<size_t>& widths) {
  const size_t width =
      std::accumulate(widths.begin(), widths.end(), size_t{0}) +
      2 * (widths.size() - 1);
  return std::string(width, '-') + "\n";
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
