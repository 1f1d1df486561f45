// What a scenario file may say, from scenario.proto itself: for `souk explain`
// and for the table in scenarios/FIELDS.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "market/result.h"

namespace souk::scenarios {

struct SchemaRow {
  std::string path;           ///< `advertiser[].campaign[].click_rate`
  std::string type;           ///< "number", "whole number", "text", ...
  std::string default_value;  ///< as it would stand in a file, or ""
  std::string allowed;        ///< "in [0, 1]", "required", ... or ""
  std::string help;           ///< one sentence, or ""
};

/// Every field, in the order of the file. A Member is opened only once,
/// at the scenario's own mechanism.
std::vector<SchemaRow> SchemaRows();

/// SchemaRows as a Markdown table, without those that only hold fields.
std::string SchemaTable();

/// The field at `path`, as written in a scenario or in --set (brackets may be
/// left out), and the fields inside it. Error: no such field, nearest spelling.
market::Result<std::string> ExplainField(std::string_view path);

}  // namespace souk::scenarios
