#include "agents/learning/small_mlp.h"

#include <cmath>

#include "market/check.h"

namespace souk::agents {
namespace {

/// sums += factor * values
void AddScaled(double factor, const double* values, std::span<double> sums) {
  for (size_t i = 0; i < sums.size(); ++i) sums[i] += factor * values[i];
}

}  // namespace

SmallMlp::SmallMlp(std::vector<size_t> widths) {
  SOUK_CHECK(widths.size() >= 2, widths.size(), " widths");
  size_t begin = 0;
  for (size_t i = 0; i + 1 < widths.size(); ++i) {
    layers_.push_back({widths[i], widths[i + 1], begin});
    begin = layers_.back().weights() + widths[i] * widths[i + 1];
  }
  parameters_.assign(begin, 0);
}

void SmallMlp::Draw(const market::Stream& stream, uint64_t entity,
                    uint32_t index) {
  for (const Layer& layer : layers_) {
    const size_t weights = layer.inputs * layer.outputs;
    const double bound =
        std::sqrt(6 / static_cast<double>(layer.inputs + layer.outputs));
    for (size_t i = layer.weights(); i < layer.weights() + weights; ++i) {
      const double u = stream.Uniform(entity, static_cast<uint32_t>(i), index);
      parameters_[i] = (2 * u - 1) * bound;
    }
  }
}

void SmallMlp::Forward(std::span<const double> inputs, Pass& pass) const {
  pass.layers.resize(layers_.size() + 1);
  pass.layers[0].assign(inputs.begin(), inputs.end());
  for (size_t l = 0; l < layers_.size(); ++l) {
    const Layer& layer = layers_[l];
    const double* const biases = &parameters_[layer.biases];
    std::vector<double>& out = pass.layers[l + 1];
    out.assign(biases, biases + layer.outputs);
    for (size_t i = 0; i < layer.inputs; ++i) {
      const double* row = &parameters_[layer.weights() + i * layer.outputs];
      AddScaled(pass.layers[l][i], row, out);
    }
    if (l + 1 == layers_.size()) break;
    for (double& value : out) value = value > 0 ? value : 0;
  }
}

void SmallMlp::AddGradient(const Pass& pass, std::span<const double> by_output,
                           std::span<double> gradient) const {
  std::vector<double> above(by_output.begin(), by_output.end());
  for (size_t l = layers_.size(); l-- > 0;) {
    const Layer& layer = layers_[l];
    AddScaled(1, above.data(), gradient.subspan(layer.biases, layer.outputs));
    const std::vector<double>& in = pass.layers[l];
    std::vector<double> below(layer.inputs, 0);
    for (size_t i = 0; i < layer.inputs; ++i) {
      const size_t row = layer.weights() + i * layer.outputs;
      // The rate of a unit that ReLU cut off is 0, and so is its gradient.
      if (in[i] == 0) continue;
      AddScaled(in[i], above.data(), gradient.subspan(row, layer.outputs));
      for (size_t o = 0; o < layer.outputs; ++o) {
        below[i] += parameters_[row + o] * above[o];
      }
    }
    above = std::move(below);
  }
}

}  // namespace souk::agents
