// A trained policy as one function of rows: what a strategy asks, and what the
// network answers.
#pragma once

#include "agents/learning/network.h"

namespace souk::agents {

class PolicyNetwork {
 public:
  virtual ~PolicyNetwork() = default;
  virtual size_t inputs() const = 0;
  virtual size_t outputs() const = 0;
  /// One row of answers per row of questions. A row's answer does not depend on
  /// the other rows, to the bit; chance comes with the question. Thread-safe.
  virtual void Forward(const Matrix& questions, Matrix& answers) const = 0;
};

}  // namespace souk::agents
