// The replay table of REF48 (M3): every strategy in each of the 48 seats, among
// the logged bids of the others, against the best coefficient in hindsight.
//
// Spec figures are means of 96 seats of episodes 2 and 3, in another draw of
// exposures and conversions.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <map>

#include "agents/replay_market.h"
#include "tests/support/auctionnet_runs.h"
#include "tests/support/local_curve.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

constexpr size_t kSeats = 48;

/// A row of the table; `share` is R/R* as published.
struct Candidate {
  std::string label;
  std::string strategy;
  Params params;
  double share = 0;
};

Candidate Pid(const char* label, double start, double share) {
  return {label, "pid_spend", {{"start_micros", {start}, ""}}, share};
}

Candidate Dual(const std::string& strategy, double step, double share) {
  char label[40];
  std::snprintf(label, sizeof label, "%s %.2f", strategy.c_str(), step);
  return {label,
          strategy,
          {{"ros_step", {step}, ""}, {"budget_step", {step}, ""}},
          share};
}

Candidate Adaptive(double step, double share) {
  char label[40];
  std::snprintf(label, sizeof label, "adaptive_pacing %.2f", step);
  return {label,
          "adaptive_pacing",
          {{"step", {step}, ""}, {"max_multiplier", {20}, ""}},
          share};
}

/// In seat `line`, whose target and category some of them take.
std::vector<Candidate> Candidates(double target, size_t line) {
  return {
      Pid("pid_spend C", target, .402),
      Pid("pid_spend 15", 15e6, .451),
      {"abid", "", {}, .472},
      {"budget_pacer", "budget_pacer", {}, .491},
      Adaptive(.1, .561),
      Adaptive(.03, .643),
      {"fixed_cpa", "fixed_cpa", {}, .664},
      Dual("min_pacing", .1, .668),
      Dual("min_pacing", .03, .767),
      {"online_lp",
       "online_lp",
       {{"table", FixedMarketTables()[line / PriceSample::kInCategory], ""}},
       .687},
      Dual("dual_optimal", .1, .757),
      Dual("dual_optimal", .03, .780)};
}

/// abid as published: by the mean rate of the very tick that it bids in, which
/// the strategy of that name cannot know.
class TickMeanAbid final : public agents::Strategy {
 public:
  TickMeanAbid(const std::vector<agents::LoggedTick>& log, double target)
      : log_(log), target_(target) {}

  market::BidFunction Plan(const market::PlanInput& input) override {
    const auto& rates = log_[input.time.tick].rate;
    double sum = 0;
    for (const double rate : rates) sum += rate;
    market::BidFunction bid;
    bid.curve = std::make_shared<Curve>(
        target_ * static_cast<double>(rates.size()) / sum);
    return bid;
  }
  void Learn(const market::Feedback&) override {}
  void Signals(std::span<double>) const override {}
  void Save(market::ArchiveWriter&) const override {}
  void Load(market::ArchiveReader&) override {}

 private:
  class Curve final : public tests::LocalCurve {
   public:
    explicit Curve(double factor) : factor_(factor) {}
    double Bid(const market::Observation& seen) const override {
      return factor_ * seen.conversion_rate * seen.conversion_rate;
    }

   private:
    double factor_;
  };

  const std::vector<agents::LoggedTick>& log_;
  double target_;
};

/// Means over seats.
class TableRow {
 public:
  void Add(const agents::ReplayOutcome& outcome, double target, double budget) {
    const market::LineTally& tally = outcome.tally;
    const auto spend = static_cast<double>(tally.spend.micros);
    conversions += static_cast<double>(tally.conversions);
    expected += tally.expected_conversions;
    spent += spend / budget;
    score += outcome.Score(target);
    kept += spend <= target * tally.expected_conversions ? 1 : 0;
    scores.push_back(outcome.ExpectedScore(target));
  }
  double ExpectedScore() const {
    double sum = 0;
    for (const double one : scores) sum += one;
    return sum / seats();
  }
  void Print(const std::string& label, double best, double published) const {
    std::printf("%-20s %6.2f %6.2f %5.3f %6.2f %6.2f %5.2f %6.3f %6.3f\n",
                label.c_str(), conversions / seats(), expected / seats(),
                spent / seats(), score / seats(), ExpectedScore(),
                kept / seats(), ExpectedScore() / best, published);
  }
  double seats() const { return static_cast<double>(scores.size()); }

  std::vector<double> scores;  ///< expected, by seat

 private:
  double conversions = 0, expected = 0, spent = 0, score = 0, kept = 0;
};

