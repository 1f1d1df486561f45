// grad: a transformer sees the day so far, and a mixture of experts makes the
// next coefficient of the one before.
//
//   h      what the causal encoder makes of norm(E_g g, E_s s, E_a a_{t-1},
//          time), of up to `steps` ticks, in the coming one
//   omega  = softmax(router h), route = the highest (the first of equals)
//   a*     = choice norm(shared h + expert_route h) + sum_m omega_m c_m
//   c_m    = a_{t-1} u_m,  u_m uniform in [.8, 1.2), drawn by line and tick
//   bid    = a*, within [.8, 1.2] a_{t-1} and at most 1.5, * unit (aim.h)
//
// The first coefficient of a day, and one after a coefficient of 0, is the
// policy's: tanh(policy h). g: as dt. Trainer and reference:
// agents/learning/torch/grad.cc.
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

constexpr double kMostMove = 0.2;
constexpr double kMostCoefficient = 1.5;

struct Layers {
  Dense returns, state, before, router;
  LayerNorm norm, mixed_norm;
  Encoder encoder;
  Mlp policy, shared, choice;
  std::vector<Mlp> experts;
  std::vector<float> time;  // [ticks][time_width]
  size_t time_width = 0;

  size_t width() const { return encoder.width(); }
  bool Fit(size_t features) const;
  static Result<Layers> From(const TrainedModel& model,
                             const SequenceNetwork::Parts& parts);
};

bool Layers::Fit(size_t features) const {
  const auto fits = [&](const auto& layer, size_t in, size_t out) {
    return layer.inputs() == in && layer.outputs() == out;
  };
  const size_t token =
      returns.outputs() + state.outputs() + before.outputs() + time_width;
  return returns.inputs() == 1 && state.inputs() == features &&
         before.inputs() == 1 && token == width() && norm.width() == token &&
         mixed_norm.width() == width() && fits(policy, width(), 1) &&
         fits(choice, width(), 1) && fits(shared, width(), width()) &&
         fits(router, width(), experts.size()) &&
         std::ranges::all_of(experts, [&](const Mlp& expert) {
           return fits(expert, width(), width());
         });
}

Result<std::vector<Mlp>> Experts(const TrainedModel& model) {
  std::vector<Mlp> experts;
  for (;;) {
    const std::string name = market::Concat("net.expert", experts.size());
    if (model.FindTensor(name + ".0.weight") == nullptr) break;
    auto expert = Mlp::From(model, name, Activation::kRelu);
    if (!expert) return expert.error();
    experts.push_back(std::move(expert).value());
  }
  return experts;
}

Result<Layers> Layers::From(const TrainedModel& model,
                            const SequenceNetwork::Parts& parts) {
  ModelReader reader(model);
  Layers made;
  made.returns = reader.ReadDense("net.returns");
  made.state = reader.ReadDense("net.state");
  made.before = reader.ReadDense("net.before");
  made.router = reader.ReadDense("net.router");
  made.norm = reader.ReadNorm("net.norm");
  made.mixed_norm = reader.ReadNorm("net.mixed_norm");
  made.encoder = reader.Take(CausalEncoder(model));
  made.policy =
      reader.ReadMlp("net.policy", Activation::kRelu, Activation::kTanh);
  made.shared =
      reader.ReadMlp("net.shared", Activation::kRelu, Activation::kNone);
  made.choice =
      reader.ReadMlp("net.choice", Activation::kRelu, Activation::kNone);
  if (!reader.done()) return reader.done().error();
  auto experts = Experts(model);
  if (!experts) return experts.error();
  made.experts = std::move(experts).value();
  const auto ticks = static_cast<uint32_t>(parts.settings.ticks);
  const auto time = TensorOf(model, "net.time", {ticks, 0});
  if (!time) return time.error();
  made.time = (*time)->values;
  made.time_width = (*time)->shape[1];
  if (made.Fit(parts.input.size())) return made;
  return market::Error{market::Concat(
      "model of '", model.member, "': its layers do not fit an encoder of ",
      made.width(), " columns and ", parts.input.size(), " features")};
}

