// Strategies against two iPinYou logs: the rows that others published (mcpc,
// linear, pid) and that tests/support/ipinyou_oracle.py computes (all).
#include "tests/support/ipinyou.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

constexpr int64_t kUnit = 1000;  // micro-units of one log unit
constexpr uint64_t kDay = 1000;  // page views

struct Row {
  int64_t impressions = 0;
  int64_t clicks = 0;
  int64_t cost = 0;  // log units
  friend bool operator==(const Row&, const Row&) = default;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.impressions << "/" << row.clicks << "/" << row.cost;
}

market::Money DailyBudget() {
  return market::Money(1969 * kUnit);  // floor(cost / impressions / 32 * 1000)
}

/// One bidder with a daily budget against the logged market; ties win.
Row Replay(const std::vector<LoggedView>& log, agents::Strategy& strategy) {
  const market::BidFunction bid = strategy.Plan({{0, 1}, DailyBudget()});
  Row row;
  market::Money left;
  for (size_t i = 0; i < log.size(); ++i) {
    if (i % kDay == 0) left = DailyBudget();
    market::Observation seen;
    seen.click_rate = log[i].rate;
    seen.remaining_micros = static_cast<double>(left.micros);
    seen.page_views_today = i % kDay;
    const market::Money offer = std::min(left, market::RoundUp(bid(seen)));
    const market::Money price(log[i].price * kUnit);
    if (offer < price) continue;
    ++row.impressions;
    row.clicks += log[i].click;
    row.cost += log[i].price;
    left -= price;
  }
  return row;
}

class Campaign2997 : public testing::Test {
 protected:
  void SetUp() override {
    if (!HaveIpinyou()) GTEST_SKIP() << NoIpinyou();
    log_ = ReadIpinyou("2997.test.theta.txt");
    ASSERT_EQ(log_.size(), 156063U);
  }
  std::unique_ptr<agents::Strategy> New(const std::string& name,
                                        Params params) {
    agents::LineFacts facts = ViewFacts();
    facts.daily_budget = DailyBudget();
    facts.ticks_per_day = 1;
    return NewStrategy(name, std::move(params), facts);
  }
  Params TableParams() {
    return {{"price_counts", ReadPriceCounts(), ""},
            {"train_clicks", {1386}, ""},
            {"train_impressions", {312437}, ""}};
  }
  std::unique_ptr<agents::Strategy> Mcpc() {
    return New("mcpc", {{"train_cost_micros", {19689072e3}, ""},
                        {"train_clicks", {1386}, ""},
                        {"step_micros", {kUnit}, ""}});
  }
  std::vector<LoggedView> log_;
};

TEST_F(Campaign2997, McpcBuysWhatWasPublished) {
  EXPECT_EQ(Replay(log_, *Mcpc()), (Row{14752, 48, 307751}));
}

TEST_F(Campaign2997, McpcBidsTheSameNumberOnEveryRow) {
  const market::BidFunction bid = Mcpc()->Plan({{0, 1}, DailyBudget()});
  const double cost_per_click = 19689072.0 / 1386.0;
  for (const LoggedView& view : log_) {
    market::Observation seen;
    seen.click_rate = view.rate;
    ASSERT_EQ(bid(seen), kUnit * std::floor(view.rate * cost_per_click))
        << "rate " << view.rate;
  }
}

TEST_F(Campaign2997, LinearBuysWhatWasPublished) {
  const auto linear = New("linear", {{"base_bid_micros", {10 * kUnit}, ""},
                                     {"train_clicks", {1386}, ""},
                                     {"train_impressions", {312437}, ""},
                                     {"step_micros", {kUnit}, ""}});
  EXPECT_EQ(Replay(log_, *linear), (Row{32208, 71, 203610}));
}

TEST_F(Campaign2997, SsMdpBuysWhatTheOracleBuys) {
  const auto ss_mdp = New("ss_mdp", TableParams());
  EXPECT_EQ(Replay(log_, *ss_mdp), (Row{40395, 80, 306639}));
}

TEST_F(Campaign2997, RlbBuysWhatTheOracleBuys) {
  const auto rlb = New("rlb", TableParams());
  EXPECT_EQ(Replay(log_, *rlb), (Row{39680, 78, 304375}));
}

