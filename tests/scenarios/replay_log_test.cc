#include "scenarios/replay_log.h"

#include <chrono>

#include "tests/scenarios/scenario_folder.h"

namespace souk::scenarios {
namespace {

std::string FaultsIn(const std::string& text) {
  const auto log = ParseReplayLog(text, "LOG");
  return log.ok() ? "" : log.error().message;
}

TEST(ReplayLog, ReadsColumnsInEveryLayout) {
  const auto log = ParseReplayLog(
      "0 51 0.000154\n1\t87\t1.4e-4\tignored 7\r\n  0  0 \t 1\n1 1000000000000 "
      "0",
      "LOG");
  ASSERT_TRUE(log.ok()) << log.error().message;
  EXPECT_EQ(log->click, (std::vector<uint8_t>{0, 1, 0, 1}));
  EXPECT_EQ(log->price, (std::vector<int64_t>{51, 87, 0, 1000000000000}));
  EXPECT_EQ(log->rate, (std::vector<double>{0.000154, 0.00014, 1, 0}));
}

TEST(ReplayLog, LastLineMayBeEmpty) {
  EXPECT_EQ(FaultsIn("0 1 0.5\n"), "");
  EXPECT_EQ(FaultsIn("0 1 0.5\r\n\r\n"), "");
  EXPECT_EQ(FaultsIn("0 1 0.5\n\n0 1 0.5\n"),
            "LOG:2: expected 'click price rate', found nothing");
}

TEST(ReplayLog, EveryColumnSaysWhatItTakes) {
  EXPECT_EQ(FaultsIn("2 1 0.5"), "LOG:1: click is '2', must be 0 or 1");
  EXPECT_EQ(FaultsIn("0 x7 0.5"),
            "LOG:1: price is 'x7', must be a whole number from 0 to "
            "1000000000000");
  EXPECT_EQ(FaultsIn("0 -1 0.5\n0 1000000000001 0.5\n0 1.5 0.5"),
            "LOG:1: price is '-1', must be a whole number from 0 to "
            "1000000000000\n"
            "LOG:2: price is '1000000000001', must be a whole number from 0 "
            "to 1000000000000\n"
            "LOG:3: price is '1.5', must be a whole number from 0 to "
            "1000000000000");
  EXPECT_EQ(FaultsIn("0 1 1.5\n0 1 nan\n0 1 0,5\n0 1 -0.1"),
            "LOG:1: rate is '1.5', must be a number in [0, 1]\n"
            "LOG:2: rate is 'nan', must be a number in [0, 1]\n"
            "LOG:3: rate is '0,5', must be a number in [0, 1]\n"
            "LOG:4: rate is '-0.1', must be a number in [0, 1]");
  EXPECT_EQ(FaultsIn("0 1\n0"),
            "LOG:1: expected 'click price rate', found two columns\n"
            "LOG:2: expected 'click price rate', found one column");
}

TEST(ReplayLog, EmptyLogIsAFault) {
  EXPECT_EQ(FaultsIn(""), "LOG: the log is empty");
  EXPECT_EQ(FaultsIn("\n"), "LOG: the log is empty");
}

TEST(ReplayLog, FirstTenFaultsAndACount) {
  std::string text;
  for (int i = 0; i < 12; ++i) text += "5 1 0.5\n";
  const std::string faults = FaultsIn(text);
  EXPECT_EQ(std::count(faults.begin(), faults.end(), '\n'), 10);
  EXPECT_TRUE(
      faults.ends_with("LOG:10: click is '5', must be 0 or 1\n"
                       "LOG: and 2 bad lines more"))
      << faults;
}

std::string LongLog(int lines) {
  std::string text;
  for (int i = 0; i < lines; ++i) {
    text += "0 " + std::to_string(i % 301) + " 0.002114360871919222\n";
  }
  return text;
}

TEST(ReplayLog, FindsABadLineDeepInside) {
  std::string text = LongLog(39999) + "0 x7 0.5\n" + LongLog(10);
  EXPECT_EQ(FaultsIn(text),
            "LOG:40000: price is 'x7', must be a whole number from 0 to "
            "1000000000000");
}

TEST(ReplayLog, ReadsALongLogQuickly) {
  const std::string text = LongLog(150000);
  const auto begin = std::chrono::steady_clock::now();
  const auto log = ParseReplayLog(text, "LOG");
  const auto took = std::chrono::steady_clock::now() - begin;
  ASSERT_TRUE(log.ok());
  EXPECT_EQ(log->rate.size(), 150000U);
  RecordProperty(
      "microseconds",
      static_cast<int>(
          std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
  EXPECT_LT(took, std::chrono::seconds(1));  // 28-40 ms on a busy machine
}

class ReplayScenario : public ScenarioFolder {
 protected:
  static constexpr char kReplay[] =
      "traffic {\n  replay { path: \"log.txt\" page_views_per_tick: 2 }\n}\n"
      "calendar { ticks_per_day: 2 }\n"
      "advertiser { name: \"a\" campaign { charge: VIEW } }\n";
};

TEST_F(ReplayScenario, MissingLogIsReportedAtThePath) {
  EXPECT_EQ(FaultsOf(kReplay),
            "s.textproto:2:18: traffic.replay.path = \"log.txt\": " +
                (folder() / "log.txt").string() + ": no such file");
}

TEST_F(ReplayScenario, BadLinesStandBesideOtherFaults) {
  Write("log.txt", "0 x 0\n");
  EXPECT_EQ(FaultsOf(std::string(kReplay) + "cells: 0"),
            "s.textproto:6:8: cells = 0, must be in [1, 4096]\n" +
                (folder() / "log.txt").string() +
                ":1: price is 'x', must be a whole number from 0 to "
                "1000000000000");
}

TEST_F(ReplayScenario, RunsToTheEndOfItsLog) {
  Write("log.txt", LongLog(9));
  EXPECT_EQ(Loaded(kReplay).market.calendar.days, 3U);
  Write("log.txt", LongLog(8));
  EXPECT_EQ(Loaded(kReplay).market.calendar.days, 2U);
  EXPECT_EQ(Loaded(kReplay, {"calendar.days=7"}).market.calendar.days, 7U);
}

TEST_F(ReplayScenario, PricesAreInUnitsOfTheLog) {
  Write("log.txt", "0 70 0.5\n");
  const auto market = Loaded(kReplay, {"traffic.replay.price_unit_micros=10",
                                       "traffic.replay.ties=rival_wins"})
                          .market;
  EXPECT_EQ(market.traffic->RivalBid({.page = 0}), 700);
  EXPECT_TRUE(market.traffic->RivalWinsTies());
  Write("log.txt", "0 1000000000000 0.5\n");
  EXPECT_EQ(FaultsOf(kReplay, {"traffic.replay.price_unit_micros=10000"}),
            "--set traffic.replay.price_unit_micros=10000: "
            "traffic.replay.price_unit_micros = 10000 times the highest price "
            "of the log, 1000000000000, must be <= 2^52 micro-units");
}

TEST_F(ReplayScenario, KnowsNoChannelsInterestsOrConversions) {
  Write("log.txt", LongLog(9));
  EXPECT_EQ(
      FaultsOf("traffic { replay { path: \"log.txt\" } }\n"
               "channel { name: \"a\" }\nchannel { name: \"b\" }\n"
               "advertiser { name: \"a\" campaign {\n  charge: CONVERSION\n"
               "  interest: \"x\"\n  target_interest: \"y\"\n} }\n"),
      "s.textproto:3:1: channel[1]: a replay has one channel, found 2\n"
      "s.textproto:5:11: advertiser[0].campaign[0].charge = CONVERSION: a "
      "replay knows no conversions; pay for VIEW or CLICK\n"
      "s.textproto:6:13: advertiser[0].campaign[0].interest: a replay knows no "
      "interests\n"
      "s.textproto:7:3: advertiser[0].campaign[0].target_interest: a replay "
      "knows no interests");
  EXPECT_EQ(
      FaultsOf("traffic { replay { path: \"log.txt\" } }\n"
               "advertiser { name: \"a\" campaign {\n  target_place: \"x\"\n"
               "  draw_categories: 2\n} }\n"),
      "s.textproto:3:3: advertiser[0].campaign[0].target_place: a replay knows "
      "no places\n"
      "s.textproto:4:20: advertiser[0].campaign[0].draw_categories: a replay "
      "knows no categories");
}

}  // namespace
}  // namespace souk::scenarios
