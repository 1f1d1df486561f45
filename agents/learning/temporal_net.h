// The noise network of diffusion models at work: residual blocks of
// convolutions over time, told by a context what to do.
//
//   e      = mish(embed.1 mish(embed.0 context))
//   h      = in x                                     (over `kernel` steps)
//   block  g = mish(norm1(conv1 h)) + W e,  h = h + mish(norm2(conv2 g))
//   y      = out h                                    (step by step)
//
// A temporal U-Net without its changes of scale: days are short.
#pragma once

#include <string>
#include <vector>

#include "agents/learning/convolution.h"

namespace souk::agents {

/// Groups of GroupNorm.
inline constexpr size_t kTemporalGroups = 4;

class TemporalNet {
 public:
  /// NAME.in, NAME.embed.0, NAME.embed.1, NAME.out and, i = 0, 1, ...,
  /// NAME.i_{conv1,norm1,context,conv2,norm2}. Error: one is missing or does
  /// not fit.
  static market::Result<TemporalNet> From(const market::TrainedModel& model,
                                          const std::string& name);

  size_t columns() const { return in_.inputs(); }
  size_t context() const { return embed_.inputs(); }
  /// Sequences of `steps` rows, one behind the other; a row of context each.
  void Forward(const Matrix& x, const Matrix& context, Matrix& out) const;

 private:
  struct Block {
    Conv1d conv1, conv2;
    GroupNorm norm1, norm2;
    Dense context;
  };
  static market::Result<Block> BlockFrom(const market::TrainedModel& model,
                                         const std::string& prefix);
  market::Result<void> CheckSizes(const market::TrainedModel& model,
                                  const std::string& name) const;
  void Pass(const Block& block, const Matrix& told, Matrix& h) const;

  Conv1d in_, out_;
  Mlp embed_;
  std::vector<Block> blocks_;
};

}  // namespace souk::agents
