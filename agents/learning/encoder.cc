#include <algorithm>
#include <cmath>
#include <utility>

#include "agents/learning/network.h"
#include "market/check.h"

namespace souk::agents {

using market::Error;
using market::Result;
using market::TrainedModel;

/// What lies between the parts of a layer; the memory is kept.
struct Encoder::Scratch {
  Matrix query, key, value, scores, mixed, hidden, added;
  Factors keys, values;  // of one head
};

namespace {

/// `factors` becomes columns [first, first + part) of `rows`, turned: y = x
/// K^T.
void TakeTurned(const Matrix& rows, size_t first, size_t part,
                Factors& factors) {
  factors.Resize(part, rows.rows);
  for (size_t t = 0; t < rows.rows; ++t) {
    const float* const from = rows.row(t).data() + first;
    for (size_t i = 0; i < part; ++i) {
      factors.values[i * factors.stride() + t] = from[i];
    }
  }
}

/// y = x V.
void TakeColumns(const Matrix& rows, size_t first, size_t part,
                 Factors& factors) {
  factors.Resize(rows.rows, part);
  for (size_t t = 0; t < rows.rows; ++t) {
    std::copy_n(rows.row(t).data() + first, part,
                factors.values.data() + t * factors.stride());
  }
}

void AddRows(Matrix& sum, const Matrix& added) {
  AddTo(sum.values, added.values);
}

}  // namespace

Result<Encoder::Layer> Encoder::LayerFrom(const TrainedModel& model,
                                          const std::string& prefix,
                                          Activation activation) {
  Layer layer;
  const struct {
    const char* name;
    Dense& to;
    Activation activation;
  } denses[] = {
      {"query", layer.query, Activation::kNone},
      {"key", layer.key, Activation::kNone},
      {"value", layer.value, Activation::kNone},
      {"output", layer.output, Activation::kNone},
      {"ff1", layer.ff1, activation},
      {"ff2", layer.ff2, Activation::kNone},
  };
  for (const auto& part : denses) {
    auto dense = Dense::From(model, prefix + part.name, part.activation);
    if (!dense) return dense.error();
    part.to = std::move(dense).value();
  }
  auto norm1 = LayerNorm::From(model, prefix + "norm1");
  if (!norm1) return norm1.error();
  auto norm2 = LayerNorm::From(model, prefix + "norm2");
  if (!norm2) return norm2.error();
  layer.norm1 = std::move(norm1).value();
  layer.norm2 = std::move(norm2).value();
  return layer;
}

Result<void> Encoder::CheckShape(const TrainedModel& model,
                                 const std::string& name) const {
  const auto width = static_cast<uint32_t>(this->width());
  if (shape_.heads == 0 || width % shape_.heads != 0) {
    return Error{market::Concat("model of '", model.member, "': encoder '",
                                name, "' is ", width, " wide, which ",
                                shape_.heads, " heads do not divide")};
  }
  for (size_t i = 0; i < layers_.size(); ++i) {
    const std::string prefix = market::Concat(name, ".", i, "_");
    const auto hidden = static_cast<uint32_t>(layers_[i].ff1.outputs());
    const std::pair<const char*, TensorShape> needed[] = {
        {"query.weight", {width, width}}, {"key.weight", {width, width}},
        {"value.weight", {width, width}}, {"output.weight", {width, width}},
        {"ff1.weight", {hidden, width}},  {"ff2.weight", {width, hidden}},
        {"norm1.weight", {width}},        {"norm2.weight", {width}}};
    for (const auto& [part, shape] : needed) {
      const auto tensor = TensorOf(model, prefix + part, shape);
      if (!tensor) return tensor.error();
    }
  }
  return {};
}

Result<Encoder> Encoder::From(const TrainedModel& model,
                              const std::string& name,
                              const EncoderShape& shape) {
  Encoder made;
  made.shape_ = shape;
  const auto prefix = [&](size_t i) {
    return market::Concat(name, ".", i, "_");
  };
  size_t count = 1;
  while (model.FindTensor(prefix(count) + "query.weight") != nullptr) ++count;
  for (size_t i = 0; i < count; ++i) {
    auto layer = LayerFrom(model, prefix(i), shape.activation);
    if (!layer) return layer.error();
    made.layers_.push_back(std::move(layer).value());
  }
  const Result<void> checked = made.CheckShape(model, name);
  if (!checked) return checked.error();
  return made;
}

void Encoder::Attend(const Layer& layer, const Matrix& tokens,
                     Scratch& scratch) const {
  auto& [query, key, value, scores, mixed, hidden, added, keys, values] =
      scratch;
  const size_t part = width() / shape_.heads;
  const size_t first = tokens.rows - query.rows;
  const float scale = 1 / std::sqrt(static_cast<float>(part));
  layer.key.Forward(tokens, key);
  layer.value.Forward(tokens, value);
  mixed.Resize(query.rows, width());
  scores.Resize(query.rows, tokens.rows);
  for (size_t column = 0; column < width(); column += part) {
    TakeTurned(key, column, part, keys);
    TakeColumns(value, column, part, values);
    Multiply({query.values.data() + column, query.rows, part, width()}, keys,
             scores.part(0, scores.rows));
    for (float& score : scores.values) score *= scale;
    for (size_t r = 0; r < scores.rows; ++r) {
      const size_t seen = shape_.causal ? first + r + 1 : tokens.rows;
      SoftmaxRow(scores.row(r).first(seen));
      std::ranges::fill(scores.row(r).subspan(seen), 0.0F);
    }
    Multiply(std::as_const(scores).part(0, scores.rows), values,
             {mixed.values.data() + column, mixed.rows, part, width()});
  }
}

void Encoder::Pass(const Layer& layer, Matrix& tokens, size_t rows,
                   Scratch& scratch) const {
  const size_t first = tokens.rows - rows;
  scratch.query.Resize(rows, width());
  layer.query.Forward(std::as_const(tokens).part(first, tokens.rows),
                      scratch.query.part(0, rows));
  Attend(layer, tokens, scratch);
  layer.output.Forward(scratch.mixed, scratch.added);
  std::copy_n(tokens.row(first).data(), rows * width(), tokens.values.data());
  tokens.Resize(rows, width());
  AddRows(tokens, scratch.added);
  layer.norm1.Forward(tokens);
  layer.ff1.Forward(tokens, scratch.hidden);
  layer.ff2.Forward(scratch.hidden, scratch.added);
  AddRows(tokens, scratch.added);
  layer.norm2.Forward(tokens);
}

void Encoder::Forward(Matrix& tokens) const {
  SOUK_CHECK(tokens.columns == width(), "tokens of ", tokens.columns);
  if (tokens.rows == 0) return;
  Scratch scratch;
  for (const Layer& layer : layers_) Pass(layer, tokens, tokens.rows, scratch);
}

void Encoder::ForwardLast(Matrix& tokens, std::span<float> last) const {
  SOUK_CHECK(tokens.columns == width() && tokens.rows > 0, "tokens of ",
             tokens.columns);
  Scratch scratch;
  for (size_t i = 0; i < layers_.size(); ++i) {
    Pass(layers_[i], tokens, i + 1 < layers_.size() ? tokens.rows : 1, scratch);
  }
  std::ranges::copy(tokens.row(0), last.begin());
}

}  // namespace souk::agents
