#include "agents/learning/convolution.h"

#include <algorithm>
#include <utility>

#include "market/check.h"

namespace souk::agents {
namespace {

using market::Error;
using market::Result;
using market::Tensor;
using market::TrainedModel;

/// [out, in, kernel] as [out, kernel * in].
Tensor StepByStep(const Tensor& weight) {
  const size_t inputs = weight.shape[1];
  const size_t kernel = weight.shape[2];
  Tensor made{weight.name,
              {weight.shape[0], weight.shape[1] * weight.shape[2]},
              std::vector<float>(weight.values.size())};
  for (size_t at = 0; at < weight.values.size(); ++at) {
    const size_t k = at % kernel;
    const size_t i = at / kernel % inputs;
    const size_t o = at / kernel / inputs;
    made.values[(o * kernel + k) * inputs + i] = weight.values[at];
  }
  return made;
}

/// Row t: the kernel's window around step t of its sequence.
void TakeWindows(const Matrix& in, size_t steps, size_t kernel, Matrix& out) {
  out.Resize(in.rows, in.columns * kernel);
  for (size_t r = 0; r < in.rows; ++r) {
    const size_t t = r % steps;
    float* to = out.row(r).data();
    for (size_t k = 0; k < kernel; ++k, to += in.columns) {
      const size_t from = t + k - kernel / 2;  // wraps below 0
      if (from < steps) {
        std::ranges::copy(in.row(r - t + from), to);
      } else {
        std::fill_n(to, in.columns, 0.0F);
      }
    }
  }
}

void CheckSteps(const Matrix& rows, size_t steps) {
  SOUK_CHECK(steps > 0 && rows.rows % steps == 0, rows.rows,
             " rows are no sequences of ", steps);
}

}  // namespace

Result<Conv1d> Conv1d::From(const TrainedModel& model, const std::string& name,
                            Activation activation) {
  const auto weight = TensorOf(model, name + ".weight", {0, 0, 0});
  if (!weight) return weight.error();
  const TensorShape& shape = (*weight)->shape;
  if (shape[2] % 2 == 0) {
    return Error{market::Concat("model of '", model.member, "': tensor '", name,
                                ".weight' has a kernel of ", shape[2],
                                " steps, needed: an odd number")};
  }
  const auto bias = TensorOf(model, name + ".bias", {shape[0]});
  if (!bias) return bias.error();
  Conv1d made;
  made.inputs_ = shape[1];
  made.kernel_ = shape[2];
  made.dense_ = Dense::Of(StepByStep(**weight), **bias, activation);
  return made;
}

void Conv1d::Forward(const Matrix& in, size_t steps, Matrix& out) const {
  CheckSteps(in, steps);
  if (kernel_ == 1) return dense_.Forward(in, out);
  Matrix windows;
  TakeWindows(in, steps, kernel_, windows);
  dense_.Forward(windows, out);
}

Result<GroupNorm> GroupNorm::From(const TrainedModel& model,
                                  const std::string& name, size_t groups) {
  const auto weight = TensorOf(model, name + ".weight", {0});
  if (!weight) return weight.error();
  const auto bias = TensorOf(model, name + ".bias", (*weight)->shape);
  if (!bias) return bias.error();
  const size_t width = (*weight)->values.size();
  if (groups == 0 || width % groups != 0) {
    return Error{market::Concat(
        "model of '", model.member, "': tensor '", name, ".weight' has ", width,
        " columns, needed: ", groups, " groups of the same size")};
  }
  GroupNorm made;
  made.weight_ = (*weight)->values;
  made.bias_ = (*bias)->values;
  made.groups_ = groups;
  return made;
}

void GroupNorm::Forward(Matrix& rows, size_t steps) const {
  CheckSteps(rows, steps);
  SOUK_CHECK(rows.columns == width(), "rows of ", rows.columns);
  const size_t part = width() / groups_;
  std::vector<float> group(steps * part);
  for (size_t begin = 0; begin < rows.rows; begin += steps) {
    for (size_t column = 0; column < width(); column += part) {
      float* const first = rows.row(begin).data() + column;
      for (size_t t = 0; t < steps; ++t) {
        std::copy_n(first + t * width(), part, group.data() + t * part);
      }
      Standardise(group);
      for (size_t t = 0; t < steps; ++t) {
        std::copy_n(group.data() + t * part, part, first + t * width());
      }
    }
  }
  for (size_t r = 0; r < rows.rows; ++r) {
    ScaleAndShift(rows.row(r), weight_, bias_);
  }
}

}  // namespace souk::agents
