#include "actors/commands/contracts_report.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <optional>

#include "agents/contract_optimum.h"
#include "agents/contract_planner.h"
#include "agents/contracts_desk.h"
#include "agents/plan_figures.h"

namespace souk::actors {
namespace {

using agents::PlanFigures;
using market::AllocationProblem;
using market::MarketSpec;
using scenarios::ContractsReport;

/// Larger problems have no optimum to compare with: it would take minutes.
constexpr size_t kMostVariables = 100000;

double ExpectedPageViews(const MarketSpec& spec) {
  double sum = 0;
  for (uint32_t tick = 0; tick < spec.calendar.ticks(); ++tick) {
    sum += spec.traffic->ExpectedPageViews(spec.calendar.At(tick));
  }
  return sum;
}

void AddSupply(const MarketSpec& spec, const market::SupplyTypes& types,
               ContractsReport& report) {
  for (uint32_t i = 0; i < types.size(); ++i) {
    if (types[i].edges.empty()) continue;
    const auto& open = spec.contracts.slot_share[types[i].channel];
    const double page_views = types[i].share * report.page_views();
    scenarios::SupplyTypeRow& row = *report.add_supply();
    row.set_type(i);
    row.set_channel(spec.channels[types[i].channel].name);
    row.set_page_views(page_views);
    row.set_open_impressions(page_views *
                             std::accumulate(open.begin(), open.end(), 0.0));
    for (const market::SupplyEdge& edge : types[i].edges) {
      row.add_contract(spec.contracts.contracts[edge.contract].name);
    }
    report.set_open_impressions(report.open_impressions() +
                                row.open_impressions());
  }
}

void AddBookings(const MarketSpec& spec, const agents::ContractBooks& books,
                 const AllocationProblem& problem, ContractsReport& report) {
  const std::vector<double> eligible = market::EligibleSupply(problem);
  for (size_t i = 0; i < books.size(); ++i) {
    const market::ContractSpec& contract = spec.contracts.contracts[i];
    scenarios::BookingRow& row = *report.add_booking();
    row.set_contract(contract.name);
    row.set_tier(contract.tier);
    row.set_goal(contract.goal);
    row.set_accepted(books.goal(i));
    row.set_eligible(eligible[i]);
    if (eligible[i] == 0) continue;
    row.set_contention(static_cast<double>(books.goal(i)) / eligible[i]);
  }
}

void SetFigures(const PlanFigures& figures, scenarios::PlanRow& row) {
  row.set_fulfilment(figures.fulfilment);
  row.set_shortage(figures.shortage);
  row.set_shortage_cost(figures.shortage_cost);
  row.set_nonrep(figures.nonrep);
  row.set_objective(figures.objective);
  row.set_click_rate(figures.click_rate);
}

void AddPlan(const AllocationProblem& problem, const PlanningRule& rule,
             ContractsReport& report) {
  const auto begin = std::chrono::steady_clock::now();
  const market::ContractPlan plan = rule.allocator->Plan(problem, nullptr);
  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - begin;
  scenarios::PlanRow& row = *report.add_plan();
  row.set_allocator(rule.name);
  row.set_rounds(plan.rounds);
  row.set_worst_violation(plan.worst_violation);
  row.set_seconds(took.count());
  SetFigures(agents::FiguresOf(
                 problem, agents::SharesOf(problem, *rule.allocator, plan)),
             row);
}

size_t Variables(const AllocationProblem& problem) {
  size_t sum = problem.contracts.size();
  for (const market::SupplyType& type : problem.supply) {
    sum += type.edges.size() * type.slot_share.size();
  }
  return sum;
}

/// Adds a row, if the solver comes to an end.
std::optional<PlanFigures> AddOptimum(const AllocationProblem& problem,
                                      agents::Aim aim,
                                      ContractsReport& report) {
  const auto begin = std::chrono::steady_clock::now();
  const auto solved = agents::SolveContracts(problem, aim);
  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - begin;
  if (!solved) return std::nullopt;
  scenarios::PlanRow& row = *report.add_plan();
  row.set_allocator(aim == agents::Aim::kDelivery ? "(least shortage)"
                                                  : "(optimum)");
  row.set_rounds(static_cast<uint32_t>(solved->rounds));
  row.set_seconds(took.count());
  SetFigures(solved->figures, row);
  return solved->figures;
}

/// How far each row is above the optimum. Where that is 0, only who reaches it
/// has a gap.
void SetGaps(const PlanFigures& optimum, ContractsReport& report) {
  const double nothing = 1e-6 * std::max(1.0, optimum.demand);
  for (scenarios::PlanRow& row : *report.mutable_plan()) {
    const double above = row.objective() - optimum.objective;
    if (optimum.objective > nothing) {
      row.set_gap(above / optimum.objective);
    } else if (above <= nothing) {
      row.set_gap(0);
    }
  }
}

}  // namespace

ContractsReport ReportContracts(const MarketSpec& spec,
                                const std::vector<PlanningRule>& rules) {
  const agents::ContractsDesk desk(spec, agents::CellParts({1.0}));
  const agents::ContractPlanner planner(spec);
  const agents::OwnedProblem problem = planner.Problem(desk.books(), 0);
  ContractsReport report;
  report.set_scenario(spec.name);
  report.set_page_views(ExpectedPageViews(spec));
  AddSupply(spec, planner.types(), report);
  AddBookings(spec, desk.books(), problem.view(), report);
  std::optional<PlanFigures> optimum;
  if (Variables(problem.view()) <= kMostVariables) {
    AddOptimum(problem.view(), agents::Aim::kDelivery, report);
    optimum = AddOptimum(problem.view(), agents::Aim::kEvenness, report);
  }
  for (const PlanningRule& rule : rules) {
    AddPlan(problem.view(), rule, report);
  }
  if (optimum) SetGaps(*optimum, report);
  return report;
}

}  // namespace souk::actors
