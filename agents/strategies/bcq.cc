// bcq: bids the most valuable of some coefficients that are like those of the
// traces it was trained on.
//
//   a_i   = clip(d_i + phi tanh(perturbation(s, d_i)), -1, 1),
//   d_i   = tanh(decoder(s, z_i)),  z_i two normals clipped to +-.5
//   bid   = clip(coefficient of the a_i with the greatest Q(s, a_i), 0, most)
//           * unit of the line (agents/learning/aim.h)
//
// once a tick; ties go to the first. Q is the mean of the critic's bins, whose
// order is that of the values. The z are drawn from Purpose::kPolicy; their
// number and phi are settings of the model ("candidates", "perturbation").
// Trainer and reference: agents/learning/torch/bcq.cc.
//
// Parameters: watch_share. Signals: coefficient; clipped, the ticks so far in
// which the network said less than 0 or more than the most.
#include <algorithm>
#include <utility>

#include "agents/strategies/trained_policy.h"

namespace souk::agents {
namespace {

using market::Result;

constexpr size_t kLatent = 2;

struct Networks {
  Mlp decoder, perturbation, critic;
  size_t candidates = 1;
  float phi = 0;
};

class BcqNetwork final : public CoefficientNetwork {
 public:
  BcqNetwork(PolicyInput policy_input, Networks networks)
      : CoefficientNetwork(std::move(policy_input)),
        networks_(std::move(networks)) {}

  size_t chances() const override { return kLatent * networks_.candidates; }

  void Forward(const Matrix& questions, Matrix& answers) const override {
    Matrix asked = Asked(questions), decoded, perturbed, values;
    networks_.decoder.Forward(asked, decoded);
    Matrix judged = Judged(asked, decoded);
    networks_.perturbation.Forward(judged, perturbed);
    for (size_t row = 0; row < judged.rows; ++row) {
      float& action = judged.row(row).back();
      action = std::clamp(action + networks_.phi * perturbed.row(row)[0], -1.0f,
                          1.0f);
    }
    networks_.critic.Forward(judged, values);
    SoftmaxRows(values);
    answers.Resize(questions.rows, 1);
    for (size_t row = 0; row < questions.rows; ++row) {
      const size_t best = Best(values, row * networks_.candidates);
      answers.values[row] =
          static_cast<float>(input().Coefficient(judged.row(best).back()));
    }
  }

 private:
  /// A row of features and a z for every candidate.
  Matrix Asked(const Matrix& questions) const {
    Matrix asked;
    asked.Resize(questions.rows * networks_.candidates,
                 input().size() + kLatent);
    for (size_t row = 0; row < asked.rows; ++row) {
      const auto question = questions.row(row / networks_.candidates);
      input().Normalise(question, asked.row(row));
      const auto chances = question.subspan(
          input().size() + row % networks_.candidates * kLatent);
      for (size_t i = 0; i < kLatent; ++i) {
        asked.row(row)[input().size() + i] =
            std::clamp(chances[i], -0.5f, 0.5f);
      }
    }
    return asked;
  }
  /// The same features with what was decoded.
  Matrix Judged(const Matrix& asked, const Matrix& decoded) const {
    Matrix judged;
    judged.Resize(asked.rows, input().size() + 1);
    for (size_t row = 0; row < asked.rows; ++row) {
      std::ranges::copy(asked.row(row).first(input().size()),
                        judged.row(row).begin());
      judged.row(row).back() = decoded.row(row)[0];
    }
    return judged;
  }
  size_t Best(const Matrix& values, size_t first) const {
    size_t best = first;
    float greatest = Mean(values.row(first));
    for (size_t i = first + 1; i < first + networks_.candidates; ++i) {
      const float value = Mean(values.row(i));
      if (value > greatest) {
        greatest = value;
        best = i;
      }
    }
    return best;
  }
  /// The mean bin.
  static float Mean(std::span<const float> weights) {
    float sum = 0;
    for (size_t i = 0; i < weights.size(); ++i) {
      sum += weights[i] * static_cast<float>(i);
    }
    return sum;
  }

  Networks networks_;
};

Result<double> Setting(const market::TrainedModel& model, const char* name,
                       double most) {
  const auto* const given = model.FindSetting(name);
  if (given != nullptr && given->size() == 1 && given->front() >= 0 &&
      given->front() <= most) {
    return given->front();
  }
  return market::Error{market::Concat("model of 'bcq': the setting '", name,
                                      "' must be a number in [0, ", most, "]")};
}

Result<Networks> NetworksOf(const market::TrainedModel& model) {
  Networks made;
  const auto candidates = Setting(model, "candidates", 1000);
  if (!candidates) return candidates.error();
  const auto phi = Setting(model, "perturbation", 2);
  if (!phi) return phi.error();
  made.candidates = std::max<size_t>(1, static_cast<size_t>(*candidates));
  made.phi = static_cast<float>(*phi);
  const auto read = [&model](const char* name, Activation last, Mlp& into) {
    auto mlp = Mlp::From(model, name, Activation::kRelu, last);
    if (mlp) into = std::move(mlp).value();
    return mlp ? Result<void>() : Result<void>(mlp.error());
  };
  for (const auto& found :
       {read("decoder", Activation::kTanh, made.decoder),
        read("perturbation", Activation::kTanh, made.perturbation),
        read("critic", Activation::kNone, made.critic)}) {
    if (!found) return found.error();
  }
  return made;
}

Result<std::shared_ptr<const PolicyNetwork>> Network(
    const market::TrainedModel& model) {
  auto input = PolicyInput::From(model);
  if (!input) return input.error();
  auto networks = NetworksOf(model);
  if (!networks) return networks.error();
  if (networks->decoder.inputs() != input->size() + kLatent ||
      networks->perturbation.inputs() != input->size() + 1 ||
      networks->critic.inputs() != input->size() + 1) {
    return market::Error{market::Concat(
        "model of 'bcq': decoder, perturbation and critic must take ",
        input->size() + kLatent, ", ", input->size() + 1, " and ",
        input->size() + 1, " inputs")};
  }
  return std::shared_ptr<const PolicyNetwork>(std::make_shared<BcqNetwork>(
      std::move(input).value(), std::move(networks).value()));
}

Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                       const LineFacts& facts) {
  return BidByCoefficientNetwork("bcq", params, facts);
}

}  // namespace

StrategyEntry BcqStrategy() {
  return {.name = "bcq",
          .help = "Bids the best of coefficients like those it was trained on",
          .params = TrainedParams(),
          .signals = TrainedSignals(),
          .make = Make,
          .network = Network};
}

}  // namespace souk::agents
