#include "results/layout.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "tests/results/fixtures.h"

namespace souk::results {
namespace {

std::string FileText(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Layout, CoversEveryFieldOfEveryRow) {
  for (const Table& table : Layout()) {
    size_t end = 0;
    for (const Column& column : table.columns) {
      const size_t bytes = SizeOf(column.type);
      EXPECT_EQ(column.offset, (end + bytes - 1) / bytes * bytes)
          << table.name << "/" << column.name << " follows a gap";
      end = column.offset + bytes;
    }
    EXPECT_LT(table.row_bytes - end, 8U) << table.name << " lacks a field";
  }
}

TEST(Layout, HasATableForEveryListOfTickRows) {
  EXPECT_EQ(Layout().size(), kTables);
  EXPECT_EQ(sizeof(market::TickRows),
            kTables * sizeof(std::vector<market::BidPlaced>));
}

TEST(Layout, DescribesEveryColumnOnce) {
  std::set<std::string> paths;
  for (const PlacedColumn& placed : Columns()) {
    EXPECT_TRUE(paths.insert(placed.path).second) << placed.path;
    EXPECT_FALSE(placed.column.unit.empty()) << placed.path;
    EXPECT_FALSE(placed.column.description.empty()) << placed.path;
    const bool money = placed.path.find("_micros") != std::string::npos;
    EXPECT_EQ(placed.column.unit, money ? "micro-units" : "1") << placed.path;
  }
}

// SOUK_UPDATE_README=1 writes the table into COLUMNS.md.
TEST(Layout, IsTheTableOfColumnsMd) {
  const std::string path = SOUK_SOURCE_DIR "/results/COLUMNS.md";
  const std::string begin = "<!-- layout: begin -->\n";
  const std::string end = "<!-- layout: end -->\n";
  std::string text = FileText(path);
  const size_t from = text.find(begin);
  const size_t to = text.find(end);
  ASSERT_NE(from, std::string::npos) << "no " << begin << " in " << path;
  ASSERT_NE(to, std::string::npos) << "no " << end << " in " << path;
  const size_t first = from + begin.size();
  if (std::getenv("SOUK_UPDATE_README") != nullptr) {
    text.replace(first, to - first, LayoutTable());
    std::ofstream(path) << text;
    return;
  }
  EXPECT_EQ(text.substr(first, to - first), LayoutTable())
      << "The table is stale. Regenerate it with\n"
         "  SOUK_UPDATE_README=1 build/release/results_tests "
         "--gtest_filter=Layout.IsTheTableOfColumnsMd";
}

}  // namespace
}  // namespace souk::results
