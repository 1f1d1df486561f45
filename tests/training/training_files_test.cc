// The training files that are shipped.
#include <gtest/gtest.h>

#include <filesystem>

#include "scenarios/training_file.h"

namespace souk::scenarios {
namespace {

TEST(TrainingFiles, EveryShippedOneLoads) {
  size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::string(SOUK_SOURCE_DIR) + "/scenarios/library/training")) {
    const auto order = LoadTraining({entry.path(), {}}, agents::Trainers());
    EXPECT_TRUE(order.ok()) << order.error().message;
    ++count;
  }
  EXPECT_GE(count, 10U);
}

TEST(TrainingFiles, ThereIsAnAuctioneerOrAStrategyForEveryTrainer) {
  for (const agents::TrainerEntry& entry : agents::Trainers()) {
    EXPECT_NE(entry.help, "");
    for (const market::ParamSpec& param : entry.params) {
      EXPECT_FALSE(param.default_value.empty())
          << entry.name << ": " << param.name;
      EXPECT_TRUE(
          market::CheckParams(entry.params,
                              std::vector<market::ParamValue>{
                                  {param.name, param.default_value, ""}})
              .empty())
          << entry.name << ": " << param.name;
    }
  }
}

}  // namespace
}  // namespace souk::scenarios
