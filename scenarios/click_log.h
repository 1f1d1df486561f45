// Reads a click log: a table with a header, one observed slot a line, columns
// separated by commas, or by tabs if the header has one; a value may stand in
// double quotes.
//
//   timestamp,item_id,position,click,...
//   2019-11-24 00:03:13,14,3,0,...
//
// Three columns count, by name; items and positions may be called anything.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agents/click_calibration.h"
#include "market/result.h"

namespace souk::scenarios {

struct ClickColumns {
  std::string item = "item_id";
  std::string position = "position";
  std::string click = "click";  ///< 0 or 1
};

struct ClickLog {
  /// Ascending, as numbers where both are; at most market::kMaxSlots positions.
  std::vector<std::string> items;
  std::vector<std::string> positions;
  agents::ClickCounts counts;
};

/// `name` stands in the faults: "LOG:7: click is '2', must be 0 or 1".
market::Result<ClickLog> ParseClickLog(std::string_view text,
                                       const std::string& name,
                                       const ClickColumns& columns);

}  // namespace souk::scenarios
