#include "market/budget_drops.h"

#include <algorithm>
#include <cmath>

namespace souk::market {
namespace {

constexpr double kSmallCostMicros = 100;  // 1e-4 units: nothing is divided by 0

/// Advertiser (32 bits), slot (5), cell (12), round (15).
uint64_t NameOf(uint32_t advertiser, uint32_t slot, uint32_t cell,
                uint32_t round) {
  return uint64_t{advertiser} | uint64_t{slot} << 32 | uint64_t{cell} << 37 |
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
      advertisers_(spec.advertisers.size()) {
  for (const LineSpec& line : spec.lines) {
    advertiser_of_.push_back(line.advertiser.value);
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
  std::vector<Holding> holdings = Overspenders(CostOf(served, charged), leases);
  if (holdings.empty()) {
    dropped_.clear();
    round_ = 0;
    return false;
  }
  std::vector<size_t> first(advertisers_, SIZE_MAX);
  for (size_t i = 0; i < holdings.size(); i += slots_) {
    first[holdings[i].advertiser] = i;
  }
  for (const ServedAward& award : served.awards) {
    const size_t at = first[advertiser_of_[award.line]];
    if (at == SIZE_MAX) continue;
    holdings[at + award.slot].places.push_back({award.page, award.line});
  }
  for (Holding& holding : holdings) Choose(served.pages[0].tick, holding);
  std::ranges::sort(dropped_);
  ++round_;
  return true;
}

std::vector<Money> BudgetDrops::CostOf(const ServedBatch& served,
                                       std::span<const Money> charged) const {
  std::vector<Money> cost(advertisers_);
  for (size_t i = 0; i < charged.size(); ++i) {
    cost[advertiser_of_[served.awards[i].line]] += charged[i];
  }
  return cost;
}

/// All slots of everybody whose cost exceeds its lease, still without places.
std::vector<BudgetDrops::Holding> BudgetDrops::Overspenders(
    std::span<const Money> cost, const LeaseBook& leases) const {
  std::vector<Holding> holdings;
  for (uint32_t i = 0; i < cost.size(); ++i) {
    if (!leases.limited(i)) continue;
    const double ratio = OverspendRatio(cost[i], leases.available(i));
    if (ratio == 0) continue;
    for (uint32_t slot = 0; slot < slots_; ++slot) {
      holdings.push_back({i, slot, ratio, {}});
    }
  }
  return holdings;
}

/// A random sample without replacement: the start of a shuffle.
void BudgetDrops::Choose(uint32_t tick, Holding& holding) {
  std::vector<Place>& places = holding.places;
  const auto size = static_cast<double>(places.size());
  const auto count = static_cast<uint32_t>(std::ceil(size * holding.ratio));
  const uint64_t name = NameOf(holding.advertiser, holding.slot, cell_, round_);
  for (uint32_t i = 0; i < count; ++i) {
    const uint64_t left = places.size() - i;
    std::swap(places[i], places[i + stream_.Integer(left, name, tick, i)]);
    dropped_.push_back(places[i]);
  }
}

}  // namespace souk::market
