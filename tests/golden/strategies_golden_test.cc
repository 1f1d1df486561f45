// What every strategy plans, bids and reports over six ticks, as text.
#include <cmath>

#include "tests/support/goldens.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using agents::LineFacts;
using agents::Strategy;
using agents::StrategyEntry;
using market::AuctionSeen;
using market::Charge;
using market::LineTally;
using market::Money;
using market::Observation;
using market::TickTime;

constexpr uint32_t kTicksPerDay = 3;
constexpr Money kBudget{90000};

/// click_rate, conversion_rate, remaining_micros, page_views_today, cell_share,
/// chance
const std::vector<Observation>& Observations() {
  static const std::vector<Observation> observations = {
      {0.01, 0.1, 60000, 10, 1, 0.5},
      {0.05, 0.02, 2500, 20, 1, 0.25},
      {0.0005, 0.5, 30000, 0, 1, 0.999},
      {0.02, 0, 9000, 5, 0.25, 0},
  };
  return observations;
}

/// One per tick: an ordinary one, a dear one, nothing, the whole budget,
/// losing, clicks without cost.
const std::vector<LineTally>& Tallies() {
  static const std::vector<LineTally> tallies = {
      {1000, 120, 100, 4, 1, Money(18000), 3.5, 0.75},
      {1000, 400, 380, 6, 2, Money(60000), 9.25, 1.5},
      {},
      {1000, 500, 470, 9, 3, Money(90000), 12.5, 4},
      {1000, 0, 0, 0, 0, Money(0), 0, 0},
      {50, 5, 5, 2, 0, Money(0), 0.125, 0.0625},
  };
  return tallies;
}

/// The auctions that a strategy which asks for some sees after a tick: the page
/// views above, its own bids, and prices that rise from view to view.
std::vector<AuctionSeen> Auctions(const market::BidFunction& plan,
                                  uint32_t tick) {
  std::vector<AuctionSeen> auctions;
  if (plan.watch_share == 0 || Tallies()[tick].auctions == 0) return auctions;
  double price = 400 + 100 * tick;
  for (const Observation& seen : Observations()) {
    AuctionSeen auction;
    auction.click_rate = seen.click_rate;
    auction.conversion_rate = seen.conversion_rate;
    auction.bid = std::ceil(plan(seen));
    auction.price_to_beat = auction.last_price = price;
    if (auction.bid > price) {
      auction.slot = 0;
      auction.price = price;
      auction.examined = 1;
      auction.clicked = seen.page_views_today == 10 ? 1 : 0;
    }
    auctions.push_back(auction);
    price *= 2;
  }
  return auctions;
}

LineFacts FactsOf(Charge charge) {
  LineFacts facts;
  facts.charge = charge;
  facts.value_per_click_micros = charge == Charge::kConversion ? 0 : 300000;
  facts.value_per_conversion_micros = 2000000;
  facts.target_cpa_micros = 1500000;
  facts.daily_budget = kBudget;
  facts.ticks_per_day = kTicksPerDay;
  return facts;
}

LineFacts ClickFacts(const std::string& strategy) {
  LineFacts facts = FactsOf(Charge::kClick);
  if (WantsClicks(strategy)) MakeClicksTheGoal(facts);
  return facts;
}

/// What differs from a LinearBid that does nothing.
std::string PlanText(const market::BidFunction& plan) {
  const std::string watch = plan.watch_share == 0
                                ? "\n"
                                : ", watch " + Exactly(plan.watch_share) + "\n";
  if (plan.curve) return "plan a curve" + watch;
  const market::LinearBid& bid = plan.linear;
  const market::LinearBid blank;
  std::string text = "plan";
  const auto add = [&text](const std::string& name, double is, double was) {
    if (is != was) text += " " + name + " " + Exactly(is);
  };
  add("constant", bid.constant, blank.constant);
  add("click", bid.click, blank.click);
  add("conversion", bid.conversion, blank.conversion);
  add("click_conversion", bid.click_conversion, blank.click_conversion);
  add("step", bid.step, blank.step);
  add("factor", bid.factor, blank.factor);
  add("min", bid.min, blank.min);
  add("max", bid.max, blank.max);
  return text + (bid.whole_steps ? " whole_steps" : "") + watch;
}

