#include "agents/learning/value_network.h"

#include <algorithm>
#include <utility>

namespace souk::agents {

using market::Result;
using market::Tensor;
using market::TrainedModel;

namespace {

Tensor Transposed(const Tensor& weight) {
  const size_t rows = weight.shape[0];
  const size_t columns = weight.shape[1];
  Tensor made{weight.name,
              {weight.shape[1], weight.shape[0]},
              std::vector<float>(weight.values.size())};
  for (size_t r = 0; r < rows; ++r) {
    for (size_t c = 0; c < columns; ++c) {
      made.values[c * rows + r] = weight.values[r * columns + c];
    }
  }
  return made;
}

/// d value / d (before tanh), given d value / d y of y = tanh.
void ThroughTanh(const Matrix& y, Matrix& gradient) {
  for (size_t i = 0; i < y.values.size(); ++i) {
    gradient.values[i] *= 1 - y.values[i] * y.values[i];
  }
}

void TakeValues(const Matrix& said, std::vector<double>& values) {
  values.assign(said.values.begin(), said.values.end());
}

}  // namespace

Result<ValueNetwork::Layer> ValueNetwork::LayerFrom(const TrainedModel& model,
                                                    const std::string& name,
                                                    Activation activation) {
  Layer made;
  auto forward = Dense::From(model, name, activation);
  if (!forward) return forward.error();
  made.forward = std::move(forward).value();
  const Tensor& weight = *model.FindTensor(name + ".weight");
  const auto inputs = static_cast<uint32_t>(made.forward.inputs());
  made.backward = Dense::Of(
      Transposed(weight), {"none", {inputs}, std::vector<float>(inputs, 0.0F)},
      Activation::kNone);
  return made;
}

Result<ValueNetwork> ValueNetwork::From(const TrainedModel& model,
                                        const std::string& name) {
  const auto whole = Mlp::From(model, name, Activation::kTanh);
  if (!whole) return whole.error();
  if (whole->outputs() != 1) {
    return market::Error{
        market::Concat("model of '", model.member, "': the network '", name,
                       "' has ", whole->outputs(), " outputs, needed: 1")};
  }
  const auto layer = [&](size_t i) { return market::Concat(name, ".", i); };
  ValueNetwork made;
  for (size_t i = 0; model.FindTensor(layer(i) + ".weight") != nullptr; ++i) {
    const bool last = model.FindTensor(layer(i + 1) + ".weight") == nullptr;
    auto read = LayerFrom(model, layer(i),
                          last ? Activation::kNone : Activation::kTanh);
    if (!read) return read.error();
    made.layers_.push_back(std::move(read).value());
  }
  return made;
}

std::vector<Matrix> ValueNetwork::Activations(const Matrix& x) const {
  std::vector<Matrix> made(layers_.size());
  for (size_t i = 0; i < layers_.size(); ++i) {
    layers_[i].forward.Forward(i == 0 ? x : made[i - 1], made[i]);
  }
  return made;
}

void ValueNetwork::Evaluate(const Matrix& x,
                            std::vector<double>& values) const {
  TakeValues(Activations(x).back(), values);
}

void ValueNetwork::Evaluate(const Matrix& x, std::vector<double>& values,
                            Matrix& gradient) const {
  const std::vector<Matrix> said = Activations(x);
  TakeValues(said.back(), values);
  Matrix above;
  above.Resize(x.rows, 1);
  std::ranges::fill(above.values, 1.0F);
  for (size_t i = layers_.size(); i-- > 0;) {
    layers_[i].backward.Forward(above, gradient);
    if (i > 0) ThroughTanh(said[i - 1], gradient);
    std::swap(above, gradient);
  }
  std::swap(above, gradient);
}

}  // namespace souk::agents
