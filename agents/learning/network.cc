#include "agents/learning/network.h"

#include <algorithm>
#include <utility>

#include "market/check.h"

namespace souk::agents {
namespace {

using market::Error;
using market::Result;
using market::Tensor;
using market::TrainedModel;

/// "[64, 16]", with a word for sizes of 0.
std::string TextOf(const TensorShape& shape, const std::string& zero = "0") {
  std::string text;
  for (const uint32_t size : shape) {
    if (!text.empty()) text += ", ";
    text += size == 0 ? zero : std::to_string(size);
  }
  return "[" + text + "]";
}

bool Fits(const TensorShape& shape, const TensorShape& allowed) {
  return std::ranges::equal(shape, allowed, [](uint32_t size, uint32_t may) {
    return size > 0 && (may == 0 || size == may);
  });
}

size_t SizeOf(const TensorShape& shape) {
  size_t size = 1;
  for (const uint32_t part : shape) size *= part;
  return size;
}

std::string NameOf(const TrainedModel& model, const std::string& tensor) {
  return market::Concat("model of '", model.member, "': tensor '", tensor, "'");
}

}  // namespace

Result<const Tensor*> TensorOf(const TrainedModel& model,
                               const std::string& name,
                               const TensorShape& shape) {
  const Tensor* const found = model.FindTensor(name);
  if (found == nullptr) {
    return Error{market::Concat(NameOf(model, name),
                                " is missing, needed: ", TextOf(shape, "any"))};
  }
  if (!Fits(found->shape, shape)) {
    return Error{market::Concat(NameOf(model, name), " is ",
                                TextOf(found->shape),
                                ", needed: ", TextOf(shape, "any"))};
  }
  if (found->values.size() != SizeOf(found->shape)) {
    return Error{market::Concat(NameOf(model, name), " is ",
                                TextOf(found->shape), " but has ",
                                found->values.size(), " values")};
  }
  return found;
}

void SoftmaxRows(Matrix& matrix) {
  for (size_t r = 0; r < matrix.rows; ++r) SoftmaxRow(matrix.row(r));
}

Result<Dense> Dense::From(const TrainedModel& model, const std::string& name,
                          Activation activation) {
  const auto weight = TensorOf(model, name + ".weight", {0, 0});
  if (!weight) return weight.error();
  const auto bias = TensorOf(model, name + ".bias", {(*weight)->shape.front()});
  if (!bias) return bias.error();
  return Of(**weight, **bias, activation);
}

Dense Dense::Of(const Tensor& weight, const Tensor& bias,
                Activation activation) {
  Dense made;
  made.activation_ = activation;
  made.Take(weight, bias);
  return made;
}

void Dense::Take(const Tensor& weight, const Tensor& bias) {
  outputs_ = weight.shape[0];
  inputs_ = weight.shape[1];
  const auto at = [&](size_t o, size_t i) {
    return weight.values[o * inputs_ + i];
  };
  if (outputs_ <= kNarrow) {
    narrow_.Resize(inputs_, outputs_);
    std::ranges::copy(bias.values, narrow_.offset.begin());
    for (size_t o = 0; o < outputs_; ++o) {
      float* const to = narrow_.values.data() + o * narrow_.stride();
      for (size_t i = 0; i < inputs_; ++i) to[i] = at(o, i);
    }
    return;
  }
  factors_.Resize(inputs_, outputs_);
  std::ranges::copy(bias.values, factors_.offset.begin());
  for (size_t i = 0; i < inputs_; ++i) {
    float* const to = factors_.values.data() + i * factors_.stride();
    for (size_t o = 0; o < outputs_; ++o) to[o] = at(o, i);
  }
}

void Dense::Forward(const RowsOf<const float>& in,
                    const RowsOf<float>& out) const {
  SOUK_CHECK(out.stride == outputs_, "rows lie apart");
  if (outputs_ <= kNarrow) {
    Multiply(in, narrow_, out);
  } else {
    Multiply(in, factors_, out);
  }
  Activate(activation_, {out.first, out.rows * outputs_});
}

void Dense::Forward(const Matrix& in, Matrix& out) const {
  out.Resize(in.rows, outputs_);
  Forward(in.part(0, in.rows), out.part(0, out.rows));
}

Result<Mlp> Mlp::From(const TrainedModel& model, const std::string& name,
                      Activation hidden, Activation last) {
  const auto layer = [&](size_t i) { return market::Concat(name, ".", i); };
  size_t count = 1;
  while (model.FindTensor(layer(count) + ".weight") != nullptr) ++count;
  Mlp made;
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) {
      const auto inputs = static_cast<uint32_t>(made.outputs());
      const auto fits = TensorOf(model, layer(i) + ".weight", {0, inputs});
      if (!fits) return fits.error();
    }
    auto dense = Dense::From(model, layer(i), i + 1 < count ? hidden : last);
    if (!dense) return dense.error();
    made.layers_.push_back(std::move(dense).value());
  }
  return made;
}

void Mlp::Forward(const Matrix& in, Matrix& out) const {
  // A few rows at a time through all layers: what lies between stays near.
  constexpr size_t kRows = 32;
  out.Resize(in.rows, outputs());
  Matrix from, to;
  for (size_t begin = 0; begin < in.rows; begin += kRows) {
    const size_t end = std::min(begin + kRows, in.rows);
    RowsOf<const float> now = in.part(begin, end);
    for (size_t i = 0; i + 1 < layers_.size(); ++i) {
      to.Resize(end - begin, layers_[i].outputs());
      layers_[i].Forward(now, to.part(0, to.rows));
      std::swap(from, to);
      now = std::as_const(from).part(0, from.rows);
    }
    layers_.back().Forward(now, out.part(begin, end));
  }
}

Result<LayerNorm> LayerNorm::From(const TrainedModel& model,
                                  const std::string& name) {
  const auto weight = TensorOf(model, name + ".weight", {0});
  if (!weight) return weight.error();
  const auto bias = TensorOf(model, name + ".bias", (*weight)->shape);
  if (!bias) return bias.error();
  LayerNorm made;
  made.weight_ = (*weight)->values;
  made.bias_ = (*bias)->values;
  return made;
}

void LayerNorm::Forward(Matrix& rows) const {
  for (size_t r = 0; r < rows.rows; ++r) {
    Standardise(rows.row(r));
    ScaleAndShift(rows.row(r), weight_, bias_);
  }
}

}  // namespace souk::agents