std::string BidsText(const market::BidFunction& plan) {
  std::vector<double> bids;
  for (const Observation& seen : Observations()) bids.push_back(plan(seen));
  return Row("bids", bids);
}

std::string SignalsText(const StrategyEntry& entry, const Strategy& strategy) {
  std::vector<double> values(entry.signals.size());
  strategy.Signals(values);
  std::string text;
  for (size_t i = 0; i < values.size(); ++i) {
    text += Row(entry.signals[i], {values[i]});
  }
  return text;
}

std::string TallyText(uint32_t tick) {
  const LineTally& tally = Tallies()[tick];
  return market::Concat(
      "tick ", tick, ": ", tally.auctions, " auctions, ", tally.impressions,
      " impressions, ", tally.views, " views, ", tally.clicks, " clicks (",
      Exactly(tally.predicted_clicks), " predicted), ", tally.conversions,
      " conversions (", Exactly(tally.expected_conversions),
      " predicted), spend ", tally.spend.micros, "\n");
}

std::string SixTicks(const StrategyEntry& entry, Strategy& strategy) {
  std::string text;
  Money left;
  for (uint32_t tick = 0; tick < Tallies().size(); ++tick) {
    const TickTime time{tick, kTicksPerDay};
    if (time.first_of_day()) left = kBudget;
    text += market::Concat("tick ", tick, ", left ", left.micros, "\n");
    const auto plan = strategy.Plan({time, left});
    text += PlanText(plan) + BidsText(plan);
    const LineTally& tally = Tallies()[tick];
    left -= std::min(left, tally.spend);
    const auto auctions = Auctions(plan, tick);
    strategy.Learn({time, tally, left, auctions});
    text += SignalsText(entry, strategy);
  }
  return text;
}

std::string ChargeText(const StrategyEntry& entry, const std::string& charge,
                       const LineFacts& facts) {
  std::string text = "\n== a line that pays per " + charge + "\n";
  auto made = TryStrategy(entry.name, ExampleParams(entry.name), facts);
  if (!made) return text + made.error().message + "\n";
  text +=
      Row("value_per_click_micros", {facts.value_per_click_micros}) +
      Row("value_per_conversion_micros", {facts.value_per_conversion_micros}) +
      Row("target_cpa_micros", {facts.target_cpa_micros});
  return text + SixTicks(entry, **made);
}

std::string ExampleText(const std::string& name) {
  std::string text = "\n== example parameters\n";
  for (const market::ParamValue& param : ExampleParams(name)) {
    text += Row(param.name, param.value);
  }
  text +=
      "\n== four page views: click rate, conversion rate, left in the "
      "cell, page views of the day, share of the cell, chance\n";
  for (const Observation& seen : Observations()) {
    text += Row("seen",
                {seen.click_rate, seen.conversion_rate, seen.remaining_micros,
                 static_cast<double>(seen.page_views_today), seen.cell_share,
                 seen.chance});
  }
  text += "\n== what it learns after each of six ticks, three a day\n";
  for (uint32_t tick = 0; tick < Tallies().size(); ++tick) {
    text += TallyText(tick);
  }
  return text;
}

class StrategyGolden : public testing::TestWithParam<std::string> {};

TEST_P(StrategyGolden, IsWhatItWas) {
  const StrategyEntry& entry =
      **market::FindMember("strategy", agents::Strategies(), GetParam());
  ExpectGolden(
      "strategies", GetParam(),
      DeclaredFacts("strategies", GetParam()) + ExampleText(GetParam()) +
          ChargeText(entry, "view", FactsOf(Charge::kView)) +
          ChargeText(entry, "click", ClickFacts(GetParam())) +
          ChargeText(entry, "conversion", FactsOf(Charge::kConversion)));
}

TEST(StrategyGoldens, BelongToMembers) {
  ExpectNoStrayGoldens("strategies", market::MemberNames(agents::Strategies()));
}

INSTANTIATE_TEST_SUITE_P(
    Every, StrategyGolden,
    testing::ValuesIn(market::MemberNames(agents::Strategies())),
    [](const auto& member) { return member.param; });

}  // namespace
}  // namespace souk::tests
