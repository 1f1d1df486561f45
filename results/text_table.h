// Tables on a terminal: cells of text, aligned.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace souk::results {

using Cells = std::vector<std::string>;

/// 1234567 -> "1,234,567".
std::string Grouped(int64_t number);
/// Micro-units in whole units: 1234567890 -> "1,234.57", halves away from zero.
std::string MoneyText(int64_t micros);
/// "12.34%"; "-" of nothing.
std::string Percent(int64_t part, int64_t whole);
/// Of one event, in whole units; small amounts need four digits.
std::string CostPer(int64_t micros, int64_t events);
/// At most 32 columns wide.
std::string Shortened(std::string name);

/// `rows` of one length, at least one.
std::vector<size_t> Widths(const std::vector<Cells>& rows);
/// The first cell to the left, the others to the right; one line.
std::string Aligned(const Cells& row, const std::vector<size_t>& widths);
std::string Rule(const std::vector<size_t>& widths);

/// Rows that tables with a total show at most.
inline constexpr size_t kMostRows = 20;
struct Below {
  size_t more = 0;    ///< rows that are not shown
  size_t totals = 1;  ///< rows at the end, set off by a rule
};
/// `rows`: headings, what is shown, the totals. Ends with a newline.
std::string TotalledTable(const std::vector<Cells>& rows, Below below);

}  // namespace souk::results
