// What comes out of every shipped scenario, as text.
#include "actors/manifest_of.h"
#include "results/digest.h"
#include "results/summary.h"
#include "scenarios/sequential_run.h"
#include "tests/support/goldens.h"
#include "tests/support/scenarios.h"

namespace souk::tests {
namespace {

/// Both at once.
class SummaryAndDigest final : public market::EventSink {
 public:
  explicit SummaryAndDigest(const results::Manifest& manifest)
      : summary_(manifest) {}
  market::Result<void> Record(const market::TickRows& rows) override {
    const market::Result<void> summed = summary_.Record(rows);
    return summed ? digest_.Record(rows) : summed;
  }
  std::string Text() const {
    return market::Concat("ticks ", summary_.ticks(), "\npage views ",
                          summary_.page_views(), "\n\n", summary_.Table(),
                          "\ndigest ", digest_.digest(), "\n");
  }

 private:
  results::Summary summary_;
  results::DigestSink digest_;
};

class ScenarioGolden : public testing::TestWithParam<std::string> {};

TEST_P(ScenarioGolden, IsWhatItWas) {
  if (NeedsMissingLog(GetParam())) {
    GTEST_SKIP() << "the real logs are not here: set SOUK_SHARED_DATA to "
                    "their folder";
  }
  const auto spec = LoadLibrary(GetParam());
  ASSERT_TRUE(spec);
  SummaryAndDigest sink(actors::ManifestOf(*spec, ""));
  const auto run = scenarios::SequentialRun::Make(spec).value();
  while (!run->done()) ASSERT_TRUE(run->RunTick(sink).ok());
  ExpectGolden("scenarios", GetParam(),
               "scenario " + GetParam() + "\n" + sink.Text());
}

TEST(ScenarioGoldens, BelongToScenarios) {
  ExpectNoStrayGoldens("scenarios", LibraryNames());
}

/// Also where the logs are missing.
TEST(ScenarioGoldens, ExistForEveryScenario) {
  if (UpdatesGoldens()) GTEST_SKIP() << "they are being written";
  for (const std::string& name : LibraryNames()) {
    EXPECT_TRUE(
        std::filesystem::exists(GoldenFolder("scenarios") / (name + ".txt")))
        << name << " has no golden" << kHowToUpdate;
  }
}

INSTANTIATE_TEST_SUITE_P(Library, ScenarioGolden,
                         testing::ValuesIn(LibraryNames()),
                         [](const auto& scenario) { return scenario.param; });

}  // namespace
}  // namespace souk::tests
