// Formulas of generative bidding with a mixture of experts (GRAD), of batches.
#pragma once

#include <torch/torch.h>

namespace souk::agents {

/// What a tick's value estimator should say of the return to go.
struct ValueParts {
  torch::Tensor to_go;
  torch::Tensor reached;  ///< min(1, target / cost of a conversion so far)
  torch::Tensor left;     ///< share of the budget
  torch::Tensor day;      ///< share of the day gone, in [0, 1)
};
/// exp(-day) reached^2 left to_go
torch::Tensor ValueTarget(const ValueParts& parts);

/// M sum_m f_m P_m of router probabilities [n, M]: f the share of rows whose
/// highest is m, P the mean; 1 when even. Fedus, Zoph, Shazeer, "Switch
/// transformers" (JMLR 2022), eq. 4.
torch::Tensor RouterBalance(const torch::Tensor& probabilities);

}  // namespace souk::agents
