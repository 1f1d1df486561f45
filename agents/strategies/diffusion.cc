// diffusion: imagines the rest of a day that brings the return it is asked for,
// and bids what leads from here to there.
//
//   x        states of all ticks of a day; those up to now are known and put
//            back after every step of denoising
//   eps      = eps(x, k, none) + guidance (eps(x, k, wish) - eps(x, k, none))
//   x_0      = (x - sqrt(1 - abar_k) eps) / sqrt(abar_k), within
//              +-kMostFeature
//   x_{k-1}  = mean given x and x_0 + half the deviation * chance
//   bid      = clip(inverse(s_{t-1}, s_t, x_{t+1}), 0, most) * unit (aim.h)
//
// The wish is {desired_return, 1: the target is met}. In the last tick of a day
// (as the model knows days) it keeps its coefficient. Trainer and reference:
// agents/learning/torch/diffusion.cc.
//
// Parameters: watch_share, desired_return, guidance. Signals: coefficient;
// clipped, the ticks so far in which it said less than 0 or more than the most.
#include <algorithm>
#include <cmath>

#include "agents/learning/noise_schedule.h"
#include "agents/learning/temporal_net.h"
#include "agents/strategies/requirements.h"
#include "agents/strategies/sequence_policy.h"

namespace souk::agents {
namespace {

using market::Result;
using market::TrainedModel;

constexpr double kNoiseShare = 0.5;
/// Wish, and that there is one.
constexpr size_t kWishColumns = 3;

struct Layers {
  NoiseSchedule schedule;
  TemporalNet noise;
  Mlp inverse;

  static Result<Layers> From(const TrainedModel& model, size_t features);
};

Result<Layers> Layers::From(const TrainedModel& model, size_t features) {
  auto schedule = NoiseSchedule::From(model);
  if (!schedule) return schedule.error();
  auto noise = TemporalNet::From(model, "noise");
  if (!noise) return noise.error();
  auto inverse =
      Mlp::From(model, "inverse", Activation::kRelu, Activation::kTanh);
  if (!inverse) return inverse.error();
  if (noise->columns() != features ||
      noise->context() != schedule->steps() + kWishColumns ||
      inverse->inputs() != 3 * features) {
    return market::Error{market::Concat(
        "model of '", model.member, "': its networks do not fit ", features,
        " features and ", schedule->steps(), " steps of noise")};
  }
  return Layers{std::move(schedule).value(), std::move(noise).value(),
                std::move(inverse).value()};
}

size_t Chances(const SequenceNetwork::Parts& parts, const Layers& layers) {
  return layers.schedule.steps() * parts.settings.steps * parts.input.size();
}

class Diffuser final : public SequenceNetwork {
 public:
  Diffuser(Parts parts, Layers layers)
      : SequenceNetwork(parts, /*wishes=*/2, {Chances(parts, layers)}),
        layers_(std::move(layers)) {}

 protected:
  double Coefficient(const SequenceView& day) const override {
    const size_t now = day.count() - 1;
    if (now + 1 == settings().steps) {
      return static_cast<double>(day.coefficient(now == 0 ? 0 : now - 1));
    }
    Matrix known = Known(day);
    const Matrix imagined = Imagine(day, known);
    Matrix moves, said;
    moves.Resize(1, 3 * known.columns);
    float* to = moves.values.data();
    to = std::ranges::copy(known.row(now == 0 ? 0 : now - 1), to).out;
    to = std::ranges::copy(known.row(now), to).out;
    std::ranges::copy(imagined.row(now + 1), to);
    layers_.inverse.Forward(moves, said);
    return input().Coefficient(said.values[0]);
  }

