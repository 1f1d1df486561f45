#include "results/text_table.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>

namespace souk::results {
namespace {

constexpr size_t kMostNameWidth = 32;
constexpr int64_t kMicrosPerUnit = 1000000;

bool Continues(char byte) { return (byte & '\xc0') == '\x80'; }

// Columns on the terminal: bytes that begin a code point.
size_t Width(const std::string& text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return !Continues(byte); }));
}

}  // namespace

// 1234567 -> "1,234,567".
std::string Grouped(int64_t number) {
  std::string digits = std::to_string(number);
  const size_t start = number < 0 ? 1 : 0;
  for (size_t at = digits.size(); at > start + 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

// 1234567890 -> "1,234.57", halves away from zero.
std::string MoneyText(int64_t micros) {
  const bool negative = micros < 0;
  const uint64_t size = negative ? 0 - static_cast<uint64_t>(micros)
                                 : static_cast<uint64_t>(micros);
  const uint64_t cents = (size + kMicrosPerUnit / 200) / (kMicrosPerUnit / 100);
  std::array<char, 8> fraction = {};
  std::snprintf(fraction.data(), fraction.size(), ".%02u",
                static_cast<unsigned>(cents % 100));
  std::string text = negative ? "-" : "";
  text += Grouped(static_cast<int64_t>(cents / 100));
  return text + fraction.data();
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

std::string Shortened(std::string name) {
  if (Width(name) <= kMostNameWidth) return name;
  while (Width(name) > kMostNameWidth - 3) {
    while (Continues(name.back())) name.pop_back();
    name.pop_back();
  }
  return name + "...";
}

std::vector<size_t> Widths(const std::vector<Cells>& rows) {
  std::vector<size_t> widths(rows.front().size(), 0);
  for (const Cells& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], Width(row[i]));
    }
  }
  return widths;
}

std::string Aligned(const Cells& row, const std::vector<size_t>& widths) {
  std::string line = row[0] + std::string(widths[0] - Width(row[0]), ' ');
  for (size_t i = 1; i < row.size(); ++i) {
    line.append(2 + widths[i] - Width(row[i]), ' ').append(row[i]);
  }
  return line + "\n";
}

std::string Rule(const std::vector<size_t>& widths) {
  const size_t width =
      std::accumulate(widths.begin(), widths.end(), size_t{0}) +
      2 * (widths.size() - 1);
  return std::string(width, '-') + "\n";
}

std::string TotalledTable(const std::vector<Cells>& rows, Below below) {
  const std::vector<size_t> widths = Widths(rows);
  const size_t totals = rows.size() - below.totals;
  std::string text = Aligned(rows.front(), widths) + Rule(widths);
  for (size_t i = 1; i < totals; ++i) text += Aligned(rows[i], widths);
  if (below.more > 0) {
    text += "... and " + Grouped(static_cast<int64_t>(below.more)) + " more\n";
  }
  text += Rule(widths);
  for (size_t i = totals; i < rows.size(); ++i) {
    text += Aligned(rows[i], widths);
  }
  return text;
}

}  // namespace souk::results
