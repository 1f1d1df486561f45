#include "agents/learning/network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "agents/learning/convolution.h"
#include "market/random.h"

namespace souk::agents {
namespace {

using market::Tensor;
using market::TrainedModel;

Matrix MatrixOf(size_t columns, std::vector<float> values) {
  Matrix made;
  made.rows = values.size() / columns;
  made.columns = columns;
  made.values = std::move(values);
  return made;
}

TrainedModel ModelOf(std::vector<Tensor> tensors) {
  TrainedModel model;
  model.member = "iql";
  model.tensors = std::move(tensors);
  return model;
}

/// Weights from a stream, by name.
class Maker {
 public:
  std::vector<float> Normals(size_t count) {
    std::vector<float> drawn(count);
    for (float& value : drawn) {
      value = 0.5F * static_cast<float>(stream_.Normal(next_++, 0, 0));
    }
    return drawn;
  }
  void Add(const std::string& name, TensorShape shape) {
    size_t count = 1;
    for (const uint32_t size : shape) count *= size;
    model_.tensors.push_back({name, std::move(shape), Normals(count)});
  }
  void AddDense(const std::string& name, uint32_t inputs, uint32_t outputs) {
    Add(name + ".weight", {outputs, inputs});
    Add(name + ".bias", {outputs});
  }
  void AddEncoder(const std::string& name, uint32_t layers, uint32_t width) {
    for (uint32_t i = 0; i < layers; ++i) {
      const std::string prefix = name + "." + std::to_string(i) + "_";
      for (const char* part : {"query", "key", "value", "output"}) {
        AddDense(prefix + part, width, width);
      }
      AddDense(prefix + "ff1", width, 2 * width);
      AddDense(prefix + "ff2", 2 * width, width);
      for (const char* part : {"norm1", "norm2"}) {
        Add(prefix + part + ".weight", {width});
        Add(prefix + part + ".bias", {width});
      }
    }
  }
  TrainedModel& model() { return model_; }

