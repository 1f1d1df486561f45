// Lotteries in training are the same as at work.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "agents/auctioneers/lottery.h"
#include "agents/learning/setting_values.h"
#include "agents/learning/torch/slot_lottery.h"
#include "tests/support/auctioneers.h"

namespace souk::agents {
namespace {

using market::TrainedModel;

constexpr float kNear = 1e-5F;

class Lotteries : public testing::TestWithParam<LotteryFamily> {
 protected:
  /// Untrained, with weights large enough for sharp outcomes.
  std::shared_ptr<SlotLottery> Net() const {
    TrainingDraws draws(5);
    const auto net = GetParam().make(tests::SmallJointSetting(), {8, 2}, draws);
    const torch::NoGradGuard none;
    for (torch::Tensor& weights : net->parameters()) weights.mul_(4);
    return net;
  }
  TrainedModel Model(const SlotLottery& net) const {
    TrainedModel model;
    model.member = GetParam().name;
    KeepSetting(tests::SmallJointSetting(), model);
    net.ExportTo(model);
    return model;
  }
};

/// [1, members, 1]: what the page view's members bid, in units.
torch::Tensor WorthOf(const test::Columns& columns) {
  std::vector<float> worth;
  for (size_t i = 0; i < columns.bid.size(); ++i) {
    worth.push_back(static_cast<float>(columns.bid[i] * columns.rate[i] / 1e6));
  }
  return torch::tensor(worth).view({1, -1, 1});
}

/// What `member` pays for what it bids and gets, in `role`.
float RatioOf(const LotteryOutcome& outcome, const torch::Tensor& worth,
              int64_t role, int64_t member) {
  return (outcome.payment[0][role] / outcome.share[0][role][0] /
          worth[0][member][0])
      .item<float>();
}

TEST_P(Lotteries, ChargeAtWorkWhatTheyChargeInTraining) {
  const auto net = Net();
  const auto mechanism =
      tests::TryAuctioneer(tests::AuctioneerNamed(GetParam().name), Model(*net))
          .value();
  const torch::NoGradGuard none;
  market::Outcome outcome;
  int64_t sold = 0;
  for (uint32_t i = 0; i < 200; ++i) {
    test::Columns columns = tests::SmallPage(i);
    columns.rate.assign(columns.rate.size(), 1);
    const torch::Tensor worth = WorthOf(columns);
    const LotteryOutcome soft = net->Run(worth);
    mechanism->Clear(columns.view(), outcome);
    for (const market::Award& award : outcome.awards()) {
      const double bid = columns.bid[award.candidate];
      bool charged = false;  // in one of its roles
      for (int64_t role = 0; role < net->member_of().size(0); ++role) {
        if (net->member_of()[role].item<int64_t>() != award.candidate) continue;
        const double price =
            double{RatioOf(soft, worth, role, award.candidate)} * bid;
        charged = charged || std::abs(price - award.price) <= 1 + bid * 1e-4;
      }
      EXPECT_TRUE(charged);
      ++sold;
    }
  }
  EXPECT_GT(sold, 100);
}

TEST_P(Lotteries, HaveTheSameMarginalsAtWorkAsInTraining) {
  const auto net = Net();
  const TrainedModel model = Model(*net);
  const auto network = Mlp::From(model, "allocation", Activation::kTanh);
  ASSERT_TRUE(network.ok());
  TrainingDraws draws(6);
  const JointSetting setting = tests::SmallJointSetting();
  const torch::Tensor inputs =
      draws.Uniforms({20, static_cast<int64_t>(network->inputs())});
  const torch::NoGradGuard none;
  const torch::Tensor theirs = net->SharesOf(inputs);
  for (int64_t i = 0; i < inputs.size(0); ++i) {
    Matrix in, scores;
    in.Resize(1, network->inputs());
    std::copy_n(inputs[i].data_ptr<float>(), in.values.size(),
                in.values.begin());
    network->Forward(in, scores);
    const auto rows = static_cast<size_t>(theirs.size(1));
    const Matrix ours =
        Marginals(scores.row(0), std::vector<bool>(rows, true), 2);
    for (size_t c = 0; c < rows; ++c) {
      const double share = double{ours.row(c)[0]} * setting.slot_weight[0] +
                           double{ours.row(c)[1]} * setting.slot_weight[1];
      EXPECT_NEAR(share, theirs[i][static_cast<int64_t>(c)].item<float>(),
                  kNear);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Every, Lotteries,
                         testing::Values(BundleNetFamily(), JRegNetFamily(),
                                         RegretNetFamily()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace souk::agents
