// The forward pass of agents/learning/network.h beside libtorch's.
#include <gtest/gtest.h>

#include "agents/learning/torch/networks.h"

namespace souk::agents {
namespace {

TEST(TrainingDraws, AreTheSameForTheSameSeed) {
  TrainingDraws one(7);
  TrainingDraws other(7);
  TrainingDraws another(8);
  const torch::Tensor drawn = one.Normals({3, 4});
  EXPECT_TRUE(torch::equal(drawn, other.Normals({3, 4})));
  EXPECT_FALSE(torch::equal(drawn, another.Normals({3, 4})));
}

}  // namespace
}  // namespace souk::agents
