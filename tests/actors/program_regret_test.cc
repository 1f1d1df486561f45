// souk regret: what campaigns would gain by other bids.
#include <gmock/gmock.h>

#include "tests/support/program.h"

namespace souk::tests {
namespace {

using testing::HasSubstr;

class ProgramRegret : public ProgramTest {
 protected:
  ProgramEnd Regret(Words options) const {
    Words words = {"regret", Library("joint_stores"), "--pages=60"};
    words.insert(words.end(), options.begin(), options.end());
    return Souk(words);
  }
};

TEST_F(ProgramRegret, IsTabledByCampaignAndChannel) {
  const ProgramEnd end = Regret({});
  ExpectSuccess(end);
  for (const char* name : {"alpine/1", "outlet-2/1", "channel feed",
                           "channel search", "all", "60 of them sampled"}) {
    EXPECT_THAT(end.out, HasSubstr(name));
  }
}

TEST_F(ProgramRegret, OfAMechanismInPlaceOfTheChannelsOwnCanBeMeasured) {
  const ProgramEnd end = Regret({"--json", "--mechanism=joint_vcg_absent"});
  ExpectSuccess(end);
  EXPECT_THAT(end.out, HasSubstr("\"mechanism\": \"joint_vcg_absent\""));
  const std::string check = R"(
import json, sys
report = json.loads(open(sys.argv[1]).read())
assert report["all"]["page_views"] == "60", report["all"]
assert all(row["max_micros"] <= 1 for row in report["campaign"])
assert len(report["channel"]) == 2
)";
  Write("report.json", end.out);
  ExpectSuccess(Python(check, {"report.json"}));
}

TEST_F(ProgramRegret, IsTheSameEveryTime) {
  const ProgramEnd first = Regret({"--estimator=dense"});
  ExpectSuccess(first);
  EXPECT_EQ(first.out, Regret({"--estimator=dense"}).out);
  EXPECT_NE(first.out, Regret({"--estimator=grid"}).out);
  EXPECT_NE(first.out, Regret({"--estimator=dense", "--seed=5"}).out);
}

TEST_F(ProgramRegret, SaysWhatIsWrong) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"--estimator=gird",
       "souk regret: --estimator is 'gird', must be exact, dense or grid\n"},
      {"--pages=0", "souk regret: --pages is 0, must be in [1, 1000000]\n"},
      {"--mechanism=gps", "souk regret: --mechanism: no such mechanism 'gps'"},
      {"--mechanism=myerson", "souk regret: --mechanism: myerson needs"}};
  for (const auto& [option, sentence] : wrong) {
    const ProgramEnd end = Souk({"regret", Library("joint_stores"), option});
    EXPECT_EQ(end.exit_code, 2) << option;
    EXPECT_EQ(end.out, "");
    EXPECT_THAT(end.err, HasSubstr(sentence));
  }
}

}  // namespace
}  // namespace souk::tests
