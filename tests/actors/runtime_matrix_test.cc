// One digest for each shipped scenario, whatever runs it.
#include "tests/support/runs.h"
#include "tests/support/scenarios.h"

namespace souk::tests {
namespace {

class RuntimeMatrix : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (NeedsMissingLog(GetParam())) {
      GTEST_SKIP() << "the real logs are not here: set SOUK_SHARED_DATA to "
                      "their folder";
    }
    spec_ = LoadLibrary(GetParam());
    expected_ = SequentialDigest(spec_);
    ASSERT_EQ(expected_.size(), 32u);
  }

  SharedSpec spec_;
  std::string expected_;
};

TEST_P(RuntimeMatrix, ActorsOnAnyNumberOfThreadsGiveTheSequentialDigest) {
  for (size_t threads : {1, 2, 4}) {
    EXPECT_EQ(ActorDigest(spec_, threads), expected_) << threads << " threads";
  }
}

TEST_P(RuntimeMatrix, TheOrderOfDeliveryChangesNothing) {
  EXPECT_EQ(SteppedDigest(spec_, Schedule::kFifo), expected_);
  EXPECT_EQ(SteppedDigest(spec_, Schedule::kLifo), expected_);
}

TEST_P(RuntimeMatrix, ARunStoppedAnywhereGoesOnToTheSameDigest) {
  const uint32_t ticks = spec_->calendar.ticks();
  for (uint32_t stop : {1U, ticks / 3, ticks - 1}) {
    if (stop == 0) continue;
    DigestRunSink sink;
    SilentObserver observer(stop);
    const auto first = actors::RunWithActors({spec_, &sink, &observer, {}}, 2);
    ASSERT_TRUE(first.ok());
    if (first->complete) continue;  // it was faster than the request
    EXPECT_GE(first->ticks_done, stop);
    EXPECT_EQ(sink.state().next_tick, first->ticks_done);
    SilentObserver patient;
    const auto second =
        actors::RunSequentially({spec_, &sink, &patient, sink.state()});
    ASSERT_TRUE(second.ok());
    EXPECT_TRUE(second->complete);
    EXPECT_EQ(sink.digest(), expected_) << "stopped after " << stop;
  }
}

INSTANTIATE_TEST_SUITE_P(Library, RuntimeMatrix,
                         testing::ValuesIn(LibraryNames()),
                         [](const auto& scenario) { return scenario.param; });

TEST(Runtime, SeedAndRunChangeTheDigest) {
  const std::string base = SequentialDigest(LoadLibrary("one_of_everything"));
  EXPECT_NE(base,
            SequentialDigest(LoadLibrary("one_of_everything", {"seed=12"})));
  EXPECT_NE(base,
            SequentialDigest(LoadLibrary("one_of_everything", {"run=2"})));
}

}  // namespace
}  // namespace souk::tests