class ExpertNetwork final : public SequenceNetwork {
 public:
  ExpertNetwork(Parts parts, Layers layers)
      : SequenceNetwork(std::move(parts), /*wishes=*/1,
                        {layers.experts.size(), Chance::kUniform}),
        layers_(std::move(layers)) {}

 protected:
  double Coefficient(const SequenceView& day) const override {
    const size_t now = day.count() - 1;
    Matrix tokens, h;
    tokens.Resize(day.count(), layers_.width());
    for (size_t step = 0; step < day.count(); ++step) {
      WriteToken(day, step, tokens.row(step));
    }
    layers_.norm.Forward(tokens);
    h.Resize(1, layers_.width());
    layers_.encoder.ForwardLast(tokens, h.row(0));
    const double before =
        now == 0 ? 0 : static_cast<double>(day.coefficient(now - 1));
    if (before <= 0) return input().Coefficient(Single(layers_.policy, h));
    const double wanted = Mixed(h, day.chances(), before);
    return std::min(
        std::clamp(wanted, (1 - kMostMove) * before, (1 + kMostMove) * before),
        kMostCoefficient);
  }

 private:
  static float Single(const Mlp& mlp, const Matrix& h) {
    Matrix said;
    mlp.Forward(h, said);
    return said.values[0];
  }
  void WriteToken(const SequenceView& day, size_t step,
                  std::span<float> token) const {
    const float to_go = ReturnToGo(day, step, day.wish(0));
    const float before = step == 0 ? 0 : Action(day.coefficient(step - 1));
    std::vector<float> state(input().size());
    input().Normalise(day.features(step), state);
    token = Put(layers_.returns, {&to_go, 1}, token);
    token = Put(layers_.state, state, token);
    token = Put(layers_.before, {&before, 1}, token);
    std::ranges::copy(std::span(layers_.time)
                          .subspan(TickOf(day, step) * layers_.time_width,
                                   layers_.time_width),
                      token.begin());
  }
  /// Returns the rest of the token.
  static std::span<float> Put(const Dense& dense, std::span<const float> value,
                              std::span<float> token) {
    const size_t width = dense.outputs();
    dense.Forward({value.data(), 1, value.size(), value.size()},
                  {token.data(), 1, width, width});
    return token.subspan(width);
  }
  double Mixed(const Matrix& h, std::span<const float> chances,
               double before) const {
    Matrix router, mixed, routed;
    layers_.router.Forward(h, router);
    SoftmaxRows(router);
    const auto route = static_cast<size_t>(
        std::ranges::max_element(router.values) - router.values.begin());
    layers_.shared.Forward(h, mixed);
    layers_.experts[route].Forward(h, routed);
    AddTo(mixed.values, routed.values);
    layers_.mixed_norm.Forward(mixed);
    double factor = 0;
    for (size_t m = 0; m < chances.size(); ++m) {
      factor +=
          static_cast<double>(router.values[m]) *
          (1 - kMostMove + 2 * kMostMove * static_cast<double>(chances[m]));
    }
    // As actions: a choice of 0 leaves the mean of the candidates.
    const double unit = input().Coefficient(1) - input().Coefficient(0);
    return unit * static_cast<double>(Single(layers_.choice, mixed)) +
           factor * before;
  }

  Layers layers_;
};

Result<std::shared_ptr<const PolicyNetwork>> Network(
    const TrainedModel& model) {
  auto parts = SequenceNetwork::PartsOf(model);
  if (!parts) return parts.error();
  auto layers = Layers::From(model, *parts);
  if (!layers) return layers.error();
  return std::shared_ptr<const PolicyNetwork>(std::make_shared<ExpertNetwork>(
      std::move(parts).value(), std::move(layers).value()));
}

}  // namespace

StrategyEntry GradStrategy() {
  return {.name = "grad",
          .help = "Moves its bids as a mixture of experts says",
          .params = ReturnParams(),
          .signals = TrainedSignals(),
          .make =
              [](const market::ParamSet& params, const LineFacts& facts) {
                return BidForReturn("grad", params, facts);
              },
          .network = Network};
}

}  // namespace souk::agents
