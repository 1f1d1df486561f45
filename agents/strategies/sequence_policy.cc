#include "agents/strategies/sequence_policy.h"

#include <utility>

#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

using market::PlanInput;
using market::Result;

class SequencePolicy final : public NetworkStrategy {
 public:
  SequencePolicy(std::shared_ptr<const SequenceNetwork> network,
                 TrainedLine line, const LineFacts& facts,
                 SequenceWishes wishes)
      : NetworkStrategy(network),
        network_(*network),
        line_(std::move(line)),
        history_(network_.layout()),
        facts_(facts),
        wishes_(std::move(wishes)),
        chance_(facts.seed, facts.run, market::Purpose::kPolicy) {}

  void Ask(const PlanInput& input, std::span<float> question) override {
    const std::span<float> features =
        history_.Begin(input.time, ReturnSoFar(input));
    line_.view().Describe(input, network_.input().features(), features);
    history_.Write(question);
    const SequenceLayout& layout = network_.layout();
    wishes_(input, line_.view(), question.subspan(1, layout.wishes));
    DrawChances(input.time.tick, question.last(layout.chances.count));
  }
  market::BidFunction Answer(const PlanInput&,
                             std::span<const float> answer) override {
    const market::BidFunction bid = line_.Bid(static_cast<double>(answer[0]));
    history_.Bid(line_.coefficient());
    return bid;
  }
  void Learn(const market::Feedback& feedback) override {
    line_.Learn(feedback);
  }
  void Signals(std::span<double> values) const override {
    line_.Signals(values);
  }
  void Save(market::ArchiveWriter& out) const override {
    line_.Save(out);
    history_.Save(out);
  }
  void Load(market::ArchiveReader& in) override {
    line_.Load(in);
    history_.Load(in);
  }

 private:
  double ReturnSoFar(const PlanInput& input) const {
    if (input.time.first_of_day()) return 0;
    const MarketView& view = line_.view();
    const bool spreads = facts_.daily_budget != market::kNoLimit;
    const double budget =
        spreads ? static_cast<double>(facts_.daily_budget.micros) : 0;
    return DayReturn(network_.settings().reward,
                     {view.gained(), view.expected(), view.spent_micros(),
                      budget, facts_.target_cpa_micros});
  }

  void DrawChances(uint32_t tick, std::span<float> chances) const {
    const bool normal = network_.layout().chances.kind == Chance::kNormal;
    for (uint32_t i = 0; i < chances.size(); ++i) {
      chances[i] =
          static_cast<float>(normal ? chance_.Normal(facts_.line, tick, i)
                                    : chance_.Uniform(facts_.line, tick, i));
    }
  }

  const SequenceNetwork& network_;  // of the base, which lives as long
  TrainedLine line_;
  DayHistory history_;
  LineFacts facts_;
  SequenceWishes wishes_;
  market::Stream chance_;
};

}  // namespace

Result<std::unique_ptr<Strategy>> BidBySequenceNetwork(
    std::string_view strategy, const market::ParamSet& params,
    const LineFacts& facts, SequenceWishes wishes) {
  auto network = TrainedNetwork<SequenceNetwork>(strategy, facts);
  if (!network) return network.error();
  auto line = TrainedLineOf(strategy, params, facts,
                            (*network)->input().most_coefficient());
  if (!line) return line.error();
  return std::unique_ptr<Strategy>(std::make_unique<SequencePolicy>(
      *network, std::move(line).value(), facts, std::move(wishes)));
}

std::vector<market::ParamSpec> ReturnParams() {
  std::vector<market::ParamSpec> params = TrainedParams();
  params.push_back(NumberParam("desired_return", 1, {0, 10},
                               "Return to wish for, times that of the model"));
  return params;
}

Result<std::unique_ptr<Strategy>> BidForReturn(std::string_view strategy,
                                               const market::ParamSet& params,
                                               const LineFacts& facts) {
  const auto desired = static_cast<float>(params.number("desired_return"));
  return BidBySequenceNetwork(
      strategy, params, facts,
      [desired](const PlanInput&, const MarketView&, std::span<float> wishes) {
        wishes[0] = desired;
      });
}

}  // namespace souk::agents
