// Nothing of a run is left when it is over, however it ended.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <thread>

#include "actors/follow_run.h"
#include "tests/support/runs.h"
#include "tests/support/scenarios.h"

namespace souk::tests {
namespace {

using Time = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Threads of this process, as the kernel counts them.
int Threads() {
  std::ifstream status("/proc/self/status");
  std::string word;
  int count = 0;
  while (status >> word) {
    if (word == "Threads:") status >> count;
  }
  return count;
}

/// Whether there are no more than `count` threads within a second.
bool ThreadsFallTo(int count) {
  const auto deadline = Time::now() + seconds(1);
  while (Threads() > count) {
    if (Time::now() > deadline) return false;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return true;
}

const SharedSpec& Small() {
  static const SharedSpec spec = LoadText(R"(
cells: 3
calendar { days: 1 ticks_per_day: 3 }
traffic { synthetic { users: 100 } }
advertiser { name: "a" campaign { value_per_click_micros: 1000 } }
)");
  return spec;
}

class FailingSink final : public DigestRunSink {
 public:
  market::Result<void> Record(const market::TickRows&) override {
    return market::Error{"no"};
  }
};

TEST(Leftovers, FiftyRunsLeaveNoThread) {
  ActorDigest(Small(), 2);  // what a process needs once
  const int before = Threads();
  ASSERT_GT(before, 0) << "/proc/self/status does not count threads here";
  for (int run = 0; run < 50; ++run) {
    ASSERT_EQ(ActorDigest(Small(), 2).size(), 32U);
  }
  EXPECT_TRUE(ThreadsFallTo(before)) << Threads() << " after " << before;
}

TEST(Leftovers, FiftyFailuresLeaveNoThread) {
  ActorDigest(Small(), 2);
  const int before = Threads();
  for (int run = 0; run < 50; ++run) {
    FailingSink sink;
    SilentObserver observer;
    ASSERT_FALSE(actors::RunWithActors({Small(), &sink, &observer, {}}, 2));
  }
  EXPECT_TRUE(ThreadsFallTo(before)) << Threads() << " after " << before;
}

struct Configuration : caf::actor_system_config {
  Configuration() {
    config_file_path = "";
    set("scheduler.max-threads", int64_t{2});
  }
};

/// Whether no more than `count` actors are alive within a second.
bool ActorsFallTo(size_t count, caf::actor_system& system) {
  const auto deadline = Time::now() + seconds(1);
  while (system.registry().running() > count) {
    if (Time::now() > deadline) return false;
    std::this_thread::sleep_for(milliseconds(1));
  }
  return true;
}

TEST(Leftovers, WithinASecondEverybodyIsGoneAndAllMailRead) {
  DigestRunSink sink;
  SilentObserver observer;
  const actors::RunRequest request{Small(), &sink, &observer, {}};
  Configuration configuration;
  caf::actor_system system(configuration);
  caf::scoped_actor console(system);
  const size_t before = system.registry().running();
  const caf::actor clock = actors::SpawnCast(
      system, request, actors::MakeKernels(request).value(), console);
  EXPECT_GE(system.registry().running(), before + 10);
  EXPECT_EQ(actors::FollowRun(console, clock, request).failure, "");
  console->send(clock, actors::Leave{});
  ASSERT_TRUE(ActorsFallTo(before, system)) << system.registry().running();
  bool gone = false;
  console->receive([&](const caf::down_msg&) { gone = true; },
                   caf::after(seconds(1)) >> [] {});
  EXPECT_TRUE(gone);
  EXPECT_TRUE(console->mailbox().empty());
}

/// Kills the clock as soon as a tick is done.
class Assassin final : public actors::RunObserver {
 public:
  void Aim(const caf::actor& clock) { clock_ = clock; }
  void Show(const actors::Progress&) override {
    caf::anon_send_exit(clock_, caf::exit_reason::kill);
  }
  void Notice(const std::string&) override {}
  bool StopRequested() override { return false; }

 private:
  caf::actor clock_;
};

/// A run that takes years, unless somebody ends it.
SharedSpec Endless() {
  return LoadText(R"(
cells: 3
calendar { days: 100000 }
traffic { synthetic { users: 100 } }
advertiser { name: "a" campaign { value_per_click_micros: 1000 } }
)");
}

/// What the console hears of a run whose clock is killed. Returns when nobody
/// is left.
std::string KillTheClock() {
  DigestRunSink sink;
  Assassin assassin;
  const actors::RunRequest request{Endless(), &sink, &assassin, {}};
  Configuration configuration;
  caf::actor_system system(configuration);
  caf::scoped_actor console(system);
  const caf::actor clock = actors::SpawnCast(
      system, request, actors::MakeKernels(request).value(), console);
  assassin.Aim(clock);
  return actors::FollowRun(console, clock, request).failure;
}

/// The same of a clock that throws.
std::string LetTheClockThrow() {
  DigestRunSink sink;
  SilentObserver observer;
  const actors::RunRequest request{Small(), &sink, &observer, {}};
  Configuration configuration;
  caf::actor_system system(configuration);
  caf::scoped_actor console(system);
  const caf::actor clock = system.spawn([]() -> caf::behavior {
    return {[](const actors::StartRun&) { throw std::runtime_error("a bug"); }};
  });
  return actors::FollowRun(console, clock, request).failure;
}

/// Ends this process with what `scene` returns; SIGALRM ends one that hangs.
[[noreturn]] void Play(std::string (*scene)()) {
  alarm(20);
  const std::string failure = scene();
  std::cerr << failure << std::endl;
  _exit(failure.empty() ? 0 : 1);
}

TEST(LeftoversDeathTest, AClockThatIsKilledEndsTheRunAndEverybodyInIt) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(Play(KillTheClock), testing::ExitedWithCode(1),
              "the clock ended before the run did: ");
}

TEST(LeftoversDeathTest, AClockThatThrowsEndsTheRun) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(Play(LetTheClockThrow), testing::ExitedWithCode(1),
              "the clock ended before the run did: ");
}

}  // namespace
}  // namespace souk::tests
