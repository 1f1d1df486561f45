// Several slots planned together, scenario GD-MULTI: more clicks than slot by
// slot, at no lower fulfilment, and no contract twice on a page.
#include "tests/support/gd_multi.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace souk::tests {
namespace {

void Print(const char* arm, uint64_t seed, const GdMultiResult& result) {
  std::printf("%-20s %2d  %.4f  %.3f  %4.1f %%  %.4f\n", arm,
              static_cast<int>(seed), result.fulfilment, result.worst,
              100 * result.repeats, result.click_rate);
}

auto Greedy(double epochs) {
  return test::AllocatorNamed("facc", {{"value_weight", {5}, ""},
                                       {"cost_weight", {0}, ""},
                                       {"epochs", {epochs}, ""}});
}

// Elsewhere (seeds 0, 1, 2): greedy 0.982 0.978 0.979, worst contract 0.92,
// repeats 50 52 46 %, CTR 0.0296 0.0296 0.0294; independent 0.994 0.995 0.994,
// 0.935 0.951 0.956, 15 16 14 %, 0.0351 0.0346 0.0345; exact 0.993 0.995 0.994,
// 0.957 0.952 0.959, 0 %, 0.0369 0.0364 0.0364.
TEST(SlowGdMulti, AJointPlanBeatsTheGreedyOnEverySeed) {
  const auto greedy = Greedy(0);
  const auto joint = test::AllocatorNamed("multi_slot_joint");
  for (uint64_t seed = 0; seed < 10; ++seed) {
    GdMulti world(seed, 0.6);
    const GdMultiResult slots = world.Greedy(*greedy);
    const GdMultiResult independent = world.Planned(*joint, "independent");
    const GdMultiResult exact = world.Planned(*joint, "birkhoff");
    Print("greedy", seed, slots);
    Print("joint, independent", seed, independent);
    Print("joint, birkhoff", seed, exact);
    EXPECT_EQ(exact.repeats, 0);
    EXPECT_GT(independent.repeats, 0.1);
    EXPECT_GE(exact.fulfilment, slots.fulfilment);
    EXPECT_GT(exact.click_rate, independent.click_rate);
    EXPECT_GT(independent.click_rate, slots.click_rate);
  }
}

// A greedy whose duals were trained on the forecast looks for clicks without
// regard to evenness; so may a joint plan.
TEST(SlowGdMulti, AJointPlanForClicksBeatsTheTrainedGreedy) {
  const auto greedy = Greedy(80);
  const auto joint =
      test::AllocatorNamed("multi_slot_joint", {{"click_weight", {100}, ""}});
  for (uint64_t seed = 0; seed < 3; ++seed) {
    GdMulti world(seed, 0.6);
    const GdMultiResult slots = world.Greedy(*greedy);
    const GdMultiResult exact = world.Planned(*joint, "birkhoff");
    Print("greedy, trained", seed, slots);
    Print("joint, for clicks", seed, exact);
    EXPECT_EQ(exact.repeats, 0);
    EXPECT_NEAR(exact.fulfilment, slots.fulfilment, 0.005);
    EXPECT_GT(exact.click_rate, slots.click_rate);
  }
}

// Elsewhere: fulfilment 0.9956 0.9949 0.9956, repeats 73 28 0 %, CTR 0.0294
// 0.0343 0.0368.
TEST(SlowGdMulti, TheSignsHoldWhereSupplyIsScarce) {
  const auto joint = test::AllocatorNamed("multi_slot_joint");
  GdMulti world(0, 0.9);
  const GdMultiResult slots = world.Greedy(*Greedy(0));
  const GdMultiResult independent = world.Planned(*joint, "independent");
  const GdMultiResult exact = world.Planned(*joint, "birkhoff");
  Print("greedy", 0, slots);
  Print("joint, independent", 0, independent);
  Print("joint, birkhoff", 0, exact);
  EXPECT_EQ(exact.repeats, 0);
  EXPECT_GT(exact.click_rate, independent.click_rate);
  EXPECT_GT(independent.click_rate, slots.click_rate);
}

}  // namespace
}  // namespace souk::tests
