// Learned auctioneers in scenarios: their models, and the pages they fit.
#include <gtest/gtest.h>

#include "scenarios/model_file.h"
#include "tests/scenarios/scenario_folder.h"
#include "tests/support/auctioneers.h"

namespace souk::scenarios {
namespace {

class LearnedAuctioneers : public ScenarioFolder {
 protected:
  static void WriteModel(const std::string& member) {
    market::TrainedModel model = tests::ExampleModel(member);
    ASSERT_TRUE(WriteModelFile(model, "a.model").ok());
  }
  /// Two brands and three stores, all of them related.
  static std::string Text(const std::string& mechanism) {
    return "traffic { synthetic {} }\nmechanism { " + mechanism +
           " }\n"
           "channel { name: 'page' slots: 2 }\nrelation {}\n"
           "advertiser { name: 'b' count: 2 kind: BRAND campaign { "
           "value_per_click_micros: 1000 } }\n"
           "advertiser { name: 's' count: 3 kind: STORE campaign { "
           "value_per_click_micros: 1000 } }\n";
  }
};

TEST_F(LearnedAuctioneers, OfAnyPageClearWhatTheScenarioHas) {
  WriteModel("jmono");
  const LoadedScenario loaded = Loaded(Text("name: 'jmono' model: 'a.model'"));
  ASSERT_EQ(loaded.market.channels.size(), 1U);
  EXPECT_NE(loaded.market.channels[0].mechanism, nullptr);
  EXPECT_TRUE(loaded.market.channels[0].traits.truthful);
  EXPECT_NE(loaded.files, 0U) << "nodes must have the same model";
}

TEST_F(LearnedAuctioneers, OfNumberedSeatsRefuseOtherPages) {
  WriteModel("jregnet");
  EXPECT_EQ(FaultsOf(Text("name: 'jregnet' model: 'a.model'"))
                .find("s.textproto:2:1: mechanism: The model was trained for"),
            0U)
      << FaultsOf(Text("name: 'jregnet' model: 'a.model'"));
}

TEST_F(LearnedAuctioneers, NeedTheirModel) {
  EXPECT_EQ(FaultsOf(Text("name: 'jmono'")),
            "s.textproto:2:1: mechanism: 'jmono' is trained, and needs a "
            "model: a file that `souk train` wrote");
  EXPECT_NE(FaultsOf(Text("name: 'jmono' model: 'b.model'"))
                .find("b.model: no such file"),
            std::string::npos);
}

TEST_F(LearnedAuctioneers, ExpandedTextLoadsFromAnyFolder) {
  WriteModel("jmono");
  const LoadedScenario loaded = Loaded(Text("name: 'jmono' model: 'a.model'"));
  std::filesystem::current_path("/");
  const auto again = LoadScenarioText(loaded.expanded_text, "trace");
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(again->files, loaded.files);
}

}  // namespace
}  // namespace souk::scenarios