struct Round {
  double ecpc = 0;
  double phi = 0;
  int64_t clicks = 0;
  int64_t cost = 0;
};

constexpr Round kRounds[] = {
    {39157.0000, 0.0000, 3, 156628},    {44887.2500, 0.4223, 3, 179549},
    {44999.7500, -2.0000, 3, 179999},   {45053.7500, -2.0000, 3, 180215},
    {45189.2500, -2.0000, 3, 180757},   {36220.8000, -2.0000, 4, 181104},
    {43019.8571, 2.7709, 6, 301139},    {43100.8571, -2.0000, 6, 301706},
    {43236.7143, -1.5802, 6, 302657},   {37924.2500, -1.6568, 7, 303394},
    {42490.0000, 1.5463, 8, 382410},    {42567.1111, -1.7269, 8, 383104},
    {42702.2222, -1.3191, 8, 384320},   {42793.2222, -1.3952, 8, 385139},
    {38672.3000, -1.4391, 9, 386723},   {32223.0000, 1.0439, 13, 451122},
    {37882.1250, 4.5092, 15, 606114},   {35758.8333, 0.4709, 17, 643659},
    {41013.5263, 2.3150, 18, 779257},   {39210.5500, -1.0511, 19, 784211},
    {38076.5000, 0.5569, 21, 837683},   {38038.5652, 1.0590, 22, 874887},
    {37106.1600, 0.9703, 24, 927654},   {38529.9231, 1.5288, 25, 1001778},
    {36818.7857, 0.5828, 27, 1030926},  {40309.0357, 1.7550, 27, 1128653},
    {40427.8214, -0.5105, 27, 1131979}, {40534.9643, -0.2332, 27, 1134979},
    {40656.0714, -0.2861, 27, 1138370}, {40795.9286, -0.3487, 27, 1142286},
    {40926.1786, -0.4213, 27, 1145933}, {41039.1429, -0.4864, 27, 1149096},
    {41107.2857, -0.5422, 27, 1151004}, {41178.2857, -0.5729, 27, 1152992},
    {41251.7143, -0.6099, 27, 1155048}, {41313.7857, -0.6481, 27, 1156786},
    {41369.9286, -0.6793, 27, 1158358}, {41422.4286, -0.7082, 27, 1159828},
    {40045.8276, -0.7355, 28, 1161329}, {39000.8000, 0.0957, 29, 1170024},
};

TEST(Campaign1458, PidGoesThroughThePublishedRounds) {
  if (!HaveIpinyou()) GTEST_SKIP() << NoIpinyou();
  const std::vector<LoggedView> log = ReadIpinyou("1458.pid_train.tsv");
  ASSERT_EQ(log.size(), 100000U);
  const auto pid = NewStrategy("pid",
                               {{"base_bid_micros", {69 * kUnit}, ""},
                                {"base_click_rate", {0.00064236114}, ""},
                                {"reference_ecpc_micros", {40000 * kUnit}, ""}},
                               ViewFacts());
  market::LineTally total;
  for (uint32_t r = 0; r < 40; ++r) {
    const market::BidFunction bid = pid->Plan({{r, 48}, market::kNoLimit});
    market::Feedback feedback{{r, 48}, {}, market::kNoLimit};
    for (size_t i = r * 2500; i < (r + 1) * 2500; ++i) {
      market::Observation seen;
      seen.click_rate = log[i].rate;
      const market::Money price(log[i].price * kUnit);
      if (market::RoundUp(bid(seen)) <= price) continue;
      ++feedback.tally.impressions;
      feedback.tally.clicks += log[i].click;
      feedback.tally.spend += price;
    }
    pid->Learn(feedback);
    total += feedback.tally;
    double signals[2];
    pid->Signals(signals);
    EXPECT_NEAR(signals[0], kRounds[r].ecpc, 5e-5) << "ecpc, round " << r;
    EXPECT_NEAR(signals[1], kRounds[r].phi, 5e-5) << "phi, round " << r;
    EXPECT_EQ(total.clicks, kRounds[r].clicks) << "round " << r;
    EXPECT_EQ(total.spend.micros, kRounds[r].cost * kUnit) << "round " << r;
  }
}

}  // namespace
}  // namespace souk::tests
