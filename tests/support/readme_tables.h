// Tables of READMEs that are printed from registries.
//
// A table stands between "<!-- NAME: begin -->" and "<!-- NAME: end -->". With
// SOUK_UPDATE_README=1 the tests write it instead of comparing.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "market/param.h"

namespace souk::tests {

/// "`reserve_micros` [micros] = 0, `horizon`" (no default: must be given).
inline std::string ParamsCell(const std::vector<market::ParamSpec>& specs) {
  std::string text;
  for (const market::ParamSpec& spec : specs) {
    text += (text.empty() ? "`" : ", `") + spec.name + "`";
    if (spec.unit != "1") text += " [" + spec.unit + "]";
    std::array<char, 32> number;
    for (size_t i = 0; i < spec.default_value.size(); ++i) {
      const auto end = std::to_chars(number.data(), number.data() + 32,
                                     spec.default_value[i]);
      text += (i == 0 ? " = " : " ") + std::string(number.data(), end.ptr);
    }
  }
  return text.empty() ? "-" : text;
}

/// "| a | b |" and a line break.
inline std::string TableRow(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const std::string& cell : cells) text += " " + cell + " |";
  return text + "\n";
}

/// The README of `room`, or another file of it, has `table` between the marks
/// of `name`.
inline void ExpectTableInReadme(const std::string& room,
                                const std::string& name,
                                const std::string& table,
                                const std::string& file = "README.md") {
  const std::string path = SOUK_SOURCE_DIR "/" + room + "/" + file;
  std::ifstream in(path);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const std::string begin = "<!-- " + name + ": begin -->\n";
  const size_t mark = text.find(begin);
  const size_t to = text.find("<!-- " + name + ": end -->\n");
  ASSERT_NE(mark, std::string::npos) << "no " << begin << " in " << path;
  ASSERT_NE(to, std::string::npos) << "no end of " << name << " in " << path;
  const size_t from = mark + begin.size();
  if (std::getenv("SOUK_UPDATE_README") != nullptr) {
    std::ofstream(path) << text.replace(from, to - from, table);
    return;
  }
  EXPECT_EQ(text.substr(from, to - from), table)
      << "the table in " << path << " is stale; write it with\n  "
      << "SOUK_UPDATE_README=1 build/release/" << room
      << "_tests --gtest_filter='Readme.*'";
}

}  // namespace souk::tests
