#include "agents/learning/torch/grad_formulas.h"

namespace souk::agents {

torch::Tensor ValueTarget(const ValueParts& parts) {
  return torch::exp(-parts.day) * parts.reached.square() * parts.left *
         parts.to_go;
}

torch::Tensor RouterBalance(const torch::Tensor& probabilities) {
  const int64_t experts = probabilities.size(1);
  const torch::Tensor routed =
      torch::one_hot(probabilities.argmax(1), experts).to(torch::kFloat);
  return static_cast<double>(experts) *
         (routed.mean(0) * probabilities.mean(0)).sum();
}

}  // namespace souk::agents
