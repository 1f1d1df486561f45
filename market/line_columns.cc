#include "market/line_columns.h"

#include <algorithm>

namespace souk::market {

std::vector<double> CampaignColumn(const MarketSpec& spec,
                                   std::span<const uint32_t> lines,
                                   double CampaignSpec::*property,
                                   double usual) {
  const auto value = [&](uint32_t line) {
    return spec.campaigns[spec.lines[line].campaign.index()].*property;
  };
  if (std::ranges::all_of(lines,
                          [&](uint32_t l) { return value(l) == usual; })) {
    return {};
  }
  std::vector<double> column(lines.size() + 2, usual);
  std::ranges::transform(lines, column.begin() + 1, value);
  return column;
}

}  // namespace souk::market
