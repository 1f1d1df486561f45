// Reads the parts of a network one after the other, and keeps the first error.
#pragma once

#include <string>
#include <utility>

#include "agents/learning/network.h"

namespace souk::agents {

class ModelReader {
 public:
  explicit ModelReader(const market::TrainedModel& model) : model_(model) {}

  /// A default part after an error.
  template <class Part>
  Part Take(market::Result<Part> part) {
    if (part) return std::move(part).value();
    if (done_) done_ = part.error();
    return Part();
  }
  Dense ReadDense(const std::string& name,
                  Activation activation = Activation::kNone) {
    return Take(Dense::From(model_, name, activation));
  }
  Mlp ReadMlp(const std::string& name, Activation hidden, Activation last) {
    return Take(Mlp::From(model_, name, hidden, last));
  }
  LayerNorm ReadNorm(const std::string& name) {
    return Take(LayerNorm::From(model_, name));
  }

  const market::Result<void>& done() const { return done_; }

 private:
  const market::TrainedModel& model_;
  market::Result<void> done_;
};

}  // namespace souk::agents
