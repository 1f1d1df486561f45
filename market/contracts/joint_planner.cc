#include "market/contracts/joint_planner.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "market/contracts/allocators/service.h"

namespace souk::market {
namespace {

constexpr size_t kShardEdges = 8192;
constexpr size_t kMostShards = 64;
constexpr uint32_t kStallRounds = 50;
constexpr double kStall = 1e-5;

double Sum(std::span<const double> x) {
  return std::accumulate(x.begin(), x.end(), 0.0);
}

}  // namespace

JointPlanner::JointPlanner(std::span<const ContractDemand> contracts,
                           std::span<const JointType> types,
                           const JointRules& rules)
    : rules_(rules),
      demand_(contracts.begin(), contracts.end()),
      alpha_(contracts.size()),
      before_(contracts.size()),
      pages_(contracts.size()),
      mean_(contracts.size()),
      delivered_(contracts.size()),
      contracts_(contracts.size()) {
  AddContracts(types);
  CutShards(types);
}

void JointPlanner::AddContracts(std::span<const JointType> types) {
  std::vector<double> supply(demand_.size());
  std::vector<double> steepest(demand_.size());
  for (const JointType& type : types) {
    const double even = Sum(type.even);
    const double seen = std::inner_product(type.even.begin(), type.even.end(),
                                           type.slot_weight.begin(), 0.0);
    for (const SupplyEdge& edge : type.edges) {
      const double eligible = type.page_views * edge.match;
      pages_[edge.contract] += eligible;
      supply[edge.contract] += eligible * even;
      mean_[edge.contract] += eligible * seen * edge.click_rate;
      steepest[edge.contract] =
          std::max(steepest[edge.contract], even / edge.match);
    }
  }
  for (size_t j = 0; j < demand_.size(); ++j) {
    // Where a cap lets through a part only, more are to be drawn, and each is
    // worth less.
    auto& [demand, penalty, evenness, tier, usable] = demand_[j];
    demand /= usable;
    penalty *= usable;
    evenness *= usable;
    JointContract& contract = contracts_[j];
    contract.pull = 1 / evenness;
    if (supply[j] <= 0) continue;
    mean_[j] /= supply[j];
    contract.theta = demand / supply[j];
    contract.caution = StepFactor(contract.theta * contract.pull * steepest[j]);
  }
}

void JointPlanner::CutShards(std::span<const JointType> types) {
  size_t edges = 0;
  for (const JointType& type : types) edges += type.edges.size();
  const size_t wanted = (edges + kShardEdges - 1) / kShardEdges;
  const size_t parts = std::clamp<size_t>(wanted, 1, kMostShards);
  shards_.assign(parts, PlannerShard(demand_.size(), rules_.click_weight));
  size_t seen = 0;
  for (const JointType& type : types) {
    if (type.edges.empty()) continue;
    shards_[seen * parts / edges].Add(type, contracts_);
    seen += type.edges.size();
  }
}

void JointPlanner::ReachFromAlphas() {
  for (size_t j = 0; j < alpha_.size(); ++j) {
    contracts_[j].reach =
        1 + (alpha_[j] - rules_.click_weight * mean_[j]) * contracts_[j].pull;
  }
}

void JointPlanner::ForShards(const std::function<void(PlannerShard&)>& task) {
  if (side_by_side_) {
    side_by_side_(shards_.size(), [&](size_t s) { task(shards_[s]); });
  } else {
    for (PlannerShard& shard : shards_) task(shard);
  }
}

void JointPlanner::StartFrom(std::span<const ContractDual> last) {
  for (size_t j = 0; j < alpha_.size(); ++j) {
    alpha_[j] = std::clamp(last[j].alpha, 0.0, demand_[j].penalty);
  }
  before_ = alpha_;
  ReachFromAlphas();
  ForShards([&](PlannerShard& shard) {
    shard.Settle(contracts_, rules_.local_rounds);
  });
}

void JointPlanner::Round() {
  ReachFromAlphas();
  const JointMove move =
      rules_.momentum
          ? JointMove{rules_.step * 2 / 3, momentum_.value()}
          : JointMove{rules_.step / (1 + round_ / rules_.step_decay), 0};
  ForShards([&](PlannerShard& shard) { shard.Round(contracts_, move); });
  const double shards_rise = AddUpShards();
  momentum_.Learn(shards_rise + MoveAlphas(move));
  ++round_;
}

double JointPlanner::AddUpShards() {
  std::ranges::fill(delivered_, 0.0);
  violation_ = 0;
  double rise = 0;
  for (const PlannerShard& shard : shards_) {
    const JointSums& sums = shard.sums();
    for (size_t j = 0; j < alpha_.size(); ++j) {
      delivered_[j] += sums.delivered[j];
    }
    violation_ = std::max(violation_, sums.violation);
    rise += sums.rise;
  }
  return rise;
}

double JointPlanner::MoveAlphas(const JointMove& move) {
  double rise = 0;
  double filled = 0;
  double wanted = 0;
  for (size_t j = 0; j < alpha_.size(); ++j) {
    const auto& [demand, penalty, evenness, tier, usable] = demand_[j];
    if (demand <= 0) continue;
    wanted += demand;
    filled += std::min(demand, delivered_[j]);
    const double gap = (demand - delivered_[j]) / demand;
    if (alpha_[j] < penalty) violation_ = std::max(violation_, gap);
    const double pace = rules_.momentum ? 1 : demand / pages_[j];
    const double step = move.step * pace * std::min(1.0, evenness);
    const double next = std::clamp(alpha_[j] + step * gap, 0.0, penalty);
    const double way = next - before_[j];
    rise += demand * gap * way;
    alpha_[j] = std::clamp(next + move.momentum * way, 0.0, penalty);
    before_[j] = next;
  }
  fulfilment_ = wanted > 0 ? filled / wanted : 1;
  return rise;
}

void JointPlanner::Solve() {
  double level = -1;
  uint32_t since = 0;
  while (round_ < rules_.rounds) {
    Round();
    if (std::abs(fulfilment_ - level) >= kStall) {
      level = fulfilment_;
      since = round_;
    }
    if (violation_ < rules_.tolerance && round_ - since >= kStallRounds) return;
  }
}

ContractPlan PlanJointly(const AllocationProblem& problem,
                         const ContractPlan* last, const JointRules& rules) {
  std::vector<JointType> types;
  types.reserve(problem.supply.size());
  for (const SupplyType& type : problem.supply) {
    types.push_back(JointTypeOf(type));
  }
  JointPlanner planner(problem.contracts, types, rules);
  planner.set_side_by_side(problem.side_by_side);
  if (last != nullptr) planner.StartFrom(last->duals);
  planner.Solve();
  ContractPlan plan = PlanInOrder(problem, Precedence::kContention);
  plan.rounds = planner.rounds();
  plan.worst_violation = planner.violation();
  for (size_t j = 0; j < plan.duals.size(); ++j) {
    plan.duals[j].evenness *= problem.contracts[j].usable;
    plan.duals[j].alpha = planner.alphas()[j];
    plan.duals[j].second = planner.means()[j];
  }
  return plan;
}

void JointShares(const SupplyType& type, std::span<const ContractDual> duals,
                 const JointRules& rules, std::span<double> shares) {
  if (type.edges.empty()) return;
  const double even = Sum(type.slot_share);
  std::vector<SupplyEdge> edges(type.edges.begin(), type.edges.end());
  std::vector<JointContract> contracts;
  for (SupplyEdge& edge : edges) {
    const ContractDual& dual = duals[edge.contract];
    const double pull = 1 / dual.evenness;
    contracts.push_back(
        {1 + (dual.alpha - rules.click_weight * dual.second) * pull, dual.theta,
         pull, StepFactor(dual.theta * pull * even / edge.match)});
    edge.contract = static_cast<uint32_t>(contracts.size() - 1);
  }
  JointType local = JointTypeOf(type);
  local.edges = edges;
  PlannerShard shard(edges.size(), rules.click_weight);
  shard.Add(local, contracts);
  shard.Settle(contracts, rules.local_rounds);
  shard.Shares(contracts, 0, shares);
}

std::vector<ParamSpec> JointParams() {
  return {
      {.name = "click_weight",
       .default_value = {5},
       .min = 0,
       .help = "Worth of a click, in units of penalty"},
      {.name = "rounds",
       .shape = ParamShape::kInteger,
       .default_value = {4000},
       .min = 1,
       .max = 1e6,
       .help = "Rounds of the planner, at most"},
      {.name = "step",
       .default_value = {0.5},
       .min = 1e-3,
       .max = 0.5,
       .help = "Step of the first round; momentum takes 2/3 of it throughout"},
      {.name = "step_decay",
       .default_value = {800},
       .min = 1,
       .help = "Rounds after which a step without momentum is halved"},
      {.name = "tolerance",
       .default_value = {1e-3},
       .min = 0,
       .max = 1,
       .help = "Worst relative violation at which the planner stops"},
      {.name = "momentum",
       .shape = ParamShape::kInteger,
       .default_value = {1},
       .min = 0,
       .max = 1,
       .help = "1: rounds with momentum; 0: plain projected gradient"},
      {.name = "local_rounds",
       .shape = ParamShape::kInteger,
       .default_value = {100},
       .min = 1,
       .max = 1e5,
       .help = "Rounds in which a server finds the prices of a supply type"},
  };
}

JointRules JointRulesOf(const ParamSet& params) {
  return {
      .click_weight = params.number("click_weight"),
      .rounds = static_cast<uint32_t>(params.integer("rounds")),
      .step = params.number("step"),
      .step_decay = params.number("step_decay"),
      .tolerance = params.number("tolerance"),
      .momentum = params.integer("momentum") != 0,
      .local_rounds = static_cast<uint32_t>(params.integer("local_rounds"))};
}

}  // namespace souk::market
