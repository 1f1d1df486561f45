// souk calibrate: from a click log to a scenario that runs.
#include <gmock/gmock.h>

#include "tests/support/program.h"

namespace souk::tests {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ProgramCalibrate : public ProgramTest {
 protected:
  /// 100 rows of each of two items at two positions.
  void WriteLog(const std::string& header) {
    std::string text = header + "\n";
    for (int i = 0; i < 100; ++i) {
      text += i < 40 ? "a,1,1\n" : "a,1,0\n";
      text += i < 20 ? "a,2,1\n" : "a,2,0\n";
      text += i < 20 ? "b,1,1\n" : "b,1,0\n";
      text += i < 10 ? "b,2,1\n" : "b,2,0\n";
    }
    Write("clicks.csv", text);
  }
};

TEST_F(ProgramCalibrate, WritesAScenarioThatRuns) {
  WriteLog("item_id,position,click");
  const ProgramEnd end = Souk({"calibrate", "clicks.csv", "-o", "c.textproto"});
  ExpectSuccess(end);
  EXPECT_EQ(end.err, "");
  EXPECT_THAT(end.out, StartsWith("position                effect   std. error"
                                  "      shown  clicks  click rate\n"));
  EXPECT_THAT(end.out, HasSubstr("\n2                     0.500000 +- "));
  EXPECT_THAT(end.out, HasSubstr("\na                     0.400000 +- "));
  EXPECT_THAT(end.out, HasSubstr("\nscenario c.textproto\n"));
  ExpectSuccess(Souk({"run", "c.textproto"}));
  EXPECT_TRUE(Exists("c.h5"));
}

TEST_F(ProgramCalibrate, PrintsTheScenarioAndTakesColumnsByName) {
  WriteLog("ad,slot,yes");
  const ProgramEnd end = Souk({"calibrate", "clicks.csv", "--item=ad",
                               "--position=slot", "--click=yes"});
  ExpectSuccess(end);
  EXPECT_THAT(end.out, StartsWith("# Fitted to a click log by souk calibrate"));
  EXPECT_THAT(end.out, HasSubstr("name: \"clicks\"\n"));
}

TEST_F(ProgramCalibrate, SaysWhatIsWrongWithALog) {
  WriteLog("ad,position,click");
  const ProgramEnd column = Souk({"calibrate", "clicks.csv"});
  EXPECT_EQ(column.exit_code, 2);
  EXPECT_EQ(column.err,
            "clicks.csv:1: no such column 'item_id'; known: ad, position, "
            "click\n");
  const ProgramEnd missing = Souk({"calibrate", "nothing.csv"});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_EQ(missing.err, "nothing.csv: no such file\n");
  Write("dull.csv", "item_id,position,click\n1,1,0\n");
  EXPECT_EQ(Souk({"calibrate", "dull.csv"}).err,
            "dull.csv: nothing was clicked, so nothing can be told\n");
  WriteLog("item_id,position,click");
  const ProgramEnd itself =
      Souk({"calibrate", "clicks.csv", "-o", "./clicks.csv"});
  EXPECT_EQ(itself.exit_code, 2);
  EXPECT_EQ(itself.err, "souk calibrate: ./clicks.csv is the log itself\n");
  const ProgramEnd closed =
      Souk({"calibrate", "clicks.csv", "-o", "no/such/folder.textproto"});
  EXPECT_EQ(closed.exit_code, 1);
  EXPECT_EQ(closed.err,
            "souk calibrate: cannot write no/such/folder.textproto\n");
}

}  // namespace
}  // namespace souk::tests
