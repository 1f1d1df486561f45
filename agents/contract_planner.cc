#include "agents/contract_planner.h"

#include <algorithm>
#include <set>

#include "market/check.h"
#include "market/contracts/frequency.h"

namespace souk::agents {

using market::ContractSpec;
using market::SupplyEdge;
using market::SupplyTypeFacts;
using market::TickTime;
using Way = market::AllocatorTraits::Way;

ContractPlanner::ContractPlanner(const market::MarketSpec& spec)
    : spec_(spec),
      contracts_(spec.contracts),
      shared_types_(market::SupplyTypesOf(spec)),
      types_(*shared_types_),
      forecast_(spec, types_),
      reach_(contracts_.contracts.size()),
      hour_count_(types_.size()) {
  for (uint32_t type = 0; type < types_.size(); ++type) {
    const auto& edges = types_[type].edges;
    for (uint32_t edge = 0; edge < edges.size(); ++edge) {
      reach_[edges[edge].contract].push_back({type, edge, edges[edge].match});
    }
  }
}

double ContractPlanner::Eligible(size_t contract, uint32_t from,
                                 uint32_t end) const {
  double sum = 0;
  for (const Reach& one : reach_[contract]) {
    sum += one.match * forecast_.Expect(one.type, from, end);
  }
  return sum;
}

double ContractPlanner::EligibleIn(size_t contract,
                                   std::span<const int64_t> page_views) const {
  double sum = 0;
  for (const Reach& one : reach_[contract]) {
    sum += one.match * static_cast<double>(page_views[one.type]);
  }
  return sum;
}

double ContractPlanner::Usable(size_t contract, uint32_t tick) const {
  const market::FrequencyCap& cap = contracts_.contracts[contract].frequency;
  const double users = spec_.traffic->Users() * types_.reach(contract);
  if (cap.times == 0 || users <= 0) return 1;
  const uint32_t window = cap.days * spec_.calendar.ticks_per_day;
  const double mean = Eligible(contract, tick, tick + window) / users;
  return mean > 0 ? market::UsableShare(mean, cap.times) : 1;
}

std::vector<uint32_t> ContractPlanner::Periods(const ContractBooks& books,
                                               uint32_t tick) const {
  std::set<uint32_t> cuts{tick};
  for (size_t i = 0; i < books.size(); ++i) {
    if (!books.owed(i)) continue;
    cuts.insert(std::max(tick, contracts_.contracts[i].first_tick));
    cuts.insert(std::max(tick, books.end_tick(i, tick)));
  }
  return {cuts.begin(), cuts.end()};
}

void ContractPlanner::AddPeriod(const ContractBooks& books, uint32_t from,
                                uint32_t end, OwnedProblem& problem) const {
  const auto open = [&](const SupplyEdge& edge) {
    const ContractSpec& spec = contracts_.contracts[edge.contract];
    return problem.contracts[edge.contract].demand > 0 &&
           spec.first_tick <= from &&
           books.end_tick(edge.contract, from) >= end;
  };
  for (size_t type = 0; type < types_.size(); ++type) {
    if (types_[type].edges.empty()) continue;
    market::SupplyType node =
        types_.View(spec_, type, forecast_.Expect(type, from, end));
    if (!std::ranges::all_of(node.edges, open)) {
      auto& some = problem.edges.emplace_back();
      std::ranges::copy_if(node.edges, std::back_inserter(some), open);
      node.edges = some;
    }
    if (!node.edges.empty()) problem.supply.push_back(node);
  }
}

OwnedProblem ContractPlanner::Problem(const ContractBooks& books,
                                      uint32_t tick) const {
  OwnedProblem problem;
  for (size_t i = 0; i < books.size(); ++i) {
    const ContractSpec& spec = contracts_.contracts[i];
    const double demand =
        books.owed(i) ? static_cast<double>(books.missing(i)) : 0;
    problem.contracts.push_back({.demand = demand,
                                 .penalty = spec.penalty,
                                 .evenness = spec.evenness,
                                 .tier = spec.tier,
                                 .usable = Usable(i, tick)});
  }
  const std::vector<uint32_t> cuts = Periods(books, tick);
  for (size_t i = 0; i + 1 < cuts.size(); ++i) {
    AddPeriod(books, cuts[i], cuts[i + 1], problem);
  }
  return problem;
}

bool ContractPlanner::PlanIsDue(TickTime time,
                                const ContractBooks& books) const {
  if (version_ == 0) return true;
  if (contracts_.replan_ticks > 0 && time.tick % contracts_.replan_ticks == 0) {
    return true;
  }
  for (size_t i = 0; i < books.size(); ++i) {
    if (books.running(i) != (running_[i] != 0)) return true;
  }
  return false;
}

void ContractPlanner::OpenTick(TickTime time, const ContractBooks& books) {
  if (time.tick == forecast_.HourStart(time.tick)) {
    hour_forecast_.clear();
    for (size_t type = 0; type < types_.size(); ++type) {
      hour_forecast_.push_back(
          forecast_.Expect(type, time.tick, forecast_.HourEnd(time.tick)));
    }
  }
  hour_rows_.clear();
  if (!PlanIsDue(time, books)) return;
  const OwnedProblem problem = Problem(books, time.tick);
  plan_ = contracts_.allocator->Plan(problem.view(),
                                     version_ > 0 ? &plan_ : nullptr);
  SOUK_CHECK(plan_.duals.size() == books.size(), "a plan for ",
             plan_.duals.size(), " contracts of ", books.size());
  ++version_;
  running_.clear();
  for (size_t i = 0; i < books.size(); ++i) {
    running_.push_back(books.running(i) ? 1 : 0);
    // Whoever has not begun is planned for, but not served.
    if (!books.running(i)) plan_.duals[i].demand = 0;
  }
  SumShares();
}

void ContractPlanner::SumShares() {
  page_shares_.assign(types_.size(), {});
  if (contracts_.traits.way != Way::kShares) return;
  std::vector<double> shares;
  for (size_t type = 0; type < types_.size(); ++type) {
    const market::SupplyType view = types_.View(spec_, type, 0);
    const size_t slots = view.slot_share.size();
    shares.assign(view.edges.size() * slots, 0);
    if (view.edges.empty()) continue;
    contracts_.allocator->Shares(view, plan_.duals, shares);
    for (size_t row = 0; row < shares.size(); row += slots) {
      double sum = 0;
      for (size_t k = 0; k < slots; ++k) sum += shares[row + k];
      page_shares_[type].push_back(sum);
    }
  }
}

double ContractPlanner::Target(size_t contract, uint32_t tick,
                               const ContractBooks& books) const {
  const auto missing = static_cast<double>(books.missing(contract));
  if (!books.running(contract) || missing <= 0) return 0;
  if (contracts_.traits.way != Way::kShares) {
    const double now = Eligible(contract, tick, tick + 1);
    const double all = Eligible(contract, tick, books.end_tick(contract, tick));
    return all > 0 ? missing * now / all : 0;
  }
  double sum = 0;
  for (const Reach& one : reach_[contract]) {
    sum += page_shares_[one.type][one.edge] *
           forecast_.Expect(one.type, tick, tick + 1);
  }
  return std::min(sum, missing);
}

void ContractPlanner::Learn(TickTime time,
                            std::span<const int64_t> page_views) {
  for (size_t type = 0; type < types_.size(); ++type) {
    hour_count_[type] += page_views[type];
  }
  if (forecast_.ends_hour(time)) {
    for (size_t type = 0; type < types_.size(); ++type) {
      hour_rows_.push_back({.tick = time.tick,
                            .type = static_cast<uint32_t>(type),
                            .forecast = hour_forecast_[type],
                            .page_views = hour_count_[type]});
      hour_count_[type] = 0;
    }
  }
  forecast_.Learn(time, page_views);
}

void ContractPlanner::Save(market::ArchiveWriter& out) const {
  forecast_.Save(out);
  out.Put(plan_.duals);
  out.Put(version_);
  out.Put(running_);
  out.Put(hour_forecast_);
  out.Put(hour_count_);
}

void ContractPlanner::Load(market::ArchiveReader& in) {
  forecast_.Load(in);
  in.Get(plan_.duals);
  in.Get(version_);
  in.Get(running_);
  in.Get(hour_forecast_);
  in.Get(hour_count_);
  const size_t contracts = reach_.size();
  if (version_ > 0) plan_.duals.resize(contracts);
  running_.resize(contracts);
  hour_count_.resize(types_.size());
  if (!hour_forecast_.empty()) hour_forecast_.resize(types_.size());
  if (version_ > 0) SumShares();
}

}  // namespace souk::agents
