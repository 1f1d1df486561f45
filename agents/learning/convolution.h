// Layers over time, of sequences of equal length that lie one behind the other:
// row s * steps + t is step t of sequence s. As network.h otherwise.
#pragma once

#include <string>
#include <vector>

#include "agents/learning/network.h"

namespace souk::agents {

/// y[t] = bias + sum over k of W[k] x[t + k - kernel / 2], with zeros around a
/// sequence ("same" padding), then the activation.
class Conv1d {
 public:
  Conv1d() = default;
  /// NAME.weight [out, in, kernel], kernel odd, and NAME.bias [out]. Error:
  /// missing, or of another shape.
  static market::Result<Conv1d> From(const market::TrainedModel& model,
                                     const std::string& name,
                                     Activation activation = Activation::kNone);

  size_t inputs() const { return inputs_; }
  size_t outputs() const { return dense_.outputs(); }
  size_t kernel() const { return kernel_; }
  /// `out` must not be `in`.
  void Forward(const Matrix& in, size_t steps, Matrix& out) const;

 private:
  Dense dense_;  // of kernel * inputs numbers
  size_t inputs_ = 0;
  size_t kernel_ = 1;
};

/// (x - mean) / sqrt(variance + 1e-5) * weight + bias, the moments being those
/// of a sequence's columns of the same group.
class GroupNorm {
 public:
  GroupNorm() = default;
  /// NAME.weight and NAME.bias [columns]. Error: missing, of another shape, or
  /// not `groups` groups.
  static market::Result<GroupNorm> From(const market::TrainedModel& model,
                                        const std::string& name, size_t groups);
  size_t width() const { return weight_.size(); }
  void Forward(Matrix& rows, size_t steps) const;

 private:
  std::vector<float> weight_, bias_;
  size_t groups_ = 1;
};

}  // namespace souk::agents
