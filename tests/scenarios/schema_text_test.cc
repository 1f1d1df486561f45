#include "scenarios/schema_text.h"

#include <cstdlib>
#include <sstream>

#include "tests/scenarios/scenario_folder.h"

namespace souk::scenarios {
namespace {

std::string ReadText(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

const std::string kFields =
    std::string(SOUK_SOURCE_DIR) + "/scenarios/FIELDS.md";
const std::string kReadme =
    std::string(SOUK_SOURCE_DIR) + "/scenarios/README.md";
constexpr char kBegin[] = "<!-- schema: generated, see schema_text_test -->\n";
constexpr char kEnd[] = "<!-- end of schema -->\n";

/// What stands between two marks of a text.
std::string Between(const std::string& text, const std::string& begin,
                    const std::string& end) {
  const size_t first = text.find(begin);
  const size_t last = text.find(end, first);
  if (first == std::string::npos || last == std::string::npos) return "";
  return text.substr(first + begin.size(), last - first - begin.size());
}

TEST(SchemaText, ExplainsAField) {
  const auto text = ExplainField("advertiser[].campaign[0].click_rate");
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(text.value(),
            "advertiser[].campaign[].click_rate: number, in [0, 1], default "
            "0.05\n    Mean P(click | examined)\n");
}

TEST(SchemaText, ExplainsAGroupWithItsFields) {
  const auto text = ExplainField("traffic.replay");
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(text->find("traffic.replay: fields\n"
                       "traffic.replay.path: text, required\n    Log: "),
            0U)
      << *text;
  EXPECT_NE(text->find("traffic.replay.ties: word, BIDDER_WINS, RIVAL_WINS, "
                       "default BIDDER_WINS\n"),
            std::string::npos)
      << *text;
}

TEST(SchemaText, SaysWhatItDoesNotKnow) {
  const auto text = ExplainField("traffic.synthetik");
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.error().message,
            "traffic: no such field 'synthetik'; did you mean 'synthetic'? "
            "known: synthetic, replay, auctionnet, requests");
  EXPECT_FALSE(ExplainField("cells.x").ok());
  EXPECT_FALSE(ExplainField("").ok());
}

TEST(SchemaText, EveryNumberHasHelpOrARangeOrADefault) {
  for (const SchemaRow& row : SchemaRows()) {
    EXPECT_FALSE(row.help.empty() && row.allowed.empty() &&
                 row.default_value.empty() && row.type != "fields" &&
                 row.type != "member" && row.type != "list of fields")
        << row.path;
  }
}

/// SOUK_UPDATE_DOCS=1 writes the table instead.
TEST(SchemaText, TheTableOfFieldsIsFresh) {
  std::string text = ReadText(kFields);
  const std::string table = Between(text, kBegin, kEnd);
  ASSERT_NE(text.find(kBegin), std::string::npos);
  if (std::getenv("SOUK_UPDATE_DOCS")) {
    text.replace(text.find(kBegin) + sizeof(kBegin) - 1, table.size(),
                 SchemaTable());
    std::ofstream(kFields) << text;
    return;
  }
  EXPECT_EQ(table, SchemaTable())
      << "run scenarios_tests with SOUK_UPDATE_DOCS=1";
}

class Readme : public ScenarioFolder {};

TEST_F(Readme, TheAnnotatedExampleLoads) {
  const std::string example =
      Between(ReadText(kReadme), "```textproto\n", "```\n");
  ASSERT_FALSE(example.empty());
  const auto market = Loaded(example).market;
  EXPECT_EQ(market.name, "harbour");
  EXPECT_EQ(market.advertisers.size(), 21U);
}

TEST_F(Readme, TheFaultsShownAreTheFaultsPrinted) {
  const std::string text = ReadText(kReadme);
  const std::string shown = Between(text, "```faults\n", "```\n");
  Write("harbour.textproto", Between(text, "```broken\n", "```\n"));
  const auto loaded =
      LoadScenario({"harbour.textproto", {"advertiser[9].kind=BRAND"}, {}});
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().message + "\n", shown);
}

}  // namespace
}  // namespace souk::scenarios
