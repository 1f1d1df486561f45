// Evaluations: what a file means, who plays where, and what standings say.
#include <gtest/gtest.h>

#include "scenarios/evaluation_file.h"
#include "scenarios/seat_replay.h"
#include "scenarios/seat_runs.h"
#include "scenarios/sequential_run.h"
#include "scenarios/standings.h"
#include "tests/scenarios/scenario_folder.h"

namespace souk::scenarios {
namespace {

/// Four campaigns; AuctionNet's world in little.
constexpr char kMarket[] = R"(calendar { days: 2 ticks_per_day: 48 }
channel { name: "page" slots: 3 }
mechanism { name: "auctionnet" }
user_model { name: "auctionnet" }
budgets { mode: AUCTIONNET }
traffic { auctionnet { page_views_per_day: 4000 } }
)";

std::string MarketText() {
  std::string text = kMarket;
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
    text += std::string("advertiser { name: '") + name +
            "' daily_budget_micros: 40000000 campaign { charge: VIEW "
            "value_per_conversion_micros: 100e6 target_cpa_micros: 100e6 "
            "strategy { name: 'fixed_cpa' } } }\n";
  }
  return text;
}

constexpr char kEntrants[] = R"(scenario: "m.textproto"
entrant { name: "target" strategy { name: "fixed_cpa" } }
entrant { name: "pid" strategy { name: "pid_spend" } }
)";

class EvaluationTest : public ScenarioFolder {
 protected:
  market::Result<EvaluationOrder> LoadIt(
      const std::string& text, std::vector<std::string> overrides = {}) {
    Write("m.textproto", MarketText());
    Write("e.textproto", text);
    return LoadEvaluation({"e.textproto", std::move(overrides)});
  }
  EvaluationOrder Order(std::vector<std::string> overrides) {
    auto order = LoadIt(kEntrants, std::move(overrides));
    EXPECT_TRUE(order.ok()) << order.error().message;
    return std::move(order).value();
  }
  std::string FaultOf(const std::string& text) {
    const auto order = LoadIt(text);
    return order ? "" : order.error().message;
  }
};

TEST_F(EvaluationTest, MistakesGetTheirSentence) {
  EXPECT_EQ(FaultOf("scenario: 'm.textproto'"),
            "e.textproto: entrant is missing: Who is compared; differences are "
            "to the first");
  EXPECT_EQ(FaultOf("scenario: 'm.textproto'\n"
                    "entrant { name: 'x' strategy { name: 'fixed_cpx' } }")
                .substr(0, 101),
            "e.textproto:2:38: entrant[0].strategy[0].name: no such strategy "
            "'fixed_cpx'; did you mean 'fixed_cpa'");
  EXPECT_EQ(FaultOf("scenario: 'm.textproto'\n"
                    "entrant { name: 'x' strategy { name: 'truthful' } }\n"
                    "entrant { name: 'x' strategy { name: 'truthful' } }"),
            "e.textproto:3:17: entrant[1].name = \"x\" is also the name of "
            "entrant[0]");
}

TEST_F(EvaluationTest, EveryShippedOneLoads) {
  size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::string(SOUK_SOURCE_DIR) + "/scenarios/library/evaluations")) {
    const auto order = LoadEvaluation({entry.path(), {}});
    EXPECT_TRUE(order.ok()) << order.error().message;
    ++count;
  }
  EXPECT_GE(count, 1U);
}

