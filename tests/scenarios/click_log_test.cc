#include "scenarios/click_log.h"

#include <gtest/gtest.h>

namespace souk::scenarios {
namespace {

std::string FaultsIn(const std::string& text,
                     const ClickColumns& columns = {}) {
  const auto log = ParseClickLog(text, "LOG", columns);
  return log.ok() ? "" : log.error().message;
}

TEST(ClickLog, CountsByItemAndPosition) {
  const auto log = ParseClickLog(
      "time,item_id,position,click,rest\r\n"
      "\"Nov 24, 00:03\",10,3,0,x\r\n"
      "t,9,1,1,x\n"
      "t,10,3,1,x\n"
      "\n"
      "t,ad \"A\",1,0",
      "LOG", {});
  ASSERT_TRUE(log.ok()) << log.error().message;
  EXPECT_EQ(log->items, (std::vector<std::string>{"9", "10", "ad A"}));
  EXPECT_EQ(log->positions, (std::vector<std::string>{"1", "3"}));
  EXPECT_EQ(log->counts.shown(1, 1), 2);
  EXPECT_EQ(log->counts.clicked(1, 1), 1);
  EXPECT_EQ(log->counts.clicked(0, 0), 1);
  EXPECT_EQ(log->counts.shown(2, 0), 1);
  EXPECT_EQ(log->counts.ShownAt(0), 2);
  EXPECT_EQ(log->counts.ClickedAt(1), 1);
}

TEST(ClickLog, TakesColumnsByName) {
  const auto log = ParseClickLog("slot\tad\tyes\nleft\tx,y\t1\n", "LOG",
                                 {"ad", "slot", "yes"});
  ASSERT_TRUE(log.ok()) << log.error().message;
  EXPECT_EQ(log->items, std::vector<std::string>{"x,y"});
  EXPECT_EQ(log->positions, std::vector<std::string>{"left"});
}

TEST(ClickLog, NamesTheColumnThatIsMissing) {
  EXPECT_EQ(FaultsIn("item_id,positions,click\n1,1,0\n"),
            "LOG:1: no such column 'position'; did you mean 'positions'? "
            "known: item_id, positions, click");
}

TEST(ClickLog, EveryRowSaysWhatItLacks) {
  EXPECT_EQ(FaultsIn("item_id,position,click\n1,1,2\n,1,0\n1,,0\n1,1\n"),
            "LOG:2: click is '2', must be 0 or 1\n"
            "LOG:3: item_id is empty\n"
            "LOG:4: position is empty\n"
            "LOG:5: click is '', must be 0 or 1");
  EXPECT_EQ(FaultsIn("item_id,position,click\n"), "LOG: the log has no rows");
}

TEST(ClickLog, APageHasSoManySlotsAtMost) {
  std::string text = "item_id,position,click\n";
  for (int i = 0; i < 33; ++i) text += "1," + std::to_string(i) + ",0\n";
  EXPECT_EQ(FaultsIn(text),
            "LOG: position has 33 different values, must be at most 32, the "
            "slots of a page");
}

}  // namespace
}  // namespace souk::scenarios
