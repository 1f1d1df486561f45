// Training files: what they mean, and what is refused with which sentence.
#include "scenarios/training_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace souk::scenarios {
namespace {

std::vector<agents::TrainerEntry> Trainers() {
  return {{"jx",
           "An auctioneer",
           agents::TrainingNeeds::kJointSetting,
           {{"steps", "1", market::ParamShape::kInteger, {100}, 1, 1000, ""}},
           {}},
          {"px", "A bidder", agents::TrainingNeeds::kTrajectories, {}, {}},
          {"rx", "A planner", agents::TrainingNeeds::kChannelLog, {}, {}}};
}

class TrainingFile : public testing::Test {
 protected:
  TrainingFile() {
    path_ = std::filesystem::path(testing::TempDir()) / "t.textproto";
  }
  ~TrainingFile() override { std::filesystem::remove(path_); }

  market::Result<TrainingOrder> Load(const std::string& text,
                                     std::vector<std::string> overrides = {}) {
    std::ofstream(path_) << text;
    return LoadTraining({path_, std::move(overrides)}, Trainers());
  }
  /// Without the path.
  std::string FaultOf(const std::string& text) {
    const auto loaded = Load(text);
    if (loaded) return "";
    std::string said = loaded.error().message;
    for (size_t at; (at = said.find(path_.string())) != std::string::npos;) {
      said.replace(at, path_.string().size(), "T");
    }
    return said;
  }

  std::filesystem::path path_;
};

constexpr const char* kJoint =
    "trainer { name: 'jx' }\n"
    "market { brands: 2 stores: 3 slot_weight: [1, 0.5]\n"
    "  store_value { law: EXPONENTIAL high: 2 mean: 0.5 } }\n";

TEST_F(TrainingFile, NamesATaskAndFillsInDefaults) {
  const auto order = Load(kJoint, {"seed=5", "trainer.param[steps].value=7"});
  ASSERT_TRUE(order.ok()) << order.error().message;
  EXPECT_EQ(order->name, "t");
  EXPECT_EQ(order->trainer, "jx");
  EXPECT_EQ(order->task.seed, 5U);
  EXPECT_EQ(order->task.params.integer("steps"), 7);
  const agents::JointSetting& setting = order->task.setting;
  EXPECT_EQ(setting.brands, 2U);
  EXPECT_EQ(setting.slot_weight, (std::vector<double>{1, 0.5}));
  ASSERT_EQ(setting.bundles.size(), 6U);
  EXPECT_EQ(setting.bundles[5].brand, 1U);
  EXPECT_EQ(setting.bundles[5].store, 4U);
  EXPECT_EQ(setting.brand_law.kind, agents::ValueLaw::Kind::kUniform);
  EXPECT_EQ(setting.store_law.kind,
            agents::ValueLaw::Kind::kTruncatedExponential);
  EXPECT_EQ(setting.store_law.mean, 0.5);
}

TEST_F(TrainingFile, TextOfATaskLoadsToTheSameTask) {
  const auto order = Load(kJoint);
  ASSERT_TRUE(order.ok());
  const auto again = Load(order->task.text);
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(again->task.text, order->task.text);
}

TEST_F(TrainingFile, PathsStartAtTheFile) {
  const auto order = Load("trainer { name: 'px' } trajectories: 'a/../d.h5'");
  ASSERT_TRUE(order.ok()) << order.error().message;
  EXPECT_EQ(order->trajectories,
            std::vector<std::string>{path_.parent_path() / "d.h5"});
}

TEST_F(TrainingFile, RunsNameAScenarioBesideTheFile) {
  const auto order = Load(
      "trainer { name: 'rx' } runs { scenario: 's.textproto' set: 'seed=7' "
      "count: 3 }");
  ASSERT_TRUE(order.ok()) << order.error().message;
  EXPECT_EQ(order->runs.scenario, path_.parent_path() / "s.textproto");
  EXPECT_EQ(order->runs.overrides, std::vector<std::string>{"seed=7"});
  EXPECT_EQ(order->runs.count, 3U);
}

TEST_F(TrainingFile, MistakesGetTheirSentence) {
  EXPECT_EQ(FaultOf("trainer { name: 'jy' }"),
            "T:1:17: trainer.name: no such trainer 'jy'; did you mean 'jx'? "
            "known: jx, px, rx");
  EXPECT_EQ(FaultOf("trainer { name: 'jx' }"),
            "T: 'jx' needs `market { ... }`: the auctions to be trained for");
  EXPECT_EQ(FaultOf("trainer { name: 'px' }"),
            "T: 'px' needs `trajectories: \"FILE\"`: what `souk dataset` "
            "wrote");
  EXPECT_EQ(FaultOf("trainer { name: 'rx' }"),
            "T: 'rx' needs `runs { scenario: \"FILE\" }`: the market to learn "
            "from");
  EXPECT_EQ(FaultOf("trainer { name: 'jx' }\nmarket { brands: 1 stores: 1 "
                    "slot_weight: [0.5, 1] bundle { brand: 1 store: 2 } }"),
            "T:2:30: market.slot_weight must not increase\n"
            "T:2:77: market.bundle[0].store = 2, must be in [1, 1]");
}

}  // namespace
}  // namespace souk::scenarios
