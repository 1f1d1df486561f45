#include "agents/contract_optimum.h"

#include <IpIpoptApplication.hpp>
#include <IpSolveStatistics.hpp>
#include <IpTNLP.hpp>
#include <algorithm>
#include <utility>
#include <vector>

#include "market/check.h"

namespace souk::agents {
namespace {

using Ipopt::Index;
using Ipopt::Number;
using market::AllocationProblem;

/// One x_ijk.
struct Variable {
  double pages = 0;   // n_i q_ij: impressions at x = 1
  double even = 0;    // theta_ijk
  double weight = 0;  // n_i q_ij V_j / theta_ijk; 0: no part in nonrep
  size_t contract = 0;
};

/// An entry of the constraints' matrix.
struct Entry {
  Index row = 0;
  Index column = 0;
  double value = 0;
};

/// The programme in columns: all x, by type, edge and slot, then all u. Rows:
/// deliveries, then slots, then pages. Everything is divided by the whole
/// demand, so that tolerances mean the same for small and large problems.
class Programme {
 public:
  Programme(const AllocationProblem& problem, Aim aim)
      : problem_(problem), even_(aim == Aim::kEvenness) {
    for (const auto& contract : problem.contracts) demand_ += contract.demand;
    demand_ = std::max(demand_, 1.0);
    const std::vector<double> supply = market::EligibleSupply(problem);
    AddDeliveries();
    for (const market::SupplyType& type : problem.supply) {
      AddType(type, supply);
    }
    const auto contracts = static_cast<Index>(problem.contracts.size());
    const auto first = static_cast<Index>(variables_.size());
    for (Index j = 0; j < contracts; ++j) {
      entries_.push_back({j, first + j, 1 / demand_});
    }
  }

  size_t shares() const { return variables_.size(); }
  size_t columns() const { return shares() + problem_.contracts.size(); }
  const std::vector<Variable>& variables() const { return variables_; }
  const std::vector<Entry>& entries() const { return entries_; }
  const std::vector<double>& least() const { return least_; }
  const std::vector<double>& most() const { return most_; }
  bool even() const { return even_; }
  double demand() const { return demand_; }
  double penalty(size_t contract) const {
    return problem_.contracts[contract].penalty / demand_;
  }
  double wanted(size_t contract) const {
    return problem_.contracts[contract].demand;
  }

 private:
  void AddDeliveries() {
    for (const auto& contract : problem_.contracts) {
      least_.push_back(contract.demand / demand_);
      most_.push_back(1e19);  // Ipopt's infinity
    }
  }

  Index AddRow(double most) {
    least_.push_back(-1e19);
    most_.push_back(most);
    return static_cast<Index>(least_.size() - 1);
  }

  void AddType(const market::SupplyType& type,
               const std::vector<double>& supply) {
    const size_t slots = type.slot_share.size();
    std::vector<Index> of_slot;
    for (const double share : type.slot_share) of_slot.push_back(AddRow(share));
    for (const market::SupplyEdge& edge : type.edges) {
      const auto& contract = problem_.contracts[edge.contract];
      const double pages = type.page_views * edge.match * contract.usable;
      const double theta = supply[edge.contract] > 0
                               ? contract.demand / supply[edge.contract]
                               : 0;
      const Index once = AddRow(1);
      for (size_t k = 0; k < slots; ++k) {
        const double even = theta * type.slot_share[k];
        const double weight =
            even > 0 ? pages * contract.evenness / even / demand_ : 0;
        const auto column = static_cast<Index>(variables_.size());
        variables_.push_back({pages, even, weight, edge.contract});
        entries_.push_back(
            {static_cast<Index>(edge.contract), column, pages / demand_});
        entries_.push_back({of_slot[k], column, 1});
        entries_.push_back({once, column, 1});
      }
    }
  }

  const AllocationProblem& problem_;
  bool even_;
  double demand_ = 0;
  std::vector<Variable> variables_;
  std::vector<Entry> entries_;
  std::vector<double> least_, most_;  // by row
};

/// The programme as Ipopt asks for it.
class Asked final : public Ipopt::TNLP {
 public:
  explicit Asked(const Programme& programme) : programme_(programme) {}
  const std::vector<double>& solution() const { return solution_; }

