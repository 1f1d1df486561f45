// A status as a table of at most 80 columns, for `souk top`.
#pragma once

#include <string>

#include "actors/watch/status.h"

namespace souk::actors {

enum class TableStyle : uint8_t { kPlain, kColoured };

struct TableOrder {
  TableStyle style = TableStyle::kPlain;
  size_t most_nodes = SIZE_MAX;  ///< rows; what is left out is said
};

/// Whole lines: the run, then one row per node. Control characters in names
/// are shown as '?', and what is too long is cut.
std::string StatusTable(const RunStatus& status, TableOrder order);

}  // namespace souk::actors