 private:
  TrainedModel model_ = ModelOf({});
  market::Stream stream_{11, 0, market::Purpose::kTest};
  uint64_t next_ = 0;
};

std::string MessageOf(const auto& result) {
  return result ? "no error" : result.error().message;
}

TEST(Network, DenseIsWeightTimesInputPlusBias) {
  const auto dense =
      Dense::From(ModelOf({{"d.weight", {2, 3}, {1, 2, 3, -4, 5, -6}},
                           {"d.bias", {2}, {10, 20}}}),
                  "d", Activation::kRelu)
          .value();
  Matrix out;
  dense.Forward(MatrixOf(3, {1, 1, 1, 0, 2, 4}), out);
  // 1+2+3+10, -4+5-6+20; 4+12+10, 10-24+20.
  EXPECT_EQ(out.values, std::vector<float>({16, 15, 26, 6}));
  dense.Forward(MatrixOf(3, {0, -10, 0}), out);
  EXPECT_EQ(out.values, std::vector<float>({0, 0}));
}

TEST(Network, MlpActivatesBetweenItsLayersOnly) {
  const TrainedModel model = ModelOf({{"m.0.weight", {2, 1}, {1, -1}},
                                      {"m.0.bias", {2}, {0, 0}},
                                      {"m.1.weight", {1, 2}, {-2, -3}},
                                      {"m.1.bias", {1}, {0.5}}});
  Matrix out;
  Mlp::From(model, "m", Activation::kRelu)
      .value()
      .Forward(MatrixOf(1, {2, -2}), out);
  EXPECT_EQ(out.values, std::vector<float>({-3.5, -5.5}));
}

TEST(Network, ActivationsHaveTheirKnownValues) {
  const auto at = [](Activation activation, float x) {
    std::vector<float> values = {x};
    Activate(activation, values);
    return values.front();
  };
  EXPECT_EQ(at(Activation::kRelu, -3), 0);
  EXPECT_EQ(at(Activation::kRelu, 3), 3);
  EXPECT_EQ(at(Activation::kTanh, 0), 0);
  EXPECT_EQ(at(Activation::kTanh, 100), 1);
  EXPECT_EQ(at(Activation::kTanh, -100), -1);
  EXPECT_FLOAT_EQ(at(Activation::kTanh, 0.5F), 0.46211716F);
  EXPECT_EQ(at(Activation::kSigmoid, 0), 0.5F);
  EXPECT_EQ(at(Activation::kSigmoid, -1000), 0);
  EXPECT_EQ(at(Activation::kSigmoid, 1000), 1);
  EXPECT_FLOAT_EQ(at(Activation::kSoftplus, 0), 0.69314718F);
  EXPECT_EQ(at(Activation::kSoftplus, 90), 90);
  EXPECT_FLOAT_EQ(at(Activation::kMish, 1), 0.86509839F);
  EXPECT_EQ(at(Activation::kMish, 90), 90);
  EXPECT_FLOAT_EQ(at(Activation::kSilu, 1), 0.73105858F);
  EXPECT_FLOAT_EQ(at(Activation::kGelu, 1), 0.84134475F);
  EXPECT_EQ(at(Activation::kGelu, 0), 0);
  EXPECT_EQ(at(Activation::kNone, 7), 7);
}

TEST(Network, SoftmaxOfARowAddsUpToOneHoweverLargeItsScores) {
  Matrix scores = MatrixOf(3, {1000, 1000, -1000, 0, 0, 0});
  SoftmaxRows(scores);
  EXPECT_EQ(scores.values[0], 0.5F);
  EXPECT_EQ(scores.values[1], 0.5F);
  EXPECT_EQ(scores.values[2], 0);
  EXPECT_FLOAT_EQ(scores.values[3], 1.0F / 3);
}

TEST(Network, LayerNormHasMeanZeroAndVarianceOneBeforeItsScale) {
  Matrix rows = MatrixOf(4, {1, 3, 1, 3});
  const auto norm = LayerNorm::From(ModelOf({{"n.weight", {4}, {1, 1, 2, 2}},
                                             {"n.bias", {4}, {0, 0, 5, 5}}}),
                                    "n")
                        .value();
  norm.Forward(rows);
  EXPECT_NEAR(rows.values[0], -1, 1e-5);
  EXPECT_NEAR(rows.values[1], 1, 1e-5);
  EXPECT_NEAR(rows.values[2], 3, 1e-4);
  EXPECT_NEAR(rows.values[3], 7, 1e-4);
}

TEST(Network, ConvolutionSeesZerosAroundEachSequence) {
  const auto conv = Conv1d::From(ModelOf({{"c.weight", {1, 1, 3}, {100, 10, 1}},
                                          {"c.bias", {1}, {0}}}),
                                 "c")
                        .value();
  Matrix out;
  conv.Forward(MatrixOf(1, {1, 2, 3, 4, 5, 6}), 3, out);
  EXPECT_EQ(out.values, std::vector<float>({12, 123, 230, 45, 456, 560}));
}

TEST(Network, RowsDoNotDependOnTheirBatch) {
  Maker maker;
  const std::vector<uint32_t> widths = {13, 70, 33, 16, 3};
  for (uint32_t i = 0; i + 1 < widths.size(); ++i) {
    maker.AddDense("m." + std::to_string(i), widths[i], widths[i + 1]);
  }
  const auto mlp =
      Mlp::From(maker.model(), "m", Activation::kTanh, Activation::kMish)
          .value();
  const Matrix all = MatrixOf(13, maker.Normals(13 * 1000));
  Matrix together;
  mlp.Forward(all, together);
  for (const size_t batch : {1, 3, 5, 7, 64, 999}) {
    for (size_t first = 0; first < 1000; first += batch) {
      const size_t rows = std::min(batch, 1000 - first);
      const auto begin =
          all.values.begin() + static_cast<std::ptrdiff_t>(13 * first);
      Matrix apart;
      mlp.Forward(
          MatrixOf(13, {begin, begin + static_cast<std::ptrdiff_t>(13 * rows)}),
          apart);
      for (size_t r = 0; r < rows; ++r) {
        ASSERT_TRUE(std::ranges::equal(apart.row(r), together.row(first + r)))
            << first + r << " in batches of " << batch;
      }
    }
  }
}

TEST(Network, BitsAreThoseOfEveryMachine) {
  Maker maker;
  maker.AddDense("m.0", 20, 50);
  maker.AddDense("m.1", 50, 2);
  maker.AddEncoder("e", 2, 24);
  Matrix out;
  uint64_t digest = 14695981039346656037U;
  const auto add = [&](const Matrix& matrix) {
    for (const float value : matrix.values) {
      digest = (digest ^ std::bit_cast<uint32_t>(value)) * 1099511628211U;
    }
  };
  const Matrix in = MatrixOf(20, maker.Normals(20 * 9));
  for (const auto hidden :
       {Activation::kRelu, Activation::kTanh, Activation::kSigmoid,
        Activation::kSoftplus, Activation::kMish, Activation::kSilu,
        Activation::kGelu}) {
    Mlp::From(maker.model(), "m", hidden).value().Forward(in, out);
    add(out);
  }
  Matrix tokens = MatrixOf(24, maker.Normals(24 * 10));
  Encoder::From(maker.model(), "e", {3, true, Activation::kGelu})
      .value()
      .Forward(tokens);
  add(tokens);
  EXPECT_EQ(digest, 17819998336279909716U);
}

class EncoderTest : public ::testing::Test {
 protected:
  static constexpr size_t kWidth = 20;
  static constexpr size_t kTokens = 13;

  EncoderTest() {
    maker_.AddEncoder("e", 2, kWidth);
    tokens_ = MatrixOf(kWidth, maker_.Normals(kWidth * kTokens));
  }
  Encoder Make(bool causal) {
    return Encoder::From(maker_.model(), "e", {.heads = 4, .causal = causal})
        .value();
  }

