// The promises of every pacer in the registry.
#include <gtest/gtest.h>

#include <numeric>

#include "tests/support/pacing.h"

namespace souk::tests {
namespace {

using market::ArchiveReader;
using market::ArchiveWriter;
using market::ContractPace;
using market::kPaceBins;
using market::PaceNews;
using market::PassRule;

std::vector<double> AllPasses(const PassRule& rule) {
  std::vector<double> pass;
  for (size_t b = 0; b < kPaceBins; ++b) {
    pass.push_back(rule.Of(market::PaceBinStart(b)));
  }
  return pass;
}

/// Placements of many rates, and what passes of them by `rule`.
struct Placements {
  std::vector<int64_t> offered = std::vector<int64_t>(kPaceBins, 0);
  std::vector<int64_t> taken = std::vector<int64_t>(kPaceBins, 0);

  Placements() {
    for (size_t b = 100; b < 180; ++b) {
      offered[b] = 400 + static_cast<int64_t>(b % 7);
    }
  }
  double Expected(const PassRule& rule, double room) const {
    const std::vector<double> pass = AllPasses(rule);
    double sum = 0;
    for (size_t b = 0; b < kPaceBins; ++b) {
      sum += pass[b] / room * static_cast<double>(offered[b]);
    }
    return sum;
  }
  double Take(const PassRule& rule, double room) {
    const std::vector<double> pass = AllPasses(rule);
    double sum = 0;
    for (size_t b = 0; b < kPaceBins; ++b) {
      taken[b] = std::llround(pass[b] / room * static_cast<double>(offered[b]));
      sum += static_cast<double>(taken[b]);
    }
    return sum;
  }
};

/// A tick that delivers what passes, `planned_of(delivered)` being its plan.
template <class PlannedOf>
void Tick(ContractPace& pace, double room, PlannedOf planned_of) {
  Placements placements;
  PaceNews news{.goal = 1e7, .ticks_left = 10};
  news.delivered_tick = placements.Take(pace.rule(), room);
  news.delivered = news.delivered_tick;
  news.planned_tick = planned_of(news.delivered_tick);
  news.planned = news.planned_tick;
  news.planned_next = news.planned_tick;
  news.offered = placements.offered;
  news.taken = placements.taken;
  pace.Learn(news);
}

class PacerConformance : public testing::TestWithParam<market::PacerEntry> {
 protected:
  const std::string& name() const { return GetParam().name; }
  std::shared_ptr<const market::Pacer> pacer_ = PacerOf(name());
};

TEST_P(PacerConformance, StartsWithThePlan) {
  EXPECT_GE(pacer_->room(), 1);
  for (const double pass : AllPasses(pacer_->Start()->rule())) {
    EXPECT_EQ(pass, 1);
  }
}

TEST_P(PacerConformance, PassesStayWithinTheRoom) {
  for (const double level : {0.0, 0.3, 1.0, 4.0}) {
    PacedRun run(*pacer_, SineDay(60, level));
    while (!run.done()) {
      run.Step();
      const PassRule& rule = run.pace().rule();
      ASSERT_TRUE(rule.pass.size() == 1 || rule.pass.size() == kPaceBins);
      for (const double pass : rule.pass) {
        ASSERT_GE(pass, 0) << run.tick();
        ASSERT_LE(pass, pacer_->room()) << run.tick();
      }
    }
  }
}

TEST_P(PacerConformance, BehindThePlanNeverDeliversLess) {
  for (const double factor : {1.02, 1.3, 5.0, 1000.0}) {
    const auto pace = pacer_->Start();
    const double before = Placements().Expected(pace->rule(), pacer_->room());
    Tick(*pace, pacer_->room(), [&](double d) { return d * factor; });
    EXPECT_GE(Placements().Expected(pace->rule(), pacer_->room()),
              before * (1 - 1e-9))
        << factor;
  }
}

TEST_P(PacerConformance, AheadOfThePlanNeverDeliversMore) {
  for (const double factor : {0.95, 0.7, 0.2, 0.0}) {
    const auto pace = pacer_->Start();
    const double before = Placements().Expected(pace->rule(), pacer_->room());
    Tick(*pace, pacer_->room(), [&](double d) { return d * factor; });
    EXPECT_LE(Placements().Expected(pace->rule(), pacer_->room()),
              before * (1 + 1e-9))
        << factor;
  }
}

TEST_P(PacerConformance, TheMoreWasDeliveredTheLessFollows) {
  double last = market::kInfinity;
  for (const double factor : {8.0, 2.0, 1.2, 1.0, 0.8, 0.5, 0.1}) {
    const auto pace = pacer_->Start();
    for (int tick = 0; tick < 3; ++tick) {
      Tick(*pace, pacer_->room(), [&](double) { return 16000 * factor; });
    }
    const double next = Placements().Expected(pace->rule(), pacer_->room());
    EXPECT_LE(next, last * (1 + 1e-9)) << factor;
    last = next;
  }
}

TEST_P(PacerConformance, LoadedItContinuesAsItWas) {
  const PacedDay day = SineDay(48, 1.2);
  PacedRun run(*pacer_, day);
  const auto twin = pacer_->Start();
  for (int tick = 0; tick < 20; ++tick) run.Step();
  ArchiveWriter out;
  run.pace().Save(out);
  ArchiveReader in(out.bytes());
  twin->Load(in);
  ASSERT_TRUE(in.done());
  for (int tick = 0; tick < 3; ++tick) {
    EXPECT_EQ(AllPasses(twin->rule()), AllPasses(run.pace().rule()));
    for (ContractPace* pace : {twin.get(), &run.pace()}) {
      Tick(*pace, pacer_->room(), [&](double d) { return d * 1.1; });
    }
  }
}

TEST_P(PacerConformance, BrokenBytesAreRefused) {
  ArchiveWriter out;
  PacedRun run(*pacer_, SineDay(48, 1.2));
  run.Step();
  run.pace().Save(out);
  for (size_t size = 0; size < out.bytes().size(); ++size) {
    const std::string part = out.bytes().substr(0, size);
    ArchiveReader in(part);
    const auto pace = pacer_->Start();
    pace->Load(in);
    EXPECT_FALSE(in.ok());
    for (const double pass : AllPasses(pace->rule())) {
      ASSERT_TRUE(pass >= 0 && pass <= pacer_->room());
    }
  }
}

TEST_P(PacerConformance, KeepsAnUnforeseenDaySmoothAndFulfils) {
  const PacedDay day = SineDay(96, 1.25);
  const PacedResult paced = RunDay(name(), day);
  const PacedResult unpaced = RunDay("none", day);
  EXPECT_GT(paced.sum, 0.97 * day.goal());
  if (name() == "none") return;
  EXPECT_LT(paced.smoothness, 0.7 * unpaced.smoothness);
}

TEST_P(PacerConformance, DeliversNoLessThanNobodyWhereSupplyIsShort) {
  const PacedDay day = SineDay(96, 0.8);
  const PacedResult paced = RunDay(name(), day);
  const PacedResult unpaced = RunDay("none", day);
  EXPECT_GE(paced.sum, unpaced.sum);
}

INSTANTIATE_TEST_SUITE_P(Every, PacerConformance,
                         testing::ValuesIn(market::Pacers()),
                         [](const auto& member) { return member.param.name; });

}  // namespace
}  // namespace souk::tests
