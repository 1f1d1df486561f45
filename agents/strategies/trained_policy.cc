#include "agents/strategies/trained_policy.h"

#include <algorithm>
#include <utility>

#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

using market::Result;

class MlpPolicyNetwork final : public CoefficientNetwork {
 public:
  MlpPolicyNetwork(PolicyInput policy_input, Mlp policy)
      : CoefficientNetwork(std::move(policy_input)),
        policy_(std::move(policy)) {}

  size_t chances() const override { return 0; }
  void Forward(const Matrix& questions, Matrix& answers) const override {
    Matrix seen, said;
    seen.Resize(questions.rows, input().size());
    for (size_t row = 0; row < questions.rows; ++row) {
      input().Normalise(questions.row(row), seen.row(row));
    }
    policy_.Forward(seen, said);
    answers.Resize(questions.rows, 1);
    for (size_t row = 0; row < questions.rows; ++row) {
      answers.values[row] =
          static_cast<float>(input().Coefficient(said.row(row)[0]));
    }
  }

 private:
  Mlp policy_;
};

class TrainedPolicy final : public NetworkStrategy {
 public:
  TrainedPolicy(std::shared_ptr<const CoefficientNetwork> network,
                TrainedLine line, const LineFacts& facts)
      : NetworkStrategy(network),
        input_(network->input()),
        line_(std::move(line)),
        chance_(facts.seed, facts.run, market::Purpose::kPolicy),
        line_number_(facts.line) {}

  void Ask(const market::PlanInput& input, std::span<float> question) override {
    line_.view().Describe(input, input_.features(),
                          question.first(input_.size()));
    for (size_t i = input_.size(); i < question.size(); ++i) {
      question[i] = static_cast<float>(chance_.Normal(
          line_number_, input.time.tick, static_cast<uint32_t>(i)));
    }
  }
  market::BidFunction Answer(const market::PlanInput&,
                             std::span<const float> answer) override {
    return line_.Bid(static_cast<double>(answer[0]));
  }
  void Learn(const market::Feedback& feedback) override {
    line_.Learn(feedback);
  }
  void Signals(std::span<double> values) const override {
    line_.Signals(values);
  }
  void Save(market::ArchiveWriter& out) const override { line_.Save(out); }
  void Load(market::ArchiveReader& in) override { line_.Load(in); }

 private:
  const PolicyInput& input_;  // of the network, which lives as long
  TrainedLine line_;
  market::Stream chance_;
  uint64_t line_number_;
};

}  // namespace

market::BidFunction TrainedLine::Bid(double coefficient) {
  // Also of a coefficient that is not a number.
  const bool within =
      coefficient >= 0 && coefficient <= rules_.most_coefficient;
  if (!within) ++clipped_;
  coefficient_ =
      coefficient > 0 ? std::min(coefficient, rules_.most_coefficient) : 0;
  market::BidFunction bid{CoefficientBid(view_.aim(), coefficient_), nullptr};
  bid.watch_share = rules_.watch_share;
  return bid;
}

void TrainedLine::Signals(std::span<double> values) const {
  values[0] = coefficient_;
  values[1] = static_cast<double>(clipped_);
}

void TrainedLine::Save(market::ArchiveWriter& out) const {
  view_.Save(out);
  out.Put(coefficient_);
  out.Put(clipped_);
}

void TrainedLine::Load(market::ArchiveReader& in) {
  view_.Load(in);
  in.Get(coefficient_);
  in.Get(clipped_);
}

std::vector<market::ParamSpec> TrainedParams() {
  return {NumberParam("watch_share", 0.01, {0, 1},
                      "Share of page views whose auctions it sees")};
}

Result<TrainedLine> TrainedLineOf(std::string_view strategy,
                                  const market::ParamSet& params,
                                  const LineFacts& facts,
                                  double most_coefficient) {
  const auto aim = AimOf(strategy, facts);
  if (!aim) return aim.error();
  return TrainedLine(facts, *aim,
                     {.most_coefficient = most_coefficient,
                      .watch_share = params.number("watch_share")});
}

Result<std::shared_ptr<const PolicyNetwork>> MlpPolicy(
    const market::TrainedModel& model, Activation last) {
  auto input = PolicyInput::From(model);
  if (!input) return input.error();
  auto policy = Mlp::From(model, "policy", Activation::kRelu, last);
  if (!policy) return policy.error();
  if (policy->inputs() != input->size()) {
    return market::Error{market::Concat(
        "model of '", model.member, "': the network 'policy' takes ",
        policy->inputs(), " inputs, but there are ", input->size())};
  }
  return std::shared_ptr<const PolicyNetwork>(
      std::make_shared<MlpPolicyNetwork>(std::move(input).value(),
                                         std::move(policy).value()));
}

Result<std::unique_ptr<Strategy>> BidByCoefficientNetwork(
    std::string_view strategy, const market::ParamSet& params,
    const LineFacts& facts) {
  auto network = TrainedNetwork<CoefficientNetwork>(strategy, facts);
  if (!network) return network.error();
  auto line = TrainedLineOf(strategy, params, facts,
                            (*network)->input().most_coefficient());
  if (!line) return line.error();
  return std::unique_ptr<Strategy>(std::make_unique<TrainedPolicy>(
      *network, std::move(line).value(), facts));
}

}  // namespace souk::agents