  bool get_nlp_info(Index& n, Index& m, Index& nonzeros, Index& hessian,
                    IndexStyleEnum& style) override {
    n = static_cast<Index>(programme_.columns());
    m = static_cast<Index>(programme_.least().size());
    nonzeros = static_cast<Index>(programme_.entries().size());
    hessian =
        programme_.even() ? static_cast<Index>(programme_.shares()) : Index{0};
    style = C_STYLE;
    return true;
  }
  bool get_bounds_info(Index n, Number* least_x, Number* most_x, Index m,
                       Number* least, Number* most) override {
    std::fill_n(least_x, n, 0.0);
    std::fill_n(most_x, n, 1.0);
    for (size_t i = programme_.shares(); i < static_cast<size_t>(n); ++i) {
      most_x[i] = std::max(1.0, programme_.wanted(i - programme_.shares()));
    }
    std::copy_n(programme_.least().begin(), m, least);
    std::copy_n(programme_.most().begin(), m, most);
    return true;
  }
  bool get_starting_point(Index n, bool, Number* x, bool, Number*, Number*,
                          Index, bool, Number*) override {
    std::fill_n(x, n, 0.0);
    for (size_t i = 0; i < programme_.shares(); ++i) {
      x[i] = std::min(1.0, programme_.variables()[i].even);
    }
    return true;
  }
  bool eval_f(Index n, const Number* x, bool, Number& value) override {
    value = 0;
    const size_t shares = programme_.shares();
    for (size_t i = 0; programme_.even() && i < shares; ++i) {
      const Variable& one = programme_.variables()[i];
      const double off = x[i] - one.even;
      value += 0.5 * one.weight * off * off;
    }
    for (size_t i = shares; i < static_cast<size_t>(n); ++i) {
      value += programme_.penalty(i - shares) * x[i];
    }
    return true;
  }
  bool eval_grad_f(Index n, const Number* x, bool, Number* slope) override {
    const size_t shares = programme_.shares();
    for (size_t i = 0; i < shares; ++i) {
      const Variable& one = programme_.variables()[i];
      slope[i] = programme_.even() ? one.weight * (x[i] - one.even) : 0;
    }
    for (size_t i = shares; i < static_cast<size_t>(n); ++i) {
      slope[i] = programme_.penalty(i - shares);
    }
    return true;
  }
  bool eval_g(Index, const Number* x, bool, Index m, Number* rows) override {
    std::fill_n(rows, m, 0.0);
    for (const Entry& one : programme_.entries()) {
      rows[one.row] += one.value * x[one.column];
    }
    return true;
  }
  bool eval_jac_g(Index, const Number*, bool, Index, Index, Index* row,
                  Index* column, Number* value) override {
    size_t i = 0;
    for (const Entry& one : programme_.entries()) {
      if (value == nullptr) {
        row[i] = one.row;
        column[i] = one.column;
      } else {
        value[i] = one.value;
      }
      ++i;
    }
    return true;
  }
  bool eval_h(Index, const Number*, bool, Number scale, Index, const Number*,
              bool, Index entries, Index* row, Index* column,
              Number* value) override {
    for (Index i = 0; i < entries; ++i) {
      if (value == nullptr) {
        row[i] = column[i] = i;
      } else {
        value[i] =
            scale * programme_.variables()[static_cast<size_t>(i)].weight;
      }
    }
    return true;
  }
  void finalize_solution(Ipopt::SolverReturn, Index n, const Number* x,
                         const Number*, const Number*, Index, const Number*,
                         const Number*, Number, const Ipopt::IpoptData*,
                         Ipopt::IpoptCalculatedQuantities*) override {
    solution_.assign(x, x + n);
  }

 private:
  const Programme& programme_;
  std::vector<double> solution_;
};

PlannedShares InTypes(const AllocationProblem& problem,
                      const std::vector<double>& solution) {
  PlannedShares shares;
  auto next = solution.begin();
  for (const market::SupplyType& type : problem.supply) {
    const auto size =
        static_cast<ptrdiff_t>(type.edges.size() * type.slot_share.size());
    auto& one = shares.emplace_back(next, next + size);
    for (double& x : one) x = std::max(0.0, x);
    market::RepairShares(type, one);  // what lies outside by a tolerance
    next += size;
  }
  return shares;
}

}  // namespace

market::Result<ContractOptimum> SolveContracts(const AllocationProblem& problem,
                                               Aim aim) {
  const Programme programme(problem, aim);
  ContractOptimum optimum;
  if (programme.shares() == 0) {
    optimum.shares = InTypes(problem, {});
    optimum.figures = FiguresOf(problem, optimum.shares);
    return optimum;
  }
  const Ipopt::SmartPtr<Ipopt::IpoptApplication> solver =
      new Ipopt::IpoptApplication(false);
  solver->Options()->SetIntegerValue("print_level", 0);
  solver->Options()->SetStringValue("sb", "yes");
  solver->Options()->SetNumericValue("tol", 1e-10);
  solver->Options()->SetNumericValue("bound_relax_factor", 0);
  solver->Options()->SetStringValue("hessian_constant", "yes");
  solver->Options()->SetStringValue("jac_c_constant", "yes");
  solver->Options()->SetStringValue("jac_d_constant", "yes");
  solver->Options()->SetStringValue("mehrotra_algorithm", "yes");
  solver->Initialize("");
  const Ipopt::SmartPtr<Asked> asked = new Asked(programme);
  const Ipopt::ApplicationReturnStatus status =
      solver->OptimizeTNLP(Ipopt::GetRawPtr(asked));
  if (status != Ipopt::Solve_Succeeded &&
      status != Ipopt::Solved_To_Acceptable_Level) {
    return market::Error{market::Concat(
        "Ipopt could not solve a problem of ", programme.columns(),
        " variables: it returned ", static_cast<int>(status))};
  }
  optimum.rounds = solver->Statistics()->IterationCount();
  optimum.shares = InTypes(problem, asked->solution());
  optimum.figures = FiguresOf(problem, optimum.shares);
  return optimum;
}

}  // namespace souk::agents
