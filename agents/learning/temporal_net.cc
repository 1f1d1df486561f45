#include "agents/learning/temporal_net.h"

#include <utility>

#include "agents/learning/model_reader.h"

namespace souk::agents {

using market::Result;
using market::TrainedModel;

Result<TemporalNet::Block> TemporalNet::BlockFrom(const TrainedModel& model,
                                                  const std::string& prefix) {
  ModelReader reader(model);
  const auto conv = [&](const char* name) {
    return reader.Take(Conv1d::From(model, prefix + name));
  };
  const auto norm = [&](const char* name) {
    return reader.Take(GroupNorm::From(model, prefix + name, kTemporalGroups));
  };
  const Block made{conv("conv1"), conv("conv2"), norm("norm1"), norm("norm2"),
                   reader.ReadDense(prefix + "context")};
  if (!reader.done()) return reader.done().error();
  return made;
}

Result<TemporalNet> TemporalNet::From(const TrainedModel& model,
                                      const std::string& name) {
  TemporalNet made;
  ModelReader reader(model);
  made.in_ = reader.Take(Conv1d::From(model, name + ".in"));
  made.out_ = reader.Take(Conv1d::From(model, name + ".out"));
  made.embed_ =
      reader.ReadMlp(name + ".embed", Activation::kMish, Activation::kMish);
  if (!reader.done()) return reader.done().error();
  for (size_t i = 0;; ++i) {
    const std::string prefix = market::Concat(name, ".", i, "_");
    if (model.FindTensor(prefix + "conv1.weight") == nullptr) break;
    auto block = BlockFrom(model, prefix);
    if (!block) return block.error();
    made.blocks_.push_back(std::move(block).value());
  }
  if (auto fits = made.CheckSizes(model, name); !fits) return fits.error();
  return made;
}

Result<void> TemporalNet::CheckSizes(const TrainedModel& model,
                                     const std::string& name) const {
  const size_t width = in_.outputs();
  bool fits = out_.inputs() == width && out_.outputs() == columns();
  for (const Block& block : blocks_) {
    fits = fits && block.conv1.inputs() == width &&
           block.conv1.outputs() == width && block.conv2.inputs() == width &&
           block.conv2.outputs() == width && block.norm1.width() == width &&
           block.norm2.width() == width && block.context.outputs() == width &&
           block.context.inputs() == embed_.outputs();
  }
  if (fits) return {};
  return market::Error{market::Concat("model of '", model.member,
                                      "': the layers of '", name,
                                      "' do not fit a width of ", width)};
}

void TemporalNet::Pass(const Block& block, const Matrix& told,
                       Matrix& h) const {
  const size_t steps = h.rows / told.rows;
  Matrix first, second, added;
  block.conv1.Forward(h, steps, first);
  block.norm1.Forward(first, steps);
  Activate(Activation::kMish, first.values);
  block.context.Forward(told, added);
  for (size_t r = 0; r < h.rows; ++r) {
    AddTo(first.row(r), added.row(r / steps));
  }
  block.conv2.Forward(first, steps, second);
  block.norm2.Forward(second, steps);
  Activate(Activation::kMish, second.values);
  AddTo(h.values, second.values);
}

void TemporalNet::Forward(const Matrix& x, const Matrix& context,
                          Matrix& out) const {
  const size_t steps = x.rows / context.rows;
  Matrix told, h;
  embed_.Forward(context, told);
  in_.Forward(x, steps, h);
  for (const Block& block : blocks_) Pass(block, told, h);
  out_.Forward(h, steps, out);
}

}  // namespace souk::agents
