// A trained network as plain values: its weights, what they were trained for,
// and how good they were found to be. scenarios/model_file.h reads and writes
// them; agents/learning/network.h computes with them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace souk::market {

/// Weights of one layer, row by row: the last index runs fastest.
struct Tensor {
  std::string name;             ///< "policy.0.weight"
  std::vector<uint32_t> shape;  ///< 1 to 3 sizes, each above 0
  std::vector<float> values;    ///< product of the sizes, all finite
};

struct NamedValues {
  std::string name;
  std::vector<double> values;
};

struct TrainedModel {
  std::string member;  ///< of Strategies() or Auctioneers() that it belongs to
  std::string task;    ///< complete text of the training file
  uint64_t seed = 1;
  std::vector<NamedValues> settings;  ///< what serving needs beside weights
  std::vector<NamedValues> figures;   ///< what training measured at its end
  std::vector<Tensor> tensors;
  /// Of all the above; set by whoever reads or writes the file.
  uint64_t digest = 0;

  /// Null: there is none.
  const Tensor* FindTensor(std::string_view name) const {
    const auto found = std::ranges::find(tensors, name, &Tensor::name);
    return found == tensors.end() ? nullptr : &*found;
  }
  const std::vector<double>* FindSetting(std::string_view name) const {
    const auto found = std::ranges::find(settings, name, &NamedValues::name);
    return found == settings.end() ? nullptr : &found->values;
  }
};

}  // namespace souk::market
