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

#include "agents/learning/model_reader.h"
#include "agents/strategies/sequence_policy.h"

namespace souk::agents {
namespace {

using market::Result;
using market::TrainedModel;

struct Layers {
  Dense returns, state, action, head;
  LayerNorm norm;
  Encoder encoder;
  std::vector<float> time;  // [ticks][width]

  bool Fit(size_t features) const;
  static Result<Layers> From(const TrainedModel& model,
                             const SequenceNetwork::Parts& parts);
};

bool Layers::Fit(size_t features) const {
  const size_t width = encoder.width();
  const auto fits = [&](const Dense& dense, size_t in, size_t out) {
    return dense.inputs() == in && dense.outputs() == out;
  };
  return fits(returns, 1, width) && fits(state, features, width) &&
         fits(action, 1, width) && fits(head, width, 1) &&
         norm.width() == width;
}

Result<Layers> Layers::From(const TrainedModel& model,
                            const SequenceNetwork::Parts& parts) {
  ModelReader reader(model);
  Layers made;
  made.returns = reader.ReadDense("net.returns");
  made.state = reader.ReadDense("net.state");
  made.action = reader.ReadDense("net.action");
  made.head = reader.ReadDense("net.head", Activation::kTanh);
  made.norm = reader.ReadNorm("net.norm");
  made.encoder = reader.Take(CausalEncoder(model));
  if (!reader.done()) return reader.done().error();
  const auto width = static_cast<uint32_t>(made.encoder.width());
  const auto ticks = static_cast<uint32_t>(parts.settings.ticks);
  const auto time = TensorOf(model, "net.time", {ticks, width});
  if (!time) return time.error();
  made.time = (*time)->values;
  if (made.Fit(parts.input.size())) return made;
  return market::Error{market::Concat(
      "model of '", model.member, "': its layers do not fit an encoder of ",
      width, " columns and ", parts.input.size(), " features")};
}

class DecisionTransformer final : public SequenceNetwork {
 public:
  DecisionTransformer(Parts parts, Layers layers)
      : SequenceNetwork(std::move(parts), /*wishes=*/1, /*chances=*/{}),
        layers_(std::move(layers)) {}

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
    AddTo(token,
          std::span(layers_.time).subspan(tick * token.size(), token.size()));
  }

  Layers layers_;
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

}  // namespace

StrategyEntry DtStrategy() {
  return {.name = "dt",
          .help = "Decision transformer: acts as days of the return it wants",
          .params = ReturnParams(),
          .signals = TrainedSignals(),
          .make =
              [](const market::ParamSet& params, const LineFacts& facts) {
                return BidForReturn("dt", params, facts);
              },
          .network = Network};
}

}  // namespace souk::agents
