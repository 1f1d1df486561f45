// A network of one output and its gradient with respect to the inputs: what
// plans are guided by.
#pragma once

#include <string>
#include <vector>

#include "agents/learning/network.h"

namespace souk::agents {

/// Dense layers NAME.0, NAME.1, ... with tanh between them.
class ValueNetwork {
 public:
  /// Error: one is missing, two do not fit, or there is not one output.
  static market::Result<ValueNetwork> From(const market::TrainedModel& model,
                                           const std::string& name);

  size_t inputs() const { return layers_.front().forward.inputs(); }
  /// One value per row.
  void Evaluate(const Matrix& x, std::vector<double>& values) const;
  /// And d value / d x, row by row.
  void Evaluate(const Matrix& x, std::vector<double>& values,
                Matrix& gradient) const;

 private:
  struct Layer {
    Dense forward;   // with its activation
    Dense backward;  // the transposed weights, without offset
  };
  static market::Result<Layer> LayerFrom(const market::TrainedModel& model,
                                         const std::string& name,
                                         Activation activation);
  std::vector<Matrix> Activations(const Matrix& x) const;

  std::vector<Layer> layers_;  // at least one
};

}  // namespace souk::agents
