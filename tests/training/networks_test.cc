// The forward pass of agents/learning/network.h beside libtorch's.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "agents/learning/convolution.h"
#include "agents/learning/torch/networks.h"

namespace souk::agents {
namespace {

using market::TrainedModel;

/// [rows, columns] or [1, rows, columns].
Matrix MatrixOf(const torch::Tensor& values) {
  const torch::Tensor whole = values.detach().contiguous();
  const float* const first = whole.data_ptr<float>();
  Matrix matrix;
  matrix.Resize(static_cast<size_t>(whole.size(-2)),
                static_cast<size_t>(whole.size(-1)));
  std::copy_n(first, matrix.values.size(), matrix.values.begin());
  return matrix;
}

/// Relative to the largest activation.
void ExpectNear(const Matrix& ours, const torch::Tensor& theirs) {
  const Matrix expected = MatrixOf(theirs);
  ASSERT_EQ(ours.rows, expected.rows);
  ASSERT_EQ(ours.columns, expected.columns);
  float largest = 1;
  for (const float value : expected.values) {
    largest = std::max(largest, std::abs(value));
  }
  for (size_t i = 0; i < expected.values.size(); ++i) {
    ASSERT_NEAR(ours.values[i], expected.values[i], 1e-5 * largest) << i;
  }
}

/// Parameters that a training might have left, biases and norms included.
void Shake(torch::nn::Module& module, TrainingDraws& draws) {
  const torch::NoGradGuard none;
  for (torch::Tensor& parameter : module.parameters()) {
    parameter.add_(0.2 * draws.Normals(parameter.sizes().vec()));
  }
}

constexpr Activation kActivations[] = {
    Activation::kNone,    Activation::kRelu,     Activation::kTanh,
    Activation::kSigmoid, Activation::kSoftplus, Activation::kMish,
    Activation::kSilu,    Activation::kGelu};

TEST(TrainingDraws, AreTheSameForTheSameSeed) {
  TrainingDraws one(7);
  TrainingDraws other(7);
  TrainingDraws another(8);
  const torch::Tensor drawn = one.Normals({3, 4});
  EXPECT_TRUE(torch::equal(drawn, other.Normals({3, 4})));
  EXPECT_FALSE(torch::equal(drawn, another.Normals({3, 4})));
}

TEST(NetworksBesideTorch, ActivationsAgreeNearAndFar) {
  TrainingDraws draws(1);
  for (const double scale : {0.01, 1.0, 8.0, 40.0}) {
    const torch::Tensor x = scale * draws.Normals({37, 29});
    for (const Activation activation : kActivations) {
      Matrix ours = MatrixOf(x);
      Activate(activation, ours.values);
      SCOPED_TRACE(static_cast<int>(activation));
      ExpectNear(ours, Activated(activation, x));
    }
  }
}

TEST(NetworksBesideTorch, ActivationsHaveSmallRelativeErrors) {
  // Below -5 libtorch's own Gelu and Mish lose digits.
  const torch::Tensor x =
      torch::linspace(-5, 12, 4001, torch::kDouble).reshape({1, 4001});
  for (const Activation activation : kActivations) {
    const torch::Tensor truth =
        Activated(activation, x.to(torch::kFloat).to(torch::kDouble));
    Matrix ours = MatrixOf(x.to(torch::kFloat));
    Activate(activation, ours.values);
    const double slack = activation == Activation::kGelu ? 1e-6 : 1e-9;
    for (int64_t i = 0; i < x.numel(); ++i) {
      const double expected = truth[0][i].item<double>();
      ASSERT_NEAR(ours.values[static_cast<size_t>(i)], expected,
                  1e-6 * std::abs(expected) + slack)
          << static_cast<int>(activation) << " of " << x[0][i].item<double>();
    }
  }
}

TEST(NetworksBesideTorch, SoftmaxOfRowsOfAnyLengthAgrees) {
  TrainingDraws draws(2);
  for (const int64_t columns : {1, 2, 15, 16, 17, 48, 200}) {
    const torch::Tensor x = 5 * draws.Normals({9, columns});
    Matrix ours = MatrixOf(x);
    SoftmaxRows(ours);
    ExpectNear(ours, torch::softmax(x, 1));
  }
}

TEST(NetworksBesideTorch, MlpsOfAnyWidthAgree) {
  const std::vector<std::vector<int64_t>> shapes = {
      {1, 1},       {3, 5},           {16, 128, 64, 1}, {16, 64, 64, 1},
      {7, 33, 4},   {20, 16, 8, 3},   {5, 50, 100, 48}, {40, 17, 2},
      {130, 65, 9}, {64, 256, 256, 5}};
  TrainingDraws draws(3);
  size_t next = 0;
  for (const auto& widths : shapes) {
    const Activation hidden = kActivations[next++ % 8];
    const Activation last = kActivations[next % 8];
    MlpNet net(MlpNetImpl::Shape{widths, hidden, last}, draws);
    Shake(*net, draws);
    TrainedModel model;
    Export(*net, "net", model);
    const Mlp mlp = Mlp::From(model, "net", hidden, last).value();
    EXPECT_EQ(mlp.inputs(), static_cast<size_t>(widths.front()));
    EXPECT_EQ(mlp.outputs(), static_cast<size_t>(widths.back()));
    const torch::Tensor x = draws.Normals({53, widths.front()});
    Matrix ours;
    mlp.Forward(MatrixOf(x), ours);
    SCOPED_TRACE(widths);
    ExpectNear(ours, net(x));
  }
}

TEST(NetworksBesideTorch, LayerNormsAgree) {
  TrainingDraws draws(4);
  for (const int64_t width : {3, 5, 16, 64, 100}) {
    torch::nn::LayerNorm norm(torch::nn::LayerNormOptions({width}));
    Shake(*norm, draws);
    TrainedModel model;
    Export(*norm, "norm", model);
    const torch::Tensor x = 3 * draws.Normals({11, width}) + 2;
    Matrix ours = MatrixOf(x);
    LayerNorm::From(model, "norm").value().Forward(ours);
    ExpectNear(ours, norm(x));
  }
}

struct EncoderCase {
  int64_t width, layers, feed_forward, tokens;
  EncoderShape shape;
};

TEST(NetworksBesideTorch, EncodersAgree) {
  const EncoderCase cases[] = {
      {8, 1, 16, 1, {1, false, Activation::kRelu}},
      {64, 2, 128, 20, {4, false, Activation::kRelu}},
      {64, 3, 100, 60, {8, true, Activation::kGelu}},
      {40, 2, 64, 7, {5, true, Activation::kRelu}},
      {12, 2, 30, 33, {2, false, Activation::kMish}},
  };
  TrainingDraws draws(5);
  for (const EncoderCase& c : cases) {
    EncoderNet net(
        EncoderNetImpl::Shape{c.width, c.layers, c.feed_forward, c.shape},
        draws);
    Shake(*net, draws);
    TrainedModel model;
    Export(*net, "encoder", model);
    const Encoder encoder = Encoder::From(model, "encoder", c.shape).value();
    const torch::Tensor x = draws.Normals({1, c.tokens, c.width});
    Matrix ours = MatrixOf(x);
    encoder.Forward(ours);
    SCOPED_TRACE(c.width);
    ExpectNear(ours, net(x));
  }
}

/// [batch, channels, steps] as rows of sequences.
torch::Tensor RowsOfSequences(const torch::Tensor& values) {
  return values.transpose(1, 2).reshape({-1, values.size(1)});
}

TEST(NetworksBesideTorch, ConvolutionsAgree) {
  TrainingDraws draws(6);
  for (const ConvShape& shape : {ConvShape{3, 20, 5}, ConvShape{16, 2, 3},
                                 ConvShape{8, 8, 1}, ConvShape{2, 5, 9}}) {
    torch::nn::Conv1d conv = NewConv1d(shape, draws);
    Shake(*conv, draws);
    TrainedModel model;
    Export(*conv, "conv", model);
    const torch::Tensor x = draws.Normals({3, shape.inputs, 6});
    Matrix ours;
    Conv1d::From(model, "conv", Activation::kMish)
        .value()
        .Forward(MatrixOf(RowsOfSequences(x)), 6, ours);
    ExpectNear(ours, RowsOfSequences(Activated(Activation::kMish, conv(x))));
  }
}

TEST(NetworksBesideTorch, GroupNormsAgree) {
  TrainingDraws draws(7);
  for (const int64_t groups : {1, 2, 8}) {
    torch::nn::GroupNorm norm(torch::nn::GroupNormOptions(groups, 24));
    Shake(*norm, draws);
    TrainedModel model;
    Export(*norm, "norm", model);
    const torch::Tensor x = 3 * draws.Normals({4, 24, 7}) - 1;
    Matrix ours = MatrixOf(RowsOfSequences(x));
    GroupNorm::From(model, "norm", static_cast<size_t>(groups))
        .value()
        .Forward(ours, 7);
    ExpectNear(ours, RowsOfSequences(norm(x)));
  }
}

}  // namespace
}  // namespace souk::agents
