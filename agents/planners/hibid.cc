// hibid: parts by learnt values of actions, one channel after the other.
//
//   share_k = a / 20,  a = arg max Q(s_k, a) over 0 .. 19 with a / 20 <= left
//
// in the order of the channels, `left` being what those before have left of 1;
// only actions that the data has often enough. What nobody got at the end is
// given in proportion to the shares (equally, if all are 0): that is ours, the
// published rule leaves it idle. Equal parts on the first day, of which the
// planner knows nothing. Reference: see agents/learning/hibid_rules.h; the
// state is agents/learning/channel_history.h.
#include <algorithm>
#include <numeric>

#include "agents/learning/channel_history.h"
#include "agents/learning/hibid_network.h"
#include "agents/planners/planner.h"

namespace souk::agents {
namespace {

/// Shares so far add up to less than 1.
void GiveTheRest(std::vector<double>& shares) {
  const double given = std::accumulate(shares.begin(), shares.end(), 0.0);
  if (given <= 0) {
    shares = EqualShares(shares.size());
    return;
  }
  for (double& share : shares) share = std::min(1.0, share / given);
}

class Hibid final : public Planner {
 public:
  Hibid(Mlp network, double threshold, const CampaignFacts& facts)
      : network_(std::move(network)), threshold_(threshold), facts_(facts) {}

  std::vector<double> Split(const PlannerInput& input) const override {
    const size_t channels = facts_.channels.size();
    if (input.past.empty() || input.budget.micros <= 0) {
      return EqualShares(channels);
    }
    const ChannelHistory history(
        static_cast<double>(facts_.daily_budget.micros),
        facts_.value_per_click_micros, input.past, channels);
    std::vector<double> shares;
    double left = 1;
    for (size_t channel = 0; channel < channels; ++channel) {
      shares.push_back(HibidShare(ActionFor(history, channel, left)));
      left -= shares.back();
    }
    GiveTheRest(shares);
    return shares;
  }

 private:
  size_t ActionFor(const ChannelHistory& history, size_t channel,
                   double left) const {
    Matrix question, answer;
    question.Resize(1, network_.inputs());
    history.Describe(channel, left, question.row(0));
    network_.Forward(question, answer);
    const std::span<const float> values = answer.row(0);
    std::vector<bool> allowed = AffordableActions(left);
    const auto likely =
        LikelyActions(values.subspan(kHibidActions), threshold_);
    std::vector<bool> both(kHibidActions);
    for (size_t a = 0; a < kHibidActions; ++a)
      both[a] = allowed[a] && likely[a];
    if (std::ranges::find(both, true) != both.end()) allowed = both;
    return BestAction(values.first(kHibidActions), allowed);
  }

  Mlp network_;
  double threshold_;
  CampaignFacts facts_;
};

market::Result<std::unique_ptr<Planner>> Make(const market::ParamSet&,
                                              const CampaignFacts& facts) {
  if (auto budget = NeedBudgetToSplit("hibid", facts); !budget) {
    return budget.error();
  }
  if (facts.value_per_click_micros <= 0) {
    return market::Error{
        "hibid: needs a campaign with value_per_click_micros above 0"};
  }
  if (!facts.model) return market::Error{"hibid: needs a trained model"};
  const auto settings = HibidSettingsOf(*facts.model);
  if (!settings) return settings.error();
  const size_t channels = facts.channels.size();
  if (channels != settings->channels) {
    return market::Error{
        market::Concat("hibid: the model was trained for ", settings->channels,
                       " channels, and the campaign is on ", channels)};
  }
  auto network =
      HibidPlannerNetwork(*facts.model, ChannelHistory::width(channels));
  if (!network) return network.error();
  return std::unique_ptr<Planner>(std::make_unique<Hibid>(
      std::move(network).value(), settings->threshold, facts));
}

}  // namespace

PlannerEntry HibidPlanner() {
  return {.name = "hibid",
          .help = "Gives parts by learnt values of clicks per channel",
          .params = {},
          .make = Make,
          .trained = true};
}

}  // namespace souk::agents
