#include "market/budget_drops.h"

#include <algorithm>
#include <cmath>

#include "market/budget_nodes.h"

namespace souk::market {
namespace {

constexpr double kSmallCostMicros = 100;  // 1e-4 units: nothing is divided by 0

/// Line (32 bits), slot (5), cell (12), round (15).
uint64_t NameOf(uint32_t line, uint32_t slot, uint32_t cell, uint32_t round) {
  return uint64_t{line} | uint64_t{slot} << 32 | uint64_t{cell} << 37 |
         uint64_t{round} << 49;
}

}  // namespace

double OverspendRatio(Money cost, Money left) {
  if (cost <= left) return 0;
  const auto paid = static_cast<double>(cost.micros);
  return (paid - static_cast<double>(left.micros)) / (paid + kSmallCostMicros);
}

BudgetDrops::BudgetDrops(const MarketSpec& spec, CellId cell)
    : min_remaining_(spec.budgets.min_remaining),
      cell_(cell.value),
      slots_(0),
      stream_(spec.seed, spec.run, Purpose::kDrops),
      nodes_(BudgetNodes(spec).size()) {
  const std::vector<uint32_t> allowance = CampaignNodes(spec);
  for (const LineSpec& line : spec.lines) {
    nodes_of_.push_back(
        {line.advertiser.value, allowance[line.campaign.index()]});
  }
  for (const ChannelSpec& channel : spec.channels) {
    slots_ = std::max(slots_, channel.slot_weight.size());
  }
}

void BudgetDrops::Silence(uint32_t page, std::span<const uint32_t> lines,
                          std::span<double> bid) const {
  if (dropped_.empty()) return;
  auto at = std::ranges::lower_bound(dropped_, Place{page, 0});
  for (; at != dropped_.end() && at->page == page; ++at) {
    const auto found = std::ranges::lower_bound(lines, at->line);
    bid[static_cast<size_t>(found - lines.begin())] = 0;
  }
}

bool BudgetDrops::Drop(const ServedBatch& served,
                       std::span<const Money> charged,
                       const LeaseBook& leases) {
  std::vector<Holding> holdings =
      Overspenders(CostOf(served, charged, leases), leases);
  if (holdings.empty()) {
    dropped_.clear();
    round_ = 0;
    return false;
  }
  std::vector<size_t> first(nodes_of_.size(), SIZE_MAX);
  for (size_t i = 0; i < holdings.size(); i += slots_) {
    first[holdings[i].line] = i;
  }
  for (const ServedAward& award : served.awards) {
    const size_t at = first[award.line];
    if (at == SIZE_MAX) continue;
    holdings[at + award.slot].places.push_back({award.page, award.line});
  }
  for (Holding& holding : holdings) Choose(served.pages[0].tick, holding);
  std::ranges::sort(dropped_);
  ++round_;
  return true;
}

std::vector<Money> BudgetDrops::CostOf(const ServedBatch& served,
                                       std::span<const Money> charged,
                                       const LeaseBook& leases) const {
  std::vector<Money> cost(nodes_);
  for (size_t i = 0; i < charged.size(); ++i) {
    const SpendingNodes& nodes = nodes_of_[served.awards[i].line];
    if (!leases.limited(nodes)) continue;
    cost[nodes.advertiser] += charged[i];
    if (nodes.with_allowance()) cost[nodes.allowance] += charged[i];
  }
  return cost;
}

/// All slots of all lines that have to give pages up, still without places.
std::vector<BudgetDrops::Holding> BudgetDrops::Overspenders(
    std::span<const Money> cost, const LeaseBook& leases) const {
  std::vector<Holding> holdings;
  for (uint32_t line = 0; line < nodes_of_.size(); ++line) {
    const double ratio = RatioOf(nodes_of_[line], cost, leases);
    if (ratio == 0) continue;
    for (uint32_t slot = 0; slot < slots_; ++slot) {
      holdings.push_back({line, slot, ratio, {}});
    }
  }
  return holdings;
}

double BudgetDrops::RatioOf(const SpendingNodes& nodes,
                            std::span<const Money> cost,
                            const LeaseBook& leases) const {
  const auto of_node = [&](uint32_t node) {
    return leases.limited({node})
               ? OverspendRatio(cost[node], leases.available(size_t{node}))
               : 0;
  };
  const double own = of_node(nodes.advertiser);
  return nodes.with_allowance() ? std::max(own, of_node(nodes.allowance)) : own;
}

/// A random sample without replacement: the start of a shuffle.
void BudgetDrops::Choose(uint32_t tick, Holding& holding) {
  std::vector<Place>& places = holding.places;
  const auto size = static_cast<double>(places.size());
  const auto count = static_cast<uint32_t>(std::ceil(size * holding.ratio));
  const uint64_t name = NameOf(holding.line, holding.slot, cell_, round_);
  for (uint32_t i = 0; i < count; ++i) {
    const uint64_t left = places.size() - i;
    std::swap(places[i], places[i + stream_.Integer(left, name, tick, i)]);
    dropped_.push_back(places[i]);
  }
}

}  // namespace souk::market
