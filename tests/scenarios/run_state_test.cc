#include "scenarios/run_state.h"

#include <gtest/gtest.h>

#include "results/digest.h"
#include "scenarios/sequential_run.h"
#include "tests/support/scenarios.h"

namespace souk::scenarios {
namespace {

using Spec = std::shared_ptr<const market::MarketSpec>;

/// Two days; strategies with and without memory; budgets that run out.
const Spec& TwoCells() {
  static const Spec spec = tests::LoadText(R"(
cells: 2
calendar { days: 2 ticks_per_day: 4 }
traffic { synthetic { users: 300 } }
advertiser {
  name: "a" daily_budget_micros: 200000
  campaign { value_per_click_micros: 9000 strategy { name: "budget_pacer" } }
  campaign { value_per_click_micros: 5000 }
}
advertiser { name: "b" campaign { value_per_click_micros: 7000 } }
)");
  return spec;
}

std::unique_ptr<SequentialRun> NewRun(const Spec& spec) {
  return std::move(SequentialRun::Make(spec)).value();
}

void RunTo(uint32_t tick, SequentialRun& run, results::DigestSink& digest) {
  while (run.next_tick() < tick) {
    const auto result = run.RunTick(digest);
    ASSERT_TRUE(result.ok()) << result.error().message;
  }
}

/// The state after `ticks` ticks.
RunState StateAfter(uint32_t ticks) {
  const auto run = NewRun(TwoCells());
  results::DigestSink digest;
  RunTo(ticks, *run, digest);
  return run->State();
}

/// Reads a state; false if the bytes are not one.
bool Read(std::string_view bytes, RunState& state) {
  market::ArchiveReader in(bytes);
  state.Load(in);
  return in.done();
}

TEST(RunState, IsReadBackAsItWasWritten) {
  const RunState state = StateAfter(5);
  EXPECT_EQ(state.next_tick, 5U);
  EXPECT_EQ(state.cells.users.size(), 2U);
  EXPECT_EQ(state.cells.platforms.size(), 2U);
  RunState again;
  ASSERT_TRUE(Read(SavedBytes(state), again));
  EXPECT_EQ(SavedBytes(again), SavedBytes(state));
  EXPECT_EQ(again.next_tick, 5U);
  EXPECT_EQ(again.cells.users, state.cells.users);
  EXPECT_EQ(again.cells.platforms, state.cells.platforms);
}

TEST(RunState, ReadingReplacesWhatWasThere) {
  RunState state = StateAfter(5);
  const std::string bytes = SavedBytes(StateAfter(2));
  ASSERT_TRUE(Read(bytes, state));
  EXPECT_EQ(SavedBytes(state), bytes);
}

TEST(RunState, ARunGoesOnFromItAsIfNothingHadHappened) {
  const uint32_t ticks = TwoCells()->calendar.ticks();
  for (uint32_t stop = 0; stop <= ticks; ++stop) {
    results::DigestSink whole, parts;
    const auto straight = NewRun(TwoCells());
    RunTo(ticks, *straight, whole);
    const auto first = NewRun(TwoCells());
    RunTo(stop, *first, parts);
    const auto second = NewRun(TwoCells());
    ASSERT_TRUE(second->Restore(first->State()).ok());
    EXPECT_EQ(SavedBytes(second->State()), SavedBytes(first->State()));
    RunTo(ticks, *second, parts);
    EXPECT_TRUE(second->done());
    EXPECT_EQ(parts.digest(), whole.digest()) << "stopped after " << stop;
    EXPECT_EQ(SavedBytes(second->State()), SavedBytes(straight->State()));
  }
}

TEST(RunState, CutBytesAreNoticedWhereverTheCutIs) {
  const std::string bytes = SavedBytes(StateAfter(3));
  for (size_t size = 0; size < bytes.size(); ++size) {
    RunState state;
    ASSERT_FALSE(Read(std::string_view(bytes).substr(0, size), state)) << size;
  }
  RunState state;
  EXPECT_FALSE(Read(bytes + '\0', state));
}

TEST(RunState, DamagedBytesNeverDoMoreThanFail) {
  const std::string bytes = SavedBytes(StateAfter(3));
  for (size_t place = 0; place < bytes.size(); ++place) {
    for (const char mask : {'\x01', '\x80', '\xff'}) {
      std::string damaged = bytes;
      damaged[place] = static_cast<char>(damaged[place] ^ mask);
      RunState state;
      if (!Read(damaged, state)) continue;
      const auto run = NewRun(TwoCells());
      if (run->Restore(state).ok()) {
        EXPECT_LE(run->next_tick(), TwoCells()->calendar.ticks());
      }
    }
  }
}

TEST(RunState, AKernelNoticesThatItsBytesAreCutOrTooMany) {
  const RunState whole = StateAfter(3);
  const auto refused = [](const RunState& state) {
    const auto restored = NewRun(TwoCells())->Restore(state);
    return !restored.ok() && restored.error().message ==
                                 "the checkpoint does not fit the scenario";
  };
  const std::vector<std::string* (*)(RunState&)> parts = {
      [](RunState& state) { return &state.advertisers; },
      [](RunState& state) { return &state.bidders; },
      [](RunState& state) { return &state.cells.users[1]; },
      [](RunState& state) { return &state.cells.platforms[1]; }};
  for (size_t part = 0; part < parts.size(); ++part) {
    const size_t size = parts[part](const_cast<RunState&>(whole))->size();
    for (size_t left = 0; left < size; ++left) {
      RunState state = whole;
      parts[part](state)->resize(left);
      ASSERT_TRUE(refused(state))
          << "part " << part << ", " << left << " of " << size << " bytes";
    }
    RunState state = whole;
    *parts[part](state) += '\0';
    EXPECT_TRUE(refused(state)) << "part " << part;
  }
}

TEST(RunState, OfAnotherNumberOfCellsOrTicksIsRefused) {
  RunState state = StateAfter(3);
  state.cells.users.pop_back();
  EXPECT_FALSE(NewRun(TwoCells())->Restore(state).ok());
  state = StateAfter(3);
  state.cells.platforms.emplace_back();
  EXPECT_FALSE(NewRun(TwoCells())->Restore(state).ok());
  state = StateAfter(3);
  state.next_tick = TwoCells()->calendar.ticks() + 1;
  EXPECT_FALSE(NewRun(TwoCells())->Restore(state).ok());
}

}  // namespace
}  // namespace souk::scenarios