TEST_F(EvaluationTest, RoundsAreLaterRunsOfTheScenario) {
  const EvaluationOrder order = Order({"method=SIMULATION", "rounds=3"});
  ASSERT_EQ(order.rounds.size(), 3U);
  for (uint32_t round = 0; round < 3; ++round) {
    EXPECT_EQ(order.rounds[round].market.run, round);
  }
  EXPECT_EQ(order.seats, (std::vector<size_t>{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(Order({"seat_step=4"}).seats, (std::vector<size_t>{0, 4}));
}

TEST_F(EvaluationTest, ReplayInOnesOwnSeatIsWhatTheMarketGave) {
  const EvaluationOrder order = Order({});
  const auto replay = SeatReplay::Make(order);
  ASSERT_TRUE(replay.ok()) << replay.error().message;
  ASSERT_EQ((*replay)->games(), 12U);
  SeatSums sums(order.rounds[0].market);
  const auto run =
      SequentialRun::Make(
          std::make_shared<const market::MarketSpec>(order.rounds[0].market))
          .value();
  while (!run->done()) ASSERT_TRUE(run->RunTick(sums).ok());
  double replayed = 0;
  double traded = 0;
  for (size_t game = 0; game < 12; ++game) {
    const auto results = (*replay)->Play(game);
    ASSERT_EQ(results.size(), 2U);
    EXPECT_EQ(results[0].campaign, game / 2);
    EXPECT_EQ(results[0].round, game % 2);
    EXPECT_LE(results[0].spend, results[0].budget);
    EXPECT_GT(*results[0].best, 0);
    replayed += results[0].spend;
    traded += sums.Of(results[0].campaign, results[0].round).spend;
  }
  EXPECT_NEAR(replayed / traded, 1, 0.05);
}

TEST_F(EvaluationTest, ReplaysRefuseMarketsThatTheyDoNotKnow) {
  EvaluationOrder order = Order({});
  order.rounds[0].market.budgets.mode = market::BudgetMode::kLease;
  const auto replay = SeatReplay::Make(order);
  ASSERT_FALSE(replay.ok());
  EXPECT_EQ(replay.error().message,
            "a replay follows the rules of the world of AuctionNet, and the "
            "scenario is of another (budgets.mode is not AUCTIONNET); use "
            "method: SIMULATION");
}

TEST_F(EvaluationTest, SimulationOfWhatIsThereAlreadyChangesNothing) {
  const EvaluationOrder order = Order({"method=SIMULATION", "seat_step=5"});
  const auto games = GamesOf(order);
  ASSERT_EQ(games.size(), 4U);
  SeatSums sums(order.rounds[0].market);
  const auto run =
      SequentialRun::Make(
          std::make_shared<const market::MarketSpec>(order.rounds[0].market))
          .value();
  while (!run->done()) ASSERT_TRUE(run->RunTick(sums).ok());
  for (const SeatGame& game : games) {
    const auto results = Simulate(order, game);
    ASSERT_TRUE(results.ok());
    ASSERT_EQ(results->size(), 2U);
    const SeatResult& first = results->front();
    EXPECT_EQ(first.campaign, order.seats[game.seat]);
    const double before = sums.Of(first.campaign, 0).spend;
    if (game.entrant == 0) {
      EXPECT_EQ(first.spend, before);
    } else {
      EXPECT_NE(first.spend, before);
    }
  }
}

TEST_F(EvaluationTest, LeagueDealsEverySeatToEverybodyInTurn) {
  const EvaluationOrder order = Order({"method=LEAGUE", "rounds=2"});
  for (uint32_t round = 0; round < 2; ++round) {
    const auto dealt = LeagueRound(order, round);
    ASSERT_TRUE(dealt.ok()) << dealt.error().message;
    EXPECT_EQ(dealt->market.run, round);
    for (size_t seat = 0; seat < 6; ++seat) {
      EXPECT_EQ(dealt->market.campaigns[seat].strategy.name,
                (seat + round) % 2 == 0 ? "fixed_cpa" : "pid_spend");
    }
    const SeatSums sums(dealt->market);
    const auto results = LeagueResults(order, sums, round);
    ASSERT_EQ(results.size(), 12U);
    EXPECT_EQ(results[0].entrant, round);
    EXPECT_EQ(results[1].round, round * 2 + 1);
  }
}

TEST_F(EvaluationTest, StandingsAreMeansSharesAndPairedDifferences) {
  const EvaluationOrder order = Order({"seat_step=3"});
  ASSERT_EQ(order.seats, (std::vector<size_t>{0, 3}));
  // Entrant 0 scores 4 and 2; entrant 1 one more each; the best is 10 each.
  std::vector<SeatResult> results;
  for (const size_t entrant : {0, 1}) {
    for (const size_t seat : {0, 3}) {
      const double counted = (seat == 0 ? 4.0 : 2.0) + double(entrant);
      results.push_back(
          {entrant, seat, 0, 10, 100, 10 * counted, 99, counted, 10});
    }
  }
  const auto standings = Standings(order, results);
  ASSERT_EQ(standings.size(), 2U);
  EXPECT_EQ(standings[0].name, "pid");
  EXPECT_DOUBLE_EQ(standings[0].score, 4);
  EXPECT_DOUBLE_EQ(*standings[0].share, 0.4);
  EXPECT_DOUBLE_EQ(standings[0].difference, 1);
  EXPECT_DOUBLE_EQ(standings[0].difference_interval.low, 1);
  EXPECT_DOUBLE_EQ(standings[0].difference_interval.high, 1);
  EXPECT_DOUBLE_EQ(standings[0].score_interval.low, 3);
  EXPECT_DOUBLE_EQ(standings[0].score_interval.high, 5);
  EXPECT_DOUBLE_EQ(standings[0].spent, 0.4);
  EXPECT_DOUBLE_EQ(standings[0].within, 1);
  EXPECT_DOUBLE_EQ(standings[1].difference, 0);
}

TEST_F(EvaluationTest, StandingsCountWhoMissesTheTargetAndByHowMuch) {
  const EvaluationOrder order = Order({"seat_step=3"});
  const std::vector<SeatResult> results = {
      {0, 0, 0, 10, 0, 50, 4, {}, {}},  // 25 % above the target
      {0, 3, 0, 10, 0, 10, 1, {}, {}},  // at it
      {1, 0, 0, 10, 0, 7, 0, {}, {}},   // paid for nothing
      {1, 3, 0, 10, 0, 0, 0, {}, {}}};  // did nothing
  const auto standings = Standings(order, results);
  EXPECT_DOUBLE_EQ(standings[0].within, 0.5);
  EXPECT_DOUBLE_EQ(standings[0].excess, 0.25);
  EXPECT_NEAR(standings[0].score, (4 * 0.64 + 1) / 2, 1e-9);
  EXPECT_FALSE(standings[0].share.has_value());
  EXPECT_DOUBLE_EQ(standings[1].within, 0.5);
  EXPECT_DOUBLE_EQ(standings[1].excess, 0);
  EXPECT_DOUBLE_EQ(standings[1].score, 0);
}

}  // namespace
}  // namespace souk::scenarios
