// The supply forecast: what it starts from, what it learns, what it keeps.
#include "market/contracts/supply_forecast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "tests/support/contract_market.h"

namespace souk::tests {
namespace {

using market::ArchiveReader;
using market::ArchiveWriter;
using market::SupplyForecast;
using market::SupplyTypes;

/// One type per segment: contract c is shown in the segments whose number has
/// bit c, so that all differ.
struct ForecastMarket : ContractMarket {
  explicit ForecastMarket(size_t bits) {
    AddChannel({1});
    traffic->interests = size_t{1} << bits;
    traffic->expected = 1000.0 * static_cast<double>(traffic->interests);
    for (size_t bit = 0; bit < bits; ++bit) {
      std::vector<uint16_t> targets;
      for (size_t segment = 0; segment < traffic->interests; ++segment) {
        if ((segment >> bit & 1) != 0) {
          targets.push_back(static_cast<uint16_t>(segment));
        }
      }
      AddContract(1, 0, targets);
    }
    spec->contracts.forecast = {.error_sigma = 0, .learning_rate = 0.3};
  }
  SupplyTypes types() const { return SupplyTypes(*spec); }
  SupplyForecast forecast() const { return {*spec, types()}; }
};

/// One type of 100 page views a tick.
struct OneType : ForecastMarket {
  explicit OneType(uint32_t ticks_per_day) : ForecastMarket(0) {
    traffic->expected = 100;
    spec->calendar.ticks_per_day = ticks_per_day;
  }
  void Learn(SupplyForecast& forecast, uint32_t tick, int64_t count) const {
    forecast.Learn(spec->calendar.At(tick), std::vector<int64_t>{count});
  }
};

TEST(SupplyForecast, StartsFromWhatTheTrafficExpects) {
  ForecastMarket market(3);
  ASSERT_EQ(market.types().size(), 8U);
  const SupplyForecast forecast = market.forecast();
  for (size_t type = 0; type < 8; ++type) {
    EXPECT_NEAR(forecast.Expect(type, 0, 1), 1000, 1e-9);
    EXPECT_NEAR(forecast.Expect(type, 3, 17), 14000, 1e-8);
    EXPECT_EQ(forecast.Expect(type, 3, 3), 0);
  }
}

TEST(SupplyForecast, LearnsAnHourOfTheWeekByItsRate) {
  const OneType market(1);
  SupplyForecast forecast = market.forecast();
  // The level beside it, which the other days of the week keep at their rate.
  double seen = 0, expected = 0, table = 100;
  for (const int64_t count : {100, 120, 90}) {
    const uint32_t day = static_cast<uint32_t>(count == 100   ? 0
                                               : count == 120 ? 7
                                                              : 14);
    market.Learn(forecast, day, count);
    constexpr double kKept = 1 - 0.3 / 8;
    seen = kKept * seen + static_cast<double>(count);
    expected = kKept * expected + table;
    table = 0.7 * table + 0.3 * static_cast<double>(count);
  }
  EXPECT_NEAR(table, 101.2, 1e-12);
  const double level = (50 + seen) / (50 + expected);
  EXPECT_NEAR(forecast.Expect(0, 21, 22), 101.2 * level, 1e-9);
  EXPECT_NEAR(forecast.Expect(0, 1, 2), 100 * level, 1e-9) << "other days";
}

TEST(SupplyForecast, LearnsTheLevelWithinADay) {
  const OneType market(24);
  SupplyForecast forecast = market.forecast();
  for (uint32_t tick = 0; tick < 24; ++tick) market.Learn(forecast, tick, 150);
  EXPECT_NEAR(forecast.Expect(0, 24, 48) / 2400, 1.5, 0.02);
  for (uint32_t tick = 24; tick < 24 * 70; ++tick) {
    market.Learn(forecast, tick, 150);
  }
  EXPECT_NEAR(forecast.Expect(0, 24 * 70, 24 * 77) / (24 * 7), 150, 1.5);
}

TEST(SupplyForecast, NeverLearnsAtRateZero) {
  OneType market(24);
  market.spec->contracts.forecast.learning_rate = 0;
  SupplyForecast forecast = market.forecast();
  for (uint32_t tick = 0; tick < 48; ++tick) market.Learn(forecast, tick, 900);
  EXPECT_NEAR(forecast.Expect(0, 48, 72), 2400, 1e-9);
}

TEST(SupplyForecast, IsNotSwayedByFewPageViews) {
  OneType market(24);
  market.traffic->expected = 0.1;
  SupplyForecast forecast = market.forecast();
  market.Learn(forecast, 0, 2);
  EXPECT_LT(forecast.Expect(0, 1, 2), 0.11);
}

TEST(SupplyForecast, ErrsByTheGivenSpreadAroundTheTruth) {
  ForecastMarket market(11);
  market.spec->contracts.forecast.error_sigma = 0.3;
  const SupplyForecast forecast = market.forecast();
  const size_t types = market.types().size();
  double sum = 0, logs = 0, squares = 0;
  for (size_t type = 0; type < types; ++type) {
    const double factor = forecast.Expect(type, 0, 1) / 1000;
    EXPECT_NEAR(forecast.Expect(type, 5, 9) / 4000, factor, 1e-12)
        << "the same at all times";
    sum += factor;
    logs += std::log(factor);
    squares += std::log(factor) * std::log(factor);
  }
  const auto n = static_cast<double>(types);
  EXPECT_NEAR(sum / n, 1, 4 * 0.307 / std::sqrt(n));
  EXPECT_NEAR(logs / n, -0.045, 4 * 0.3 / std::sqrt(n));
  EXPECT_NEAR(squares / n - logs / n * logs / n, 0.09, 0.012);
}

TEST(SupplyForecast, ErrorsBelongToTypes) {
  ForecastMarket few(2), many(5);
  for (ForecastMarket* market : {&few, &many}) {
    market->spec->contracts.forecast.error_sigma = 0.3;
  }
  for (size_t type = 0; type < 4; ++type) {
    EXPECT_NEAR(few.forecast().Expect(type, 0, 1),
                many.forecast().Expect(type, 0, 1), 1e-9);
  }
  const double was = few.forecast().Expect(0, 0, 1);
  few.spec->seed = 99;
  EXPECT_NE(few.forecast().Expect(0, 0, 1), was);
}

class SupplyForecastCalendar : public testing::TestWithParam<uint32_t> {};

TEST_P(SupplyForecastCalendar, SplitsDaysIntoHoursOfWholeTicks) {
  const uint32_t ticks = GetParam();
  const OneType market(ticks);
  const SupplyForecast forecast = market.forecast();
  uint32_t hours = 0;
  for (uint32_t tick = 0; tick < 3 * ticks; ++tick) {
    EXPECT_LE(forecast.HourStart(tick), tick);
    EXPECT_GT(forecast.HourEnd(tick), tick);
    const bool last = forecast.HourEnd(tick) == tick + 1;
    EXPECT_EQ(forecast.ends_hour(market.spec->calendar.At(tick)), last);
    EXPECT_EQ(forecast.HourStart(tick + 1) == tick + 1, last);
    hours += last ? 1 : 0;
    // In hours of the day, where the tick starts.
    const double starts = 24.0 * (tick % ticks) / ticks;
    if (ticks >= 24 && forecast.HourStart(tick) != tick) {
      EXPECT_EQ(std::floor(starts),
                std::floor(24.0 * ((tick - 1) % ticks) / ticks));
    }
    EXPECT_NEAR(forecast.Expect(0, tick, tick + 1), 100, 1e-9);
  }
  EXPECT_EQ(hours, 3 * std::min(24U, ticks));
  EXPECT_NEAR(forecast.Expect(0, 0, 3 * ticks), 300.0 * ticks, 1e-6);
}

TEST_P(SupplyForecastCalendar, SumsOverTicksWhateverTheCuts) {
  const uint32_t ticks = GetParam();
  const OneType market(ticks);
  SupplyForecast forecast = market.forecast();
  for (uint32_t tick = 0; tick < ticks; ++tick) {
    market.Learn(forecast, tick, 60 + tick % 97);
  }
  double sum = 0;
  for (uint32_t tick = 0; tick < 9 * ticks; ++tick) {
    sum += forecast.Expect(0, tick, tick + 1);
  }
  EXPECT_NEAR(forecast.Expect(0, 0, 9 * ticks), sum, 1e-9 * sum);
  EXPECT_NEAR(
      forecast.Expect(0, 0, ticks) + forecast.Expect(0, ticks, 9 * ticks), sum,
      1e-9 * sum);
}

INSTANTIATE_TEST_SUITE_P(Some, SupplyForecastCalendar,
                         testing::Values(1, 5, 24, 30, 48, 100, 1440));

TEST(SupplyForecast, LoadedItContinuesAsItWas) {
  ForecastMarket market(2);
  market.spec->calendar.ticks_per_day = 48;
  SupplyForecast forecast = market.forecast();
  const auto learn = [&](SupplyForecast& one, uint32_t tick) {
    one.Learn(market.spec->calendar.At(tick),
              std::vector<int64_t>{900 + tick, 1100, 5000 - tick, 0});
  };
  // Stops within an hour.
  for (uint32_t tick = 0; tick < 31; ++tick) learn(forecast, tick);
  ArchiveWriter out;
  forecast.Save(out);
  SupplyForecast loaded = market.forecast();
  ArchiveReader in(out.bytes());
  loaded.Load(in);
  ASSERT_TRUE(in.done());
  for (uint32_t tick = 31; tick < 70; ++tick) {
    learn(forecast, tick);
    learn(loaded, tick);
    for (size_t type = 0; type < 4; ++type) {
      ASSERT_EQ(loaded.Expect(type, tick, tick + 99),
                forecast.Expect(type, tick, tick + 99));
    }
  }
}

TEST(SupplyForecastDeathTest, WantsACountOfEveryType) {
  const ForecastMarket market(1);
  SupplyForecast forecast = market.forecast();
  EXPECT_DEATH(forecast.Learn({0, 4}, std::vector<int64_t>{1}),
               "1 counts of page views for 2 supply types");
}

}  // namespace
}  // namespace souk::tests