class ReplayTable {
 public:
  /// Every `step`-th seat of an episode.
  void AddEpisode(uint32_t episode, size_t step) {
    const Spec spec = Ref48(episode, {"recording.bid_share=1"});
    const LoggedRun run(spec);
    for (size_t line = 0; line < kSeats; line += step) {
      AddSeat(*spec, run, line);
    }
  }
  void Print() const {
    std::printf("%-20s %6s %6s %5s %6s %6s %5s %6s %6s\n", "strategy", "conv",
                "sum p", "spend", "score", "E", "kept", "R/R*", "publ.");
    for (const auto& [label, row] : rows) {
      row.Print(label, Best(), published.at(label));
    }
  }
  double Best() const { return rows.at("hindsight").ExpectedScore(); }
  double Share(const std::string& label) const {
    return rows.at(label).ExpectedScore() / Best();
  }

  std::map<std::string, TableRow> rows;
  std::map<std::string, double> published;
  market::LineTally replayed, traded;  ///< of strategies in their own seats

 private:
  void AddSeat(const market::MarketSpec& spec, const LoggedRun& run,
               size_t line) {
    const double target = spec.campaigns[line].target_cpa_micros;
    agents::LineFacts facts = ViewFacts();
    facts.value_per_conversion_micros = target;
    facts.target_cpa_micros = target;
    facts.daily_budget = *spec.advertisers[line].budget.daily;
    const auto log = run.bids.Of(static_cast<uint32_t>(line));
    const agents::ReplayMarket market(log, {});
    for (const Candidate& one : Candidates(target, line)) {
      std::unique_ptr<agents::Strategy> strategy =
          one.strategy.empty() ? std::make_unique<TickMeanAbid>(log, target)
                               : NewStrategy(one.strategy, one.params, facts);
      Add(one, market.Play(*strategy, facts.daily_budget), facts);
    }
    const auto best = market.Best(target, facts.daily_budget);
    Add({"hindsight", "", {}, 1}, best.outcome, facts);
    AddOwnSeat(spec, run, {line, market, facts});
  }
  void Add(const Candidate& candidate, const agents::ReplayOutcome& outcome,
           const agents::LineFacts& facts) {
    published[candidate.label] = candidate.share;
    rows[candidate.label].Add(outcome, facts.target_cpa_micros,
                              static_cast<double>(facts.daily_budget.micros));
  }
  struct OwnSeat {
    size_t line;
    const agents::ReplayMarket& market;
    const agents::LineFacts& facts;
  };
  /// abid learns from auctions that a replay does not show.
  void AddOwnSeat(const market::MarketSpec& spec, const LoggedRun& run,
                  const OwnSeat& seat) {
    const auto& own = spec.campaigns[seat.line].strategy;
    if (own.name == "abid") return;
    const auto strategy =
        NewStrategy(own.name, own.params.values(), seat.facts);
    replayed += seat.market.Play(*strategy, seat.facts.daily_budget).tally;
    traded += run.sums.of_line[seat.line];
  }
};

/// Mean of paired differences by seat, and its standard error.
struct Paired {
  double mean = 0;
  double error = 0;
};

Paired Difference(const TableRow& a, const TableRow& b) {
  double sum = 0;
  double squares = 0;
  for (size_t i = 0; i < a.scores.size(); ++i) {
    const double d = a.scores[i] - b.scores[i];
    sum += d;
    squares += d * d;
  }
  const double n = a.seats();
  const double mean = sum / n;
  return {mean, std::sqrt((squares / n - mean * mean) / (n - 1))};
}

double Ratio(double a, double b) { return a / b; }

TEST(SlowAuctionNetReplayTable, OrdersStrategiesAsPublished) {
  ReplayTable table;
  table.AddEpisode(2, 1);
  table.AddEpisode(3, 1);
  table.Print();
  for (const auto& [label, published] : table.published) {
    EXPECT_NEAR(table.Share(label), published, 0.05) << label;
  }
  EXPECT_LT(table.Share("dual_optimal 0.03"), 1);
  EXPECT_GT(table.Share("dual_optimal 0.03"), table.Share("online_lp"));
  EXPECT_GT(table.Share("fixed_cpa"), table.Share("budget_pacer"));
  EXPECT_GT(table.Share("budget_pacer"), table.Share("pid_spend 15"));
  const Paired lp =
      Difference(table.rows.at("online_lp"), table.rows.at("fixed_cpa"));
  std::printf("online_lp - fixed_cpa %.2f +- %.2f\n", lp.mean, lp.error);
  EXPECT_NEAR(lp.mean, 0.78, 3 * lp.error);
  const double cost = Ratio(static_cast<double>(table.replayed.spend.micros),
                            static_cast<double>(table.traded.spend.micros));
  const double views = Ratio(static_cast<double>(table.replayed.views),
                             static_cast<double>(table.traded.views));
  std::printf("own seats: cost %.4f views %.4f\n", cost, views);
  EXPECT_NEAR(cost, 1, 0.01);
  EXPECT_NEAR(views, 1, 0.01);
}

}  // namespace
}  // namespace souk::tests
