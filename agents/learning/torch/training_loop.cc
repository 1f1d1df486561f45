#include "agents/learning/torch/training_loop.h"

#include <algorithm>

#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

using market::NamedValues;

constexpr int64_t kStepsPerReport = 20;

/// Means of losses by name.
class LossMeans {
 public:
  void Add(const std::vector<NamedValues>& losses) {
    if (sums_.empty())
      sums_ = losses;
    else
      AddToSums(losses);
    ++count_;
  }
  /// And starts anew.
  std::vector<NamedValues> Take() {
    std::vector<NamedValues> means = std::move(sums_);
    for (NamedValues& mean : means) {
      mean.values[0] /= static_cast<double>(count_);
    }
    sums_.clear();
    count_ = 0;
    return means;
  }

 private:
  void AddToSums(const std::vector<NamedValues>& losses) {
    for (size_t i = 0; i < losses.size(); ++i) {
      sums_[i].values[0] += losses[i].values[0];
    }
  }

  std::vector<NamedValues> sums_;
  int64_t count_ = 0;
};

}  // namespace

market::Result<std::vector<NamedValues>> RunSteps(int64_t steps,
                                                  const TrainingStep& step,
                                                  const TrainingWatch& watch) {
  const int64_t part = std::max<int64_t>(1, steps / 10);
  LossMeans means;
  std::vector<NamedValues> last;
  for (int64_t i = 1; i <= steps; ++i) {
    means.Add(step());
    if (i % part == 0 || i == steps) last = means.Take();
    if (i % kStepsPerReport != 0 && i != steps) continue;
    if (!watch({i, steps, last})) {
      return market::Error{market::Concat("training was stopped at step ", i)};
    }
  }
  return last;
}

market::ParamSpec CountParam(const char* name, double value, double most,
                             const char* help) {
  market::ParamSpec spec = NumberParam(name, value, {1, most}, help);
  spec.shape = market::ParamShape::kInteger;
  return spec;
}

}  // namespace souk::agents
