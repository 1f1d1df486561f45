// hibid: a multiple of the value of a click, by values of actions that were
// learnt for every trade-off between clicks and cost.
//
//   bid    = coefficient * C,  one of .5, .55, ..., 1.45
//   lambda = arg min over ten values of |Q_cost(s, a*) - what is left|, with
//            a* = arg max Q(s, a) under that lambda
//   keep     (cost + Q_cost(s, a)) / (clicks + Q_click(s, a) + 1e-3) < C
//            of the campaign today
//   action = arg max Q(s, a) of those kept; none: the one of the least cost per
//            click
//
// with C the value of a click, which is the target, and what is left of the
// line's share of today's budget (agents/planners/), or of the whole budget if
// nobody splits it. Without a planner the campaign is this line alone: a
// single-channel executor. Every tick anew; only actions that the data has
// often enough. For charge CLICK and lines with a budget. Reference: see
// agents/learning/hibid_rules.h; the state is agents/learning/channel_view.h,
// and the deployed system bids per request.
//
// Parameter: lambda: a fixed one, the nearest of the ten; negative: it is
// chosen. Signals: coefficient, budget_share, lambda, of the tick planned last.
#include <algorithm>
#include <cmath>

#include "agents/learning/channel_view.h"
#include "agents/learning/hibid_network.h"
#include "agents/strategies/click_bids.h"
#include "agents/strategies/network_strategy.h"

namespace souk::agents {
namespace {

using Network = HibidExecutorNetwork;

class Hibid final : public NetworkStrategy {
 public:
  Hibid(std::shared_ptr<const Network> network, const LineFacts& facts,
        double lambda)
      : NetworkStrategy(network),
        settings_(network->settings()),
        facts_(facts),
        fixed_lambda_(lambda),
        view_({std::max(1.0, static_cast<double>(facts.daily_budget.micros)),
               facts.value_per_click_micros, facts.channel,
               network->settings().channels}) {}

  void Ask(const market::PlanInput& input, std::span<float> question) override {
    view_.Open(input);
    view_.Describe(question);
  }
  market::BidFunction Answer(const market::PlanInput& input,
                             std::span<const float> answer) override {
    const auto allowed =
        LikelyActions(Network::Logits(answer), settings_.threshold);
    const size_t lambda = LambdaFor(answer, allowed);
    // A click is worth C: in B / C it counts as many budgets as it may cost.
    const CampaignCourse course{view_.campaign_clicks(), view_.campaign_cost(),
                                1};
    const size_t action =
        GuardedAction(Network::Under(lambda, answer), course, allowed);
    planned_ = HibidCoefficient(action);
    share_ =
        ShareOfBudget(input, static_cast<double>(facts_.daily_budget.micros));
    lambda_ = settings_.lambdas[lambda];
    return ClickOffer(facts_, planned_);
  }
  void Learn(const market::Feedback& feedback) override {
    view_.Close({feedback.tally, planned_});
  }
  void Signals(std::span<double> values) const override {
    values[0] = planned_;
    values[1] = share_;
    values[2] = lambda_;
  }
  void Save(market::ArchiveWriter& out) const override {
    view_.Save(out);
    out.Put(planned_);
    out.Put(share_);
    out.Put(lambda_);
  }
  void Load(market::ArchiveReader& in) override {
    view_.Load(in);
    in.Get(planned_);
    in.Get(share_);
    in.Get(lambda_);
  }

 private:
  size_t LambdaFor(std::span<const float> answer,
                   const std::vector<bool>& allowed) const {
    if (fixed_lambda_ >= 0) {
      std::vector<double> distances;
      for (const double lambda : settings_.lambdas) {
        distances.push_back(std::abs(lambda - fixed_lambda_));
      }
      return ChooseLambda(distances, 0);
    }
    std::vector<double> costs;
    for (size_t i = 0; i < kHibidLambdas; ++i) {
      const ActionValues values = Network::Under(i, answer);
      costs.push_back(values.cost[BestAction(values.value, allowed)]);
    }
    return ChooseLambda(costs, view_.left());
  }

  const HibidSettings& settings_;  // of the network, which lives as long
  LineFacts facts_;
  double fixed_lambda_;
  ChannelView view_;
  double planned_ = 0;
  double share_ = 1;
  double lambda_ = 0;
};

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  if (auto fits = NeedClickTarget("hibid", facts); !fits) return fits.error();
  if (auto budget = NeedDailyBudget("hibid", facts); !budget) {
    return budget.error();
  }
  auto network = std::dynamic_pointer_cast<const Network>(facts.network);
  if (!network) return market::Error{"hibid: needs a trained model"};
  if (facts.channel >= network->settings().channels) {
    return market::Error{market::Concat("hibid: the model was trained for ",
                                        network->settings().channels,
                                        " channels, and there are more")};
  }
  return std::unique_ptr<Strategy>(std::make_unique<Hibid>(
      std::move(network), facts, params.number("lambda")));
}

}  // namespace

StrategyEntry HibidStrategy() {
  return {
      .name = "hibid",
      .help =
          "Offers a multiple of the value of a click by learnt values of "
          "actions, within budget and cost per click of its campaign",
      .params = {NumberParam("lambda", -1, {-1, 1000},
                             "Fixed price of cost in clicks; negative: it "
                             "is chosen for what is left")},
      .signals = {"coefficient", "budget_share", "lambda"},
      .make = Make,
      .network = [](const market::TrainedModel& model)
          -> market::Result<std::shared_ptr<const PolicyNetwork>> {
        auto network = Network::From(model);
        if (!network) return network.error();
        return std::shared_ptr<const PolicyNetwork>(std::move(network).value());
      }};
}

}  // namespace souk::agents