  Maker maker_;
  Matrix tokens_;
};

TEST_F(EncoderTest, PermutedTokensGivePermutedRows) {
  std::vector<size_t> order(kTokens);
  std::iota(order.begin(), order.end(), 0);
  std::ranges::rotate(order, order.begin() + 5);
  std::swap(order[1], order[7]);
  Matrix permuted = tokens_;
  for (size_t t = 0; t < kTokens; ++t) {
    std::ranges::copy(tokens_.row(order[t]), permuted.row(t).begin());
  }
  const Encoder encoder = Make(false);
  encoder.Forward(tokens_);
  encoder.Forward(permuted);
  for (size_t t = 0; t < kTokens; ++t) {
    for (size_t i = 0; i < kWidth; ++i) {
      EXPECT_NEAR(permuted.row(t)[i], tokens_.row(order[t])[i], 1e-5);
    }
  }
}

TEST_F(EncoderTest, CausalTokensDoNotSeeLaterOnes) {
  const Encoder encoder = Make(true);
  Matrix shorter = tokens_;
  shorter.Resize(6, kWidth);
  encoder.Forward(tokens_);
  encoder.Forward(shorter);
  for (size_t t = 0; t < 6; ++t) {
    EXPECT_TRUE(std::ranges::equal(shorter.row(t), tokens_.row(t))) << t;
  }
  EXPECT_FALSE(std::ranges::equal(tokens_.row(0), tokens_.row(1)));
}

TEST_F(EncoderTest, TheLastRowAloneIsThatOfTheWholePass) {
  for (const bool causal : {false, true}) {
    const Encoder encoder = Make(causal);
    Matrix whole = tokens_;
    Matrix work = tokens_;
    std::vector<float> last(kWidth);
    encoder.Forward(whole);
    encoder.ForwardLast(work, last);
    EXPECT_TRUE(std::ranges::equal(last, whole.row(kTokens - 1)));
  }
}

TEST_F(EncoderTest, HeadsMustDivideTheWidth) {
  EXPECT_EQ(MessageOf(Encoder::From(maker_.model(), "e", {.heads = 3})),
            "model of 'iql': encoder 'e' is 20 wide, which 3 heads do not "
            "divide");
}

TEST_F(EncoderTest, LayersOfOtherWidthsAreRefused) {
  maker_.model().tensors[0].shape = {10, 40};
  EXPECT_EQ(MessageOf(Encoder::From(maker_.model(), "e", {.heads = 4})),
            "model of 'iql': tensor 'e.0_query.bias' is [20], needed: [10]");
}

TEST(Network, MissingTensorsAndWrongShapesAreNamed) {
  const auto dense = [](std::vector<Tensor> tensors) {
    return MessageOf(Dense::From(ModelOf(std::move(tensors)), "policy.0"));
  };
  EXPECT_EQ(dense({}),
            "model of 'iql': tensor 'policy.0.weight' is missing, needed: "
            "[any, any]");
  EXPECT_EQ(dense({{"policy.0.weight", {2}, {1, 2}}}),
            "model of 'iql': tensor 'policy.0.weight' is [2], needed: [any, "
            "any]");
  EXPECT_EQ(dense({{"policy.0.weight", {2, 1}, {1, 2}}}),
            "model of 'iql': tensor 'policy.0.bias' is missing, needed: [2]");
  EXPECT_EQ(dense({{"policy.0.weight", {2, 1}, {1, 2}},
                   {"policy.0.bias", {3}, {1, 2, 3}}}),
            "model of 'iql': tensor 'policy.0.bias' is [3], needed: [2]");
  EXPECT_EQ(dense({{"policy.0.weight", {2, 2}, {1, 2}}}),
            "model of 'iql': tensor 'policy.0.weight' is [2, 2] but has 2 "
            "values");
  EXPECT_EQ(dense({{"policy.0.weight", {0, 2}, {}}}),
            "model of 'iql': tensor 'policy.0.weight' is [0, 2], needed: "
            "[any, any]");
}

TEST(Network, LayersThatDoNotFitTogetherAreRefused) {
  Maker maker;
  maker.AddDense("m.0", 2, 3);
  maker.AddDense("m.1", 4, 1);
  EXPECT_EQ(MessageOf(Mlp::From(maker.model(), "m", Activation::kRelu)),
            "model of 'iql': tensor 'm.1.weight' is [1, 4], needed: [any, 3]");
}

TEST(Network, KernelsAndGroupsMustFit) {
  Maker maker;
  maker.Add("c.weight", {2, 3, 4});
  maker.Add("c.bias", {2});
  maker.Add("n.weight", {6});
  maker.Add("n.bias", {6});
  EXPECT_EQ(MessageOf(Conv1d::From(maker.model(), "c")),
            "model of 'iql': tensor 'c.weight' has a kernel of 4 steps, "
            "needed: an odd number");
  EXPECT_EQ(MessageOf(GroupNorm::From(maker.model(), "n", 4)),
            "model of 'iql': tensor 'n.weight' has 6 columns, needed: 4 "
            "groups of the same size");
}

}  // namespace
}  // namespace souk::agents
