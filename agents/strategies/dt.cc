// dt: bids what a decision transformer takes for the next step to the return
// that it is asked for.
//
//   tokens  (return to go, state, coefficient) of up to `steps` ticks of the
//           day, the coming one last and without coefficient
//   token   = norm(W value + time of day), W by kind
//   bid     = clip(coefficient, 0, most) * unit of the line (aim.h)
//
// where the coefficient is the tanh of a linear function of what the causal
// encoder makes of the last state. Return to go is desired_return times the
// 90th percentile of the returns in the data, less what the day has brought so
// far (learner_rewards.h). Trainer and reference: agents/learning/torch/dt.cc.
//
// Parameters: watch_share, desired_return. Signals: coefficient; clipped, the
// ticks so far in which the network said less than 0 or more than the most.
#include <algorithm>
#include <cmath>

#include "agents/strategies/sequence_policy.h"

namespace souk::agents {
namespace {

using market::Result;
using market::Tensor;
using market::TrainedModel;

struct Layers {
  Dense returns, state, action, head;
  const Tensor* time = nullptr;
  LayerNorm norm;
  Encoder encoder;

  static Result<Layers> From(const TrainedModel& model,
                             const SequenceNetwork::Parts& parts);
};

Result<void> ReadDense(const TrainedModel& model, Layers& layers) {
  const auto read = [&](const char* name, Activation act, Dense& to) {
    auto dense = Dense::From(model, name, act);
    if (!dense) return Result<void>(dense.error());
    to = std::move(dense).value();
    return Result<void>();
  };
  for (const auto& [name, to] : {std::pair{"net.returns", &layers.returns},
                                 std::pair{"net.state", &layers.state},
                                 std::pair{"net.action", &layers.action}}) {
    if (auto done = read(name, Activation::kNone, *to); !done) return done;
  }
  return read("net.head", Activation::kTanh, layers.head);
}

/// Error unless the layers fit one another and what they are asked.
Result<void> CheckSizes(const TrainedModel& model, const Layers& layers,
                        size_t features) {
  const size_t width = layers.encoder.width();
  const auto fits = [&](const Dense& dense, size_t in, size_t out) {
    return dense.inputs() == in && dense.outputs() == out;
  };
  if (fits(layers.returns, 1, width) && fits(layers.state, features, width) &&
      fits(layers.action, 1, width) && fits(layers.head, width, 1) &&
      layers.norm.width() == width) {
    return {};
  }
  return market::Error{market::Concat(
      "model of '", model.member, "': its layers do not fit an encoder of ",
      width, " columns and ", features, " features")};
}

Result<Layers> Layers::From(const TrainedModel& model,
                            const SequenceNetwork::Parts& parts) {
  Layers made;
  if (auto read = ReadDense(model, made); !read) return read.error();
  const auto* const heads = model.FindSetting("heads");
  const size_t count =
      heads == nullptr ? 0 : static_cast<size_t>(heads->front());
  auto encoder = Encoder::From(model, "net.encoder",
                               {count, /*causal=*/true, Activation::kGelu});
  if (!encoder) return encoder.error();
  made.encoder = std::move(encoder).value();
  auto norm = LayerNorm::From(model, "net.norm");
  if (!norm) return norm.error();
  made.norm = std::move(norm).value();
  const auto width = static_cast<uint32_t>(made.encoder.width());
  const auto ticks = static_cast<uint32_t>(parts.settings.ticks);
  const auto time = TensorOf(model, "net.time", {ticks, width});
  if (!time) return time.error();
  made.time = *time;
  if (auto fit = CheckSizes(model, made, parts.input.size()); !fit) {
    return fit.error();
  }
  return made;
}

class DecisionTransformer final : public SequenceNetwork {
 public:
  DecisionTransformer(Parts parts, Layers layers)
      : SequenceNetwork(std::move(parts), /*wishes=*/1, /*chances=*/0),
        layers_(std::move(layers)),
        time_(layers_.time->values) {
    layers_.time = nullptr;  // the model need not live on
  }

 protected:
  double Coefficient(const SequenceView& day) const override {
    Matrix tokens;
    tokens.Resize(3 * day.count() - 1, layers_.encoder.width());
    for (size_t step = 0; step < day.count(); ++step) {
      AddStep(day, step, tokens);
    }
    layers_.norm.Forward(tokens);
    Matrix last, said;
    last.Resize(1, layers_.encoder.width());
    layers_.encoder.ForwardLast(tokens, last.row(0));
    layers_.head.Forward(last, said);
    return input().Coefficient(said.values[0]);
  }

 private:
  void AddStep(const SequenceView& day, size_t step, Matrix& tokens) const {
    const size_t tick = TickOf(day, step);
    const float to_go = ReturnToGo(day, step, day.wish(0));
    AddToken(layers_.returns, {&to_go, 1}, tick, tokens.row(3 * step));
    std::vector<float> state(input().size());
    input().Normalise(day.features(step), state);
    AddToken(layers_.state, state, tick, tokens.row(3 * step + 1));
    if (step + 1 == day.count()) return;
    const float action = Action(day.coefficient(step));
    AddToken(layers_.action, {&action, 1}, tick, tokens.row(3 * step + 2));
  }
  void AddToken(const Dense& dense, std::span<const float> value, size_t tick,
                std::span<float> token) const {
    dense.Forward({value.data(), 1, value.size(), value.size()},
                  {token.data(), 1, token.size(), token.size()});
    AddTo(token, std::span(time_).subspan(tick * token.size(), token.size()));
  }

  Layers layers_;
  std::vector<float> time_;  // [ticks][width]
};

Result<std::shared_ptr<const PolicyNetwork>> Network(
    const TrainedModel& model) {
  auto parts = SequenceNetwork::PartsOf(model);
  if (!parts) return parts.error();
  auto layers = Layers::From(model, *parts);
  if (!layers) return layers.error();
  return std::shared_ptr<const PolicyNetwork>(
      std::make_shared<DecisionTransformer>(std::move(parts).value(),
                                            std::move(layers).value()));
}

std::vector<market::ParamSpec> Params() {
  std::vector<market::ParamSpec> params = TrainedParams();
  params.push_back(DesiredReturnParam());
  return params;
}

}  // namespace

StrategyEntry DtStrategy() {
  return {.name = "dt",
          .help = "Decision transformer: acts as days of the return it wants",
          .params = Params(),
          .signals = TrainedSignals(),
          .make =
              [](const market::ParamSet& params, const LineFacts& facts) {
                return BidForReturn("dt", params, facts);
              },
          .network = Network};
}

}  // namespace souk::agents
