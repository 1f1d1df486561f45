// The ticks of a day so far, as the questions of models of sequences hold them.
//
// A question is one row of floats:
//
//   [ticks kept, wishes..., steps x (share of the day, features..., return so
//    far, coefficient), chances...]
//
// The oldest kept tick comes first and the coming one last; its coefficient is
// not known yet, 0. Features are raw (market_features.h), returns are those of
// learner_rewards.h.
#pragma once

#include <span>
#include <vector>

#include "market/archive.h"
#include "market/types.h"

namespace souk::agents {

enum class Chance : uint8_t { kNormal, kUniform };

/// Draws of one question: standard normal, or uniform in [0, 1).
struct ChanceLayout {
  size_t count = 0;
  Chance kind = Chance::kNormal;
};

/// Sizes of a question.
struct SequenceLayout {
  size_t features = 0;
  size_t steps = 1;   ///< ticks kept at most, the coming one among them
  size_t wishes = 0;  ///< what the strategy asks for at run time
  ChanceLayout chances = {};

  size_t row() const { return features + 3; }
  size_t size() const { return 1 + wishes + steps * row() + chances.count; }
};

/// A question taken apart.
class SequenceView {
 public:
  SequenceView(const SequenceLayout& layout, std::span<const float> question)
      : layout_(layout), question_(question) {}

  size_t count() const { return static_cast<size_t>(question_[0]); }
  float wish(size_t i) const { return question_[1 + i]; }
  float share_of_day(size_t step) const { return row(step).front(); }
  std::span<const float> features(size_t step) const {
    return row(step).subspan(1, layout_.features);
  }
  float return_so_far(size_t step) const {
    return row(step)[layout_.features + 1];
  }
  float coefficient(size_t step) const { return row(step).back(); }
  std::span<const float> chances() const {
    return question_.last(layout_.chances.count);
  }

 private:
  std::span<const float> row(size_t step) const {
    return question_.subspan(1 + layout_.wishes + step * layout_.row(),
                             layout_.row());
  }

  const SequenceLayout& layout_;
  std::span<const float> question_;
};

class DayHistory {
 public:
  explicit DayHistory(const SequenceLayout& layout) : layout_(layout) {}

  /// Begins the coming tick; returns where its features go. Forgets another
  /// day, and the oldest tick when there is no room.
  std::span<float> Begin(market::TickTime time, double return_so_far);
  /// What was bid in it.
  void Bid(double coefficient) {
    rows_.back() = static_cast<float>(coefficient);
  }
  /// The ticks kept; wishes and chances are left alone.
  void Write(std::span<float> question) const;

  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  void Forget(market::TickTime time);

  SequenceLayout layout_;
  std::vector<float> rows_;
  uint32_t last_ = 0;  // tick begun last
};

}  // namespace souk::agents
