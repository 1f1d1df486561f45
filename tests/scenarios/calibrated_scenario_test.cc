// From a click log to a market that clicks like it.
#include "scenarios/calibrated_scenario.h"

#include <cmath>

#include "market/random.h"
#include "scenarios/file_text.h"
#include "tests/scenarios/scenario_folder.h"
#include "tests/support/scenarios.h"

namespace souk::scenarios {
namespace {

class CalibratedScenarioTest : public ScenarioFolder {};

CalibratedLog CalibratedText(const std::string& rows) {
  auto log = ParseClickLog("item_id,position,click\n" + rows, "LOG", {});
  return Calibrate(std::move(log).value()).value();
}

/// `clicked` of `shown` rows of one item at one position.
std::string Rows(const std::string& item, int clicked, int shown) {
  std::string rows;
  for (int i = 0; i < shown; ++i)
    rows += item + (i < clicked ? ",1\n" : ",0\n");
  return rows;
}

TEST_F(CalibratedScenarioTest, LoadsWithTheEffectsOfTheLog) {
  // a = 0.4, 0.2; e = 0.5 on the left, 1 in the middle, 0 on the right.
  const CalibratedLog calibrated = CalibratedText(
      Rows("boots,left", 20, 100) + Rows("boots,middle", 40, 100) +
      Rows("a \"hat\",left", 10, 100) + Rows("a \"hat\",middle", 20, 100) +
      Rows("boots,right", 0, 100));
  const std::string text = CalibratedScenario(calibrated, "shop");
  EXPECT_TRUE(text.starts_with(
      "# Fitted to a click log by souk calibrate: P(click) = effect of the "
      "position\n# x effect of the item. Slots from the top are its positions "
      "middle, left.\n"))
      << text;
  const LoadedScenario loaded = Loaded(text);
  EXPECT_EQ(loaded.market.name, "shop");
  ASSERT_EQ(loaded.market.channels[0].slot_weight.size(), 2u);
  EXPECT_NEAR(loaded.market.channels[0].slot_weight[1], 0.5, 1e-9);
  EXPECT_EQ(loaded.market.advertisers[0].name, "item a hat");
  std::vector<double> weight(2);
  loaded.market.user_model->Examination(std::vector<double>{0, 0}, weight);
  EXPECT_NEAR(weight[0], 1, 1e-12);
  EXPECT_NEAR(weight[1], 0.5, 1e-9);
  std::vector<double> click(2), conversion(2);
  loaded.market.traffic->Predict({}, {std::vector<uint32_t>{0, 1}, true}, click,
                                 conversion);
  EXPECT_NEAR(click[0], 0.2, 1e-9);
  EXPECT_NEAR(click[1], 0.4, 1e-9);
}

TEST_F(CalibratedScenarioTest, ALogWithoutClicksTellsNothing) {
  auto log =
      ParseClickLog("item_id,position,click\n" + Rows("x,1", 0, 5), "LOG", {});
  EXPECT_EQ(Calibrate(std::move(log).value()).error().message,
            "nothing was clicked, so nothing can be told");
}

/// Simulated P(click) of each slot when users of the loaded market meet the
/// log's items as the log shows them.
std::vector<double> SimulatedRates(const market::MarketSpec& spec,
                                   const CalibratedLog& log, uint64_t rounds) {
  const market::Stream stream(1, 0, market::Purpose::kTest);
  std::vector<double> rates;
  for (uint32_t slot = 0; slot < log.slots.size(); ++slot) {
    double shown = 0, clicked = 0;
    for (uint32_t item = 0; item < log.log.items.size(); ++item) {
      const double rate = log.fit.attraction[item].value;
      const auto rows =
          static_cast<uint64_t>(log.log.counts.shown(item, log.slots[slot]));
      for (uint64_t row = 0; row < rows * rounds; ++row) {
        const auto words = stream.Words(row, item, slot);
        const std::vector<market::SlotView> view = {{slot, rate, 0}};
        const std::vector<market::SlotChance> chance = {
            {words[0] * 0x1p-32, words[1] * 0x1p-32, 0, 0}};
        std::vector<market::SlotResponse> answer(1);
        spec.user_model->Respond(view, chance, answer);
        clicked += answer[0].clicked ? 1 : 0;
        ++shown;
      }
    }
    rates.push_back(clicked / shown);
  }
  return rates;
}

/// Open Bandit's random policy: one row is one observed slot.
TEST_F(CalibratedScenarioTest, ClicksLikeTheOpenBanditLog) {
  const std::string path = tests::SharedData() + "/open_bandit/random_men.csv";
  const auto text = ReadFileText(path);
  if (!text.ok()) {
    GTEST_SKIP() << "no Open Bandit log at " << path
                 << "; set SOUK_SHARED_DATA to the folder that holds "
                    "open_bandit/";
  }
  const CalibratedLog calibrated =
      Calibrate(ParseClickLog(*text, path, {}).value()).value();
  const auto& counts = calibrated.log.counts;
  EXPECT_EQ(calibrated.log.items.size(), 34u);
  EXPECT_EQ(calibrated.log.positions,
            (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(calibrated.slots, (std::vector<size_t>{1, 2, 0}));
  const LoadedScenario loaded =
      Loaded(CalibratedScenario(calibrated, "open_bandit"));
  const std::vector<double> simulated =
      SimulatedRates(loaded.market, calibrated, 25);
  for (size_t slot = 0; slot < calibrated.slots.size(); ++slot) {
    const size_t position = calibrated.slots[slot];
    const double shown = counts.ShownAt(position);
    const double rate = counts.ClickedAt(position) / shown;
    const double error = std::sqrt(rate * (1 - rate) / shown);
    EXPECT_NEAR(simulated[slot], rate, 2 * error) << "position " << position;
    EXPECT_GT(error, 0);
    RecordProperty("position" + std::to_string(position + 1),
                   std::to_string(simulated[slot]) + " " +
                       std::to_string(rate) + " +- " + std::to_string(error));
  }
}

}  // namespace
}  // namespace souk::scenarios
