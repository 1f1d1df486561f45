// Files of trained models: what is read back, and what is refused.
#include "scenarios/model_file.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "scenarios/file_text.h"

namespace souk::scenarios {
namespace {

market::TrainedModel Small() {
  return {"iql",
          "trainer { name: \"iql\" }",
          7,
          {{"state_mean", {0.5, -1}}},
          {{"loss", {0.25}}},
          {{"policy.0.weight", {1, 2}, {0.5F, -0.25F}},
           {"policy.0.bias", {1}, {3}}},
          0};
}

std::string SentenceAbout(const std::string& bytes) {
  const auto parsed = ParseModel(bytes);
  return parsed ? "" : parsed.error().message;
}

TEST(ModelFile, IsReadBackAsItWasWritten) {
  market::TrainedModel model = Small();
  const auto read = ParseModel(ModelBytes(model));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->member, "iql");
  EXPECT_EQ(read->task, model.task);
  EXPECT_EQ(read->seed, 7U);
  EXPECT_EQ(read->digest, model.digest);
  EXPECT_EQ(*read->FindSetting("state_mean"), (std::vector<double>{0.5, -1}));
  ASSERT_NE(read->FindTensor("policy.0.weight"), nullptr);
  EXPECT_EQ(read->FindTensor("policy.0.weight")->shape,
            (std::vector<uint32_t>{1, 2}));
  EXPECT_EQ(read->FindTensor("policy.0.weight")->values,
            (std::vector<float>{0.5F, -0.25F}));
  EXPECT_EQ(read->FindTensor("policy.1.weight"), nullptr);
}

TEST(ModelFile, HasTheSameBytesForTheSameModel) {
  market::TrainedModel one = Small();
  market::TrainedModel other = Small();
  EXPECT_EQ(ModelBytes(one), ModelBytes(other));
  other.tensors[0].values[1] = -0.5F;
  const uint64_t before = one.digest;
  ModelBytes(other);
  EXPECT_NE(other.digest, before);
}

TEST(ModelFile, ThatIsSomethingElseIsRefused) {
  EXPECT_EQ(SentenceAbout("name: \"quickstart\""),
            "is not a model of souk (`souk train` writes them)");
  EXPECT_EQ(SentenceAbout(""),
            "is not a model of souk (`souk train` writes them)");
}

TEST(ModelFile, WithAnyByteChangedIsRefused) {
  market::TrainedModel model = Small();
  const std::string whole = ModelBytes(model);
  for (size_t i = 0; i < whole.size(); ++i) {
    std::string bytes = whole;
    bytes[i] = static_cast<char>(bytes[i] ^ 1);
    EXPECT_NE(SentenceAbout(bytes), "") << "byte " << i;
  }
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(SentenceAbout(whole.substr(0, size)), "") << size << " bytes";
  }
}

TEST(ModelFile, WhoseTensorMakesNoSenseIsRefused) {
  market::TrainedModel model = Small();
  model.tensors[0].shape = {2, 2};
  EXPECT_EQ(SentenceAbout(ModelBytes(model)),
            "is damaged: tensor 'policy.0.weight' makes no sense");
  model.tensors[0] = {"x", {1}, {std::numeric_limits<float>::infinity()}};
  EXPECT_EQ(SentenceAbout(ModelBytes(model)),
            "is damaged: tensor 'x' makes no sense");
}

TEST(ModelFile, ThatCannotBeWrittenLeavesNothing) {
  market::TrainedModel model = Small();
  const auto written = WriteModelFile(model, "/no/such/folder/a.model");
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().message,
            "/no/such/folder/a.model: cannot be written: No such file or "
            "directory");
  const auto full = WriteModelFile(model, "/dev/full/a.model");
  EXPECT_FALSE(full.ok());
}

}  // namespace
}  // namespace souk::scenarios
