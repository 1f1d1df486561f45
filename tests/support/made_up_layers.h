// Networks of made-up weights, for models in tests.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "market/random.h"
#include "market/trained_model.h"

namespace souk::tests {

/// Appends dense layers NAME.0, NAME.1, ... of these widths, weights uniform in
/// +-`most` / sqrt(inputs), biases in +-0.5.
struct MadeUpLayers {
  std::string name;
  std::vector<uint32_t> widths;
  double most = 3;
};
inline void AddLayers(const MadeUpLayers& layers, market::TrainedModel& model) {
  const market::Stream stream(31, 0, market::Purpose::kTest);
  const auto add = [&](const std::string& name, std::vector<uint32_t> shape,
                       double most) {
    const auto entity = static_cast<uint64_t>(model.tensors.size());
    market::Tensor& tensor = model.tensors.emplace_back();
    tensor.name = layers.name + "." + name;
    tensor.shape = std::move(shape);
    uint32_t size = 1;
    for (const uint32_t one : tensor.shape) size *= one;
    for (uint32_t i = 0; i < size; ++i) {
      const double drawn = 2 * stream.Uniform(entity, 0, i) - 1;
      tensor.values.push_back(static_cast<float>(most * drawn));
    }
  };
  for (size_t i = 0; i + 1 < layers.widths.size(); ++i) {
    const uint32_t in = layers.widths[i];
    const uint32_t out = layers.widths[i + 1];
    add(std::to_string(i) + ".weight", {out, in}, layers.most / std::sqrt(in));
    add(std::to_string(i) + ".bias", {out}, 0.5);
  }
}

}  // namespace souk::tests