 private:
  /// States up to now, normalised.
  Matrix Known(const SequenceView& day) const {
    Matrix known;
    known.Resize(day.count(), input().size());
    for (size_t step = 0; step < day.count(); ++step) {
      input().Normalise(day.features(step), known.row(step));
    }
    return known;
  }
  Matrix Imagine(const SequenceView& day, const Matrix& known) const {
    Matrix x;
    x.Resize(settings().steps, known.columns);
    std::span<const float> chances = day.chances();
    std::ranges::copy(chances.first(x.values.size()), x.values.begin());
    std::ranges::copy(known.values, x.values.begin());
    for (size_t k = layers_.schedule.steps(); k-- > 0;) {
      chances = chances.subspan(x.values.size());
      Denoise(k, Guided(day, k, x), x);
      if (k > 0) AddChance(k, chances, x);
      std::ranges::copy(known.values, x.values.begin());
    }
    return x;
  }
  /// The noise in x, as the network sees it.
  std::vector<float> Guided(const SequenceView& day, size_t k,
                            const Matrix& x) const {
    Matrix twice, context, noise;
    twice.Resize(2 * x.rows, x.columns);
    std::ranges::copy(x.values, twice.values.begin());
    std::ranges::copy(x.values, twice.row(x.rows).begin());
    context.Resize(2, layers_.noise.context());
    std::ranges::fill(context.values, 0.0F);
    context.row(0)[k] = context.row(1)[k] = 1;
    const float wish[kWishColumns] = {day.wish(0), 1, 1};
    std::ranges::copy(wish, context.row(1).last(kWishColumns).begin());
    layers_.noise.Forward(twice, context, noise);
    std::vector<float> guided(x.values.size());
    for (size_t i = 0; i < guided.size(); ++i) {
      const float none = noise.values[i];
      guided[i] = none + day.wish(1) * (noise.values[guided.size() + i] - none);
    }
    return guided;
  }
  /// x becomes the mean of the step before.
  void Denoise(size_t k, const std::vector<float>& noise, Matrix& x) const {
    const NoiseSchedule& schedule = layers_.schedule;
    for (size_t i = 0; i < noise.size(); ++i) {
      const auto value = static_cast<double>(x.values[i]);
      const double clean = std::clamp(
          (value - schedule.noise(k) * static_cast<double>(noise[i])) /
              schedule.signal(k),
          -kMostFeature, kMostFeature);
      x.values[i] = static_cast<float>(schedule.own(k) * value +
                                       schedule.clean(k) * clean);
    }
  }
  void AddChance(size_t k, std::span<const float> chances, Matrix& x) const {
    const auto scale = static_cast<float>(
        kNoiseShare * std::sqrt(layers_.schedule.variance(k)));
    for (size_t i = 0; i < x.values.size(); ++i) {
      x.values[i] += scale * chances[i];
    }
  }

  Layers layers_;
};

Result<std::shared_ptr<const PolicyNetwork>> Network(
    const TrainedModel& model) {
  auto parts = SequenceNetwork::PartsOf(model);
  if (!parts) return parts.error();
  auto layers = Layers::From(model, parts->input.size());
  if (!layers) return layers.error();
  return std::shared_ptr<const PolicyNetwork>(std::make_shared<Diffuser>(
      std::move(parts).value(), std::move(layers).value()));
}

Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                       const LineFacts& facts) {
  const auto desired = static_cast<float>(params.number("desired_return"));
  const auto guidance = static_cast<float>(params.number("guidance"));
  return BidBySequenceNetwork(
      "diffusion", params, facts,
      [=](const market::PlanInput&, const MarketView&, std::span<float> wish) {
        wish[0] = desired;
        wish[1] = guidance;
      });
}

std::vector<market::ParamSpec> Params() {
  std::vector<market::ParamSpec> params = ReturnParams();
  params.push_back(
      NumberParam("guidance", 1.2, {0, 20},
                  "How far it goes from any day to one as wished"));
  return params;
}

}  // namespace

StrategyEntry DiffusionStrategy() {
  return {.name = "diffusion",
          .help = "Imagines the rest of a good day, and bids what leads there",
          .params = Params(),
          .signals = TrainedSignals(),
          .make = Make,
          .network = Network};
}

}  // namespace souk::agents
