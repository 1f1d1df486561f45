#include "agents/strategies/cost_table.h"

#include <algorithm>

namespace souk::agents {
namespace {

struct Offer {
  uint32_t tick = 0;
  double alpha = 0;
  double cost = 0;
};

std::vector<Offer> Offers(std::span<const PricedView> rows,
                          const CostTableRules& rules) {
  std::vector<Offer> offers;
  for (const PricedView& row : rows) {
    if (row.p <= 0 || row.price <= rules.least_price) continue;
    offers.push_back({row.tick, row.price / (row.p + rules.smoothing),
                      row.price * rules.weight});
  }
  std::ranges::stable_sort(offers, {}, &Offer::alpha);
  return offers;
}

}  // namespace

CostTable::CostTable(std::span<const PricedView> rows,
                     const CostTableRules& rules) {
  const std::vector<Offer> offers = Offers(rows, rules);
  for (uint32_t tick = 0; tick < rules.ticks; ++tick) {
    first_.push_back(points_.size());
    double cost = 0;
    double kept = 0;
    for (const Offer& offer : offers) {
      if (offer.tick < tick) continue;
      cost += offer.cost;
      if (cost >= rules.most_cost) break;
      if (cost - kept < rules.cost_step) continue;
      points_.push_back({cost, offer.alpha});
      kept = cost;
    }
  }
  first_.push_back(points_.size());
}

CostTable CostTable::FromTriples(std::span<const double> triples,
                                 uint32_t ticks) {
  CostTable table;
  size_t i = 0;
  for (uint32_t tick = 0; tick < ticks; ++tick) {
    table.first_.push_back(table.points_.size());
    for (; i + 2 < triples.size() && triples[i] <= tick; i += 3) {
      table.points_.push_back({triples[i + 1], triples[i + 2]});
    }
  }
  table.first_.push_back(table.points_.size());
  return table;
}

std::vector<double> CostTable::Triples() const {
  std::vector<double> triples;
  for (uint32_t tick = 0; tick + 1 < first_.size(); ++tick) {
    for (const Point& point : points(tick)) {
      triples.insert(triples.end(),
                     {static_cast<double>(tick), point.cost, point.alpha});
    }
  }
  return triples;
}

std::span<const CostTable::Point> CostTable::points(uint32_t tick) const {
  if (tick + 1 >= first_.size()) return {};
  return {points_.data() + first_[tick], first_[tick + 1] - first_[tick]};
}

std::optional<double> CostTable::AlphaFor(uint32_t tick, double budget) const {
  const std::span<const Point> own = points(tick);
  const auto found = std::ranges::upper_bound(own, budget, {}, &Point::cost);
  if (found == own.end()) return std::nullopt;
  return found->alpha;
}

void CostTable::Save(market::ArchiveWriter& out) const {
  out.Put(first_);
  out.Put(points_);
}

void CostTable::Load(market::ArchiveReader& in) {
  in.Get(first_);
  in.Get(points_);
  if (!std::ranges::is_sorted(first_)) in.Fail();
  if (!first_.empty() && first_.back() > points_.size()) in.Fail();
  if (!in.ok()) *this = CostTable();
}

}  // namespace souk::agents
