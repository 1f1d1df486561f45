// A run that cannot go on says so, whatever fails, and never hangs.
#include "tests/support/runs.h"
#include "tests/support/scenarios.h"

namespace souk::tests {
namespace {

using market::Error;
using market::Result;

class FailingSink final : public DigestRunSink {
 public:
  explicit FailingSink(int after) : left_(after) {}
  Result<void> Record(const market::TickRows& rows) override {
    if (left_-- == 0) return Error{"cannot write 'x.h5': No space left"};
    return DigestRunSink::Record(rows);
  }

 private:
  int left_;
};

class ThrowingSink final : public DigestRunSink {
 public:
  Result<void> Record(const market::TickRows&) override {
    throw std::runtime_error("a bug");
  }
};

TEST(Failure, ARecorderThatCannotWriteEndsTheRunWithItsReason) {
  const auto spec = LoadLibrary("one_of_everything");
  for (int after : {0, 1, 7}) {
    FailingSink sink(after);
    SilentObserver observer;
    const auto end = actors::RunWithActors({spec, &sink, &observer, {}}, 2);
    ASSERT_FALSE(end.ok());
    EXPECT_EQ(end.error().message, "cannot write 'x.h5': No space left");
  }
}

TEST(Failure, TheSequentialRunEndsWithTheSameReason) {
  FailingSink sink(3);
  SilentObserver observer;
  const auto end = actors::RunSequentially(
      {LoadLibrary("one_of_everything"), &sink, &observer, {}});
  ASSERT_FALSE(end.ok());
  EXPECT_EQ(end.error().message, "cannot write 'x.h5': No space left");
}

TEST(Failure, AnActorThatDiesEndsTheRunInAClearEvent) {
  ThrowingSink sink;
  SilentObserver observer;
  const auto end = actors::RunWithActors(
      {LoadLibrary("one_of_everything"), &sink, &observer, {}}, 2);
  ASSERT_FALSE(end.ok());
  EXPECT_NE(end.error().message.find("an actor ended before the run did"),
            std::string::npos)
      << end.error().message;
}

TEST(Failure, AStateOfAnotherScenarioIsRefused) {
  DigestRunSink sink;
  SilentObserver observer;
  scenarios::RunState state;
  state.next_tick = 3;
  const auto end = actors::RunWithActors(
      {LoadLibrary("one_of_everything"), &sink, &observer, state}, 1);
  ASSERT_FALSE(end.ok());
  EXPECT_EQ(end.error().message, "the checkpoint does not fit the scenario");
}

TEST(Failure, AStateFromBehindTheLastTickIsRefused) {
  const auto spec =
      LoadLibrary("one_of_everything", {"recording.flush_ticks=1"});
  DigestRunSink sink;
  SilentObserver observer;
  ASSERT_TRUE(actors::RunSequentially({spec, &sink, &observer, {}}));
  scenarios::RunState state = sink.state();
  ASSERT_GT(state.next_tick, 0U);
  state.next_tick = spec->calendar.ticks() + 1;
  SilentObserver hasty(state.next_tick);  // so that nothing runs for ever
  for (const auto& end :
       {actors::RunSequentially({spec, &sink, &hasty, state}),
        actors::RunWithActors({spec, &sink, &hasty, state}, 1)}) {
    ASSERT_FALSE(end.ok());
    EXPECT_EQ(end.error().message, "the checkpoint does not fit the scenario");
  }
}

}  // namespace
}  // namespace souk::tests
