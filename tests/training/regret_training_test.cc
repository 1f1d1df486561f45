// Learning an auction by regret, held to auctions that are known.
#include "agents/learning/torch/regret_training.h"

#include <gtest/gtest.h>

#include "tests/support/additive_items.h"

namespace souk::agents {
namespace {

/// One member, one good, all of it at its own bid.
class OwnBid final : public LotteryNet {
 public:
  OwnBid() : LotteryNet({0}) {}
  LotteryOutcome Run(const torch::Tensor& bids) override {
    return {torch::ones({bids.size(0), 1, 1}), bids.squeeze(-1)};
  }
};

/// Two members, one good to the higher bid, at the lower one.
class SecondPrice final : public LotteryNet {
 public:
  SecondPrice() : LotteryNet({0, 1}) {}
  LotteryOutcome Run(const torch::Tensor& bids) override {
    const torch::Tensor bid = bids.squeeze(-1);
    const torch::Tensor share = (bid > bid.flip(1)).to(torch::kFloat);
    return {share.unsqueeze(-1), share * bid.flip(1)};
  }
};

torch::Tensor Column(const std::vector<float>& values) {
  return torch::tensor(values).view({-1, 1, 1});
}

TEST(Lies, SpreadEvenlyAndAroundTheTruth) {
  const torch::Tensor lies =
      EvenLies(Column({0.5}), torch::full({1, 1}, 2.0), 5);
  const std::vector<float> expected = {0, 0.5, 1, 1.5, 2.0, 0.4995F, 0.5005F};
  ASSERT_EQ(lies.sizes(), (std::vector<int64_t>{1, 1, 7, 1}));
  EXPECT_TRUE(torch::allclose(lies.flatten(), torch::tensor(expected)));
}

TEST(Lies, AreDrawnWithinTheValues) {
  TrainingDraws draws(3);
  const torch::Tensor highest = torch::tensor({{1.0F}, {2.0F}});
  const torch::Tensor values = highest * torch::ones({50, 2, 1});
  const torch::Tensor lies = DrawnLies(values, highest, 7, draws);
  ASSERT_EQ(lies.sizes(), (std::vector<int64_t>{50, 2, 7, 1}));
  EXPECT_GE(lies.min().item<float>(), 0);
  EXPECT_TRUE((lies <= highest.unsqueeze(1)).all().item<bool>());
  EXPECT_GT(lies.select(1, 1).max().item<float>(), 1);
}

TEST(Liars, FindThatAnOwnBidIsNeverWorthPaying) {
  OwnBid net;
  const torch::Tensor values = Column({0.25, 0.75});
  const torch::Tensor highest = torch::ones({1, 1});
  const Liars liars(net, Interest::kMember, 1);
  const torch::Tensor best = liars.Best(values, EvenLies(values, highest, 11));
  EXPECT_EQ(best.abs().max().item<float>(), 0);
  EXPECT_TRUE(
      torch::allclose(liars.UtilityOf(values, best), values.squeeze(-1)));
  EXPECT_EQ(liars.Utility(values, net.Run(values)).abs().max().item<float>(),
            0);
}

TEST(Liars, ClimbAlongTheGradientWithinTheValues) {
  OwnBid net;
  const torch::Tensor values = Column({0.25, 0.75});
  const Liars liars(net, Interest::kRole, 1);
  // The utility falls by one for every unit that is bid.
  const torch::Tensor lies =
      liars.Climb(values, Column({0.5, 0.05F}), {1, 0.1, torch::ones({1, 1})});
  EXPECT_NEAR(lies[0].item<float>(), 0.4, 1e-6);
  EXPECT_EQ(lies[1].item<float>(), 0);
}

TEST(Liars, GainNothingAtTheSecondPrice) {
  SecondPrice net;
  TrainingDraws draws(4);
  const torch::Tensor values = draws.Uniforms({200, 2, 1});
  const torch::Tensor highest = torch::ones({2, 1});
  const Liars liars(net, Interest::kMember, 2);
  const torch::Tensor best = liars.Best(values, EvenLies(values, highest, 21));
  const torch::Tensor gain =
      liars.UtilityOf(values, best) - liars.Utility(values, net.Run(values));
  EXPECT_LE(gain.max().item<float>(), 0);
}

TEST(RegretTraining, StopsWhenSomebodyAsksForIt) {
  TrainingDraws draws(1);
  AdditiveItems net(1, 1, draws);
  const ValueSource source = {[](int64_t profiles, TrainingDraws& from) {
                                return from.Uniforms({profiles, 1, 1});
                              },
                              torch::ones({1, 1})};
  const auto trained =
      TrainByRegret(net, source, {.steps = 100},
                    {draws, [](const TrainingProgress&) { return false; }});
  ASSERT_FALSE(trained.ok());
  EXPECT_EQ(trained.error().message, "Training was stopped at step 20 of 100.");
}

}  // namespace
}  // namespace souk::agents
