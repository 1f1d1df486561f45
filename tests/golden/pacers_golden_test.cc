// What every pacer makes of a few ticks of news, as text.
#include "market/contracts/pacer.h"
#include "tests/support/goldens.h"

namespace souk::tests {
namespace {

using market::ContractPace;
using market::PaceNews;

/// Placements drawn in a tick at five click rates, and what was delivered.
struct Tick {
  double planned = 0;
  double planned_next = 0;
  std::vector<int64_t> offered, taken;
};

const std::vector<double> kRates = {0, 0.01, 0.02, 0.04, 0.3};

const std::vector<Tick>& Ticks() {
  static const std::vector<Tick> ticks = {
      {50, 50, {10, 20, 40, 20, 10}, {5, 10, 20, 10, 5}},
      {50, 60, {10, 20, 40, 20, 10}, {0, 0, 25, 15, 10}},
      {60, 60, {10, 30, 50, 30, 10}, {5, 15, 50, 30, 10}},
      {60, 0, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}},
      {0, 40, {5, 5, 5, 5, 5}, {0, 0, 0, 0, 1}},
      {40, 40, {20, 40, 80, 40, 20}, {10, 20, 80, 40, 20}},
      {40, 40, {20, 40, 80, 40, 20}, {0, 0, 0, 0, 0}}};
  return ticks;
}

std::vector<int64_t> Binned(const std::vector<int64_t>& counts) {
  std::vector<int64_t> bins(market::kPaceBins, 0);
  for (size_t i = 0; i < counts.size(); ++i) {
    bins[market::PaceBin(kRates[i])] += counts[i];
  }
  return bins;
}

std::string RuleText(const ContractPace& pace) {
  std::vector<double> pass;
  for (const double rate : kRates) pass.push_back(pace.rule().Of(rate));
  return Row("pass", pass);
}

std::vector<double> Numbers(const std::vector<int64_t>& counts) {
  return {counts.begin(), counts.end()};
}

/// Adds the tick to the totals and tells the pace.
void Tell(const Tick& tick, PaceNews& news, ContractPace& pace) {
  const std::vector<int64_t> offered = Binned(tick.offered);
  const std::vector<int64_t> taken = Binned(tick.taken);
  news.planned_tick = tick.planned;
  news.delivered_tick = 0;
  for (const double count : Numbers(tick.taken)) news.delivered_tick += count;
  news.planned += tick.planned;
  news.delivered += news.delivered_tick;
  news.planned_next = tick.planned_next;
  --news.ticks_left;
  news.offered = offered;
  news.taken = taken;
  pace.Learn(news);
}

class PacerGolden : public testing::TestWithParam<std::string> {};

TEST_P(PacerGolden, IsWhatItWas) {
  const auto entry = market::FindMember("pacer", market::Pacers(), GetParam());
  const auto params = market::ParamSet::Make((*entry)->params, {});
  const auto pacer = *(*entry)->make(*params);
  const auto pace = pacer->Start();
  std::string text = DeclaredFacts("pacers", GetParam());
  text += "\n" + Row("room", {pacer->room()}) + Row("rate", kRates) +
          RuleText(*pace);
  PaceNews news{.goal = 340, .ticks_left = 9};
  for (const Tick& tick : Ticks()) {
    Tell(tick, news, *pace);
    text += "\n" + Row("offered", Numbers(tick.offered)) +
            Row("taken", Numbers(tick.taken)) +
            Row("planned, next", {tick.planned, tick.planned_next}) +
            RuleText(*pace);
  }
  ExpectGolden("pacers", GetParam(), text);
}

TEST(PacerGoldens, BelongToMembers) {
  ExpectNoStrayGoldens("pacers", market::MemberNames(market::Pacers()));
}

INSTANTIATE_TEST_SUITE_P(
    Every, PacerGolden,
    testing::ValuesIn(market::MemberNames(market::Pacers())),
    [](const auto& member) { return member.param; });

}  // namespace
}  // namespace souk::tests
