// souk train as its users meet it. Skips where the plugin was not built.
#include <gmock/gmock.h>

#include "tests/support/program.h"

namespace souk::tests {
namespace {

using testing::HasSubstr;

class ProgramTrain : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    if (!std::filesystem::exists(SOUK_BINARY_DIR "/souk_training.so")) {
      GTEST_SKIP() << "no training plugin: libtorch-dev is not installed";
    }
    Write("j1.textproto",
          "trainer { name: 'jmono' param { name: 'steps' value: 5 } }\n"
          "market { brands: 2 stores: 2 }\n");
  }
};

TEST_F(ProgramTrain, TellsRevenueOnlyWithRegretAndCeiling) {
  const ProgramEnd end = Souk({"train", "j1.textproto"});
  ExpectSuccess(end);
  for (const char* needed : {"revenue", "ceiling gap", "regret max",
                             "trained in", "digest ", "model  j1.model"}) {
    EXPECT_THAT(end.out, HasSubstr(needed));
  }
  EXPECT_THAT(end.err, HasSubstr("step 5 of 5"));
}

TEST_F(ProgramTrain, GivesTheSameFileTwiceAndAnotherForAnotherSeed) {
  ExpectSuccess(Souk({"train", "j1.textproto", "-o", "a.model"}));
  ExpectSuccess(Souk({"train", "j1.textproto", "-o", "b.model"}));
  ExpectSuccess(
      Souk({"train", "j1.textproto", "-o", "c.model", "--set", "seed=2"}));
  EXPECT_EQ(ContentOf(PathOf("a.model")), ContentOf(PathOf("b.model")));
  EXPECT_NE(ContentOf(PathOf("a.model")), ContentOf(PathOf("c.model")));
}

TEST_F(ProgramTrain, MistakesGetTheirSentence) {
  const ProgramEnd none = Souk({"train"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_EQ(none.err, "souk train: give a training file or --list\n");
  const ProgramEnd unknown =
      Souk({"train", "j1.textproto", "--set", "trainer.name=jmomo"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("no such trainer 'jmomo'; did you mean "
                                     "'jmono'?"));
  const ProgramEnd place =
      Souk({"train", "j1.textproto", "-o", "nowhere/a.model"});
  EXPECT_EQ(place.exit_code, 1);
  EXPECT_THAT(place.err, HasSubstr("nowhere/a.model: cannot be written: No "
                                   "such file or directory"));
}

TEST_F(ProgramTrain, AModelOfAnotherMemberIsRefused) {
  ExpectSuccess(Souk({"train", "j1.textproto", "-o", "a.model"}));
  Write("s.textproto",
        "traffic { synthetic {} } mechanism { name: 'jtransnet' model: "
        "'a.model' }\nadvertiser { name: 'x' campaign { } }\n");
  const ProgramEnd end = Souk({"validate", "s.textproto"});
  EXPECT_EQ(end.exit_code, 2);
  EXPECT_THAT(end.err, HasSubstr("mechanism.model = \"a.model\" was trained "
                                 "for 'jmono', not for 'jtransnet'"));
}

}  // namespace
}  // namespace souk::tests
