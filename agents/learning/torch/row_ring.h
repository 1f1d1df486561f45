// The last rows that a trainer has seen, and batches of them.
#pragma once

#include <algorithm>
#include <span>

#include "agents/learning/torch/networks.h"

namespace souk::agents {

class RowRing {
 public:
  RowRing(int64_t rows, int64_t width)
      : rows_(torch::zeros({rows, width}, torch::kFloat)) {}

  int64_t size() const { return size_; }
  /// `row`: width numbers. The oldest one gives way.
  void Add(std::span<const float> row) {
    std::ranges::copy(row, rows_.data_ptr<float>() + next_ * rows_.size(1));
    next_ = (next_ + 1) % rows_.size(0);
    size_ = std::max(size_, next_ == 0 ? rows_.size(0) : next_);
  }
  /// [count, width], drawn with replacement; there must be a row.
  torch::Tensor Draw(int64_t count, TrainingDraws& draws) const {
    return rows_.index_select(
        0, draws.Integers(count, static_cast<uint64_t>(size_)));
  }

 private:
  torch::Tensor rows_;
  int64_t next_ = 0;
  int64_t size_ = 0;
};

}  // namespace souk::agents
