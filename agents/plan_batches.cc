#include "agents/plan_batches.h"

#include <algorithm>

#include "market/check.h"

namespace souk::agents {

using market::BidSheet;
using market::PlanInput;

void PlanBatches::Add(Strategy& strategy) {
  const size_t line = alone_.size();
  NetworkStrategy* const asks = strategy.as_network();
  alone_.push_back(asks == nullptr ? &strategy : nullptr);
  if (asks == nullptr) return;
  auto batch = std::ranges::find(batches_, &asks->network(), &Batch::network);
  if (batch == batches_.end()) {
    batch = batches_.insert(batches_.end(), {&asks->network(), {}});
  }
  batch->lines.push_back({line, asks});
}

BidSheet PlanBatches::Plan(std::span<const PlanInput> inputs) {
  SOUK_CHECK(inputs.size() == alone_.size(), inputs.size(), " inputs for ",
             alone_.size(), " lines");
  BidSheet sheet(alone_.size());
  for (size_t line = 0; line < alone_.size(); ++line) {
    if (alone_[line]) sheet[line] = alone_[line]->Plan(inputs[line]);
  }
  for (const Batch& batch : batches_) PlanBatch(batch, inputs, sheet);
  return sheet;
}

void PlanBatches::PlanBatch(const Batch& batch,
                            std::span<const PlanInput> inputs,
                            BidSheet& sheet) {
  questions_.Resize(batch.lines.size(), batch.network->inputs());
  for (size_t row = 0; row < batch.lines.size(); ++row) {
    const auto& [line, strategy] = batch.lines[row];
    strategy->Ask(inputs[line], questions_.row(row));
  }
  batch.network->Forward(questions_, answers_);
  for (size_t row = 0; row < batch.lines.size(); ++row) {
    const auto& [line, strategy] = batch.lines[row];
    sheet[line] = strategy->Answer(inputs[line], answers_.row(row));
  }
}

}  // namespace souk::agents
