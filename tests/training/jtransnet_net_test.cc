// The soft ranking of jtransnet's training beside known numbers, and the
// network in training beside the mechanism that is deployed.
#include "agents/learning/torch/jtransnet_net.h"

#include <gtest/gtest.h>

#include "agents/learning/joint_profiles.h"
#include "market/expected_events.h"
#include "tests/support/auctioneers.h"
#include "tests/support/joint_settings.h"

namespace souk::agents {
namespace {

void ExpectRow(const torch::Tensor& row, std::vector<float> expected) {
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(row[static_cast<int64_t>(i)].item<float>(), expected[i], 1e-4);
  }
}

TEST(NeuralSort, HasTheKnownPermutation) {
  const torch::Tensor scores = torch::tensor({3.0F, 1.0F, 2.0F}).unsqueeze(0);
  const torch::Tensor soft = NeuralSort(scores, 3, 1)[0];
  ExpectRow(soft[0], {.7214F, .0132F, .2654F});
  ExpectRow(soft[1], {.2119F, .2119F, .5761F});
  ExpectRow(soft[2], {.0132F, .7214F, .2654F});
  ExpectRow(NeuralSort(scores, 1, 0.5)[0][0], {.8805F, .0003F, .1192F});
  ExpectRow(NeuralSort(scores, 3, 1e-3)[0][1], {0, 0, 1});
}

/// Weights that are not those of the start.
void Disturb(JTransNetNet& net, TrainingDraws& draws) {
  const torch::NoGradGuard none;
  for (torch::Tensor& one : net.parameters()) {
    one += 0.1 * draws.Normals(one.sizes().vec());
  }
}

/// Where the network ranks softly enough to be hard, it is what is deployed.
TEST(JTransNetNet, SellsAsTheMechanismDoes) {
  for (const bool empty : {true, false}) {
    const JointSetting setting = test::SettingNamed("J7");
    TrainingDraws draws(4);
    JTransNetNet net(setting, {.empty_slots = empty}, draws);
    Disturb(net, draws);
    market::TrainedModel model;
    KeepSetting(setting, model);
    net.ExportTo(model);
    const auto mechanism =
        tests::TryAuctioneer(tests::AuctioneerNamed("jtransnet"), model)
            .value();
    const JointProfiles profiles(setting, 8);
    std::vector<double> bid(setting.members());
    market::Outcome outcome;
    for (uint64_t n = 0; n < 50; ++n) {
      profiles.Draw(n, bid);
      const market::Auction auction = profiles.PageView(bid);
      mechanism->Clear(auction, outcome);
      const torch::Tensor bids =
          (torch::tensor(bid, torch::kDouble) / 1e6).to(torch::kFloat);
      const torch::NoGradGuard none;
      const auto sale = net.Run(bids.unsqueeze(0), 1e-7);
      EXPECT_NEAR(sale.payment.sum().item<double>(),
                  market::ExpectedRevenue(auction, outcome) / 1e6, 1e-4);
    }
  }
}

}  // namespace
}  // namespace souk::agents
