// The table of agents/MEMBERS.md is that of the registry.
#include "agents/auctioneers/auctioneer.h"
#include "agents/planners/planner.h"
#include "agents/strategy.h"
#include "tests/support/readme_tables.h"

namespace souk::tests {
namespace {

std::string SignalsCell(const std::vector<std::string>& signals) {
  std::string text;
  for (const std::string& signal : signals) {
    text += (text.empty() ? "`" : ", `") + signal + "`";
  }
  return text.empty() ? "-" : text;
}

TEST(Readme, ListsTheStrategies) {
  std::string table = TableRow({"strategy", "rule", "parameters", "reports"}) +
                      "|---|---|---|---|\n";
  for (const agents::StrategyEntry& entry : agents::Strategies()) {
    table += TableRow({"`" + entry.name + "`", entry.help,
                       ParamsCell(entry.params), SignalsCell(entry.signals)});
  }
  ExpectTableInReadme("agents", "strategies", table, "MEMBERS.md");
}

TEST(Readme, ListsThePlanners) {
  std::string table =
      TableRow({"planner", "rule", "parameters"}) + "|---|---|---|\n";
  for (const agents::PlannerEntry& entry : agents::Planners()) {
    table += TableRow(
        {"`" + entry.name + "`", entry.help, ParamsCell(entry.params)});
  }
  ExpectTableInReadme("agents", "planners", table, "MEMBERS.md");
}

TEST(Readme, ListsTheAuctioneers) {
  std::string table = TableRow({"auctioneer", "rule", "truthful", "trained for",
                                "parameters"}) +
                      "|---|---|---|---|---|\n";
  for (const agents::AuctioneerEntry& entry : agents::Auctioneers()) {
    table += TableRow({"`" + entry.name + "`", entry.help,
                       entry.traits.truthful ? "yes" : "no",
                       entry.fits ? "numbered seats" : "any page",
                       ParamsCell(entry.params)});
  }
  ExpectTableInReadme("agents", "auctioneers", table, "MEMBERS.md");
}

}  // namespace
}  // namespace souk::tests
