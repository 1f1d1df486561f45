// A small network that learns while the market runs: dense layers with ReLU
// between them and none after the last, in double precision, forward and
// backward. The same bits on every machine: every sum has a fixed order.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "market/random.h"

namespace souk::agents {

class SmallMlp {
 public:
  /// Activations of one row: the inputs, then the outputs of every layer.
  struct Pass {
    std::vector<std::vector<double>> layers;
    std::span<const double> outputs() const { return layers.back(); }
  };

  /// Inputs first, outputs last; at least two widths. All parameters are 0.
  explicit SmallMlp(std::vector<size_t> widths);

  /// Weights uniform in +-sqrt(6 / (in + out)) (Glorot), biases 0: draws of
  /// (entity, i, index).
  void Draw(const market::Stream& stream, uint64_t entity, uint32_t index);

  /// Keeps the memory of `pass`.
  void Forward(std::span<const double> inputs, Pass& pass) const;
  /// Adds to `gradient` (like parameters()) what a change of the outputs of
  /// `pass` by `by_output` means for the parameters.
  void AddGradient(const Pass& pass, std::span<const double> by_output,
                   std::span<double> gradient) const;

  /// Layer after layer: the biases, then the weights, input by input.
  std::vector<double>& parameters() { return parameters_; }
  const std::vector<double>& parameters() const { return parameters_; }

 private:
  struct Layer {
    size_t inputs = 0;
    size_t outputs = 0;
    size_t biases = 0;  // where they begin
    size_t weights() const { return biases + outputs; }
  };

  std::vector<Layer> layers_;
  std::vector<double> parameters_;
};

}  // namespace souk::agents
