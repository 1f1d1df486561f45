#include "market/budget_nodes.h"

namespace souk::market {

std::vector<BudgetPlan> BudgetNodes(const MarketSpec& spec) {
  std::vector<BudgetPlan> nodes;
  for (const AdvertiserSpec& one : spec.advertisers) {
    nodes.push_back(one.budget);
  }
  for (const CampaignSpec& one : spec.campaigns) {
    if (one.budget.limited()) nodes.push_back(one.budget);
  }
  return nodes;
}

std::vector<uint32_t> CampaignNodes(const MarketSpec& spec) {
  auto next = static_cast<uint32_t>(spec.advertisers.size());
  std::vector<uint32_t> nodes;
  for (const CampaignSpec& one : spec.campaigns) {
    nodes.push_back(one.budget.limited() ? next++ : kNone);
  }
  return nodes;
}

}  // namespace souk::market
