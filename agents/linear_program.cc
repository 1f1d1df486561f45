#include "agents/linear_program.h"

#include <coin/Clp_C_Interface.h>

#include <memory>

namespace souk::agents {
namespace {

using market::Concat;
using market::Error;

/// The entries that are not 0, column after column, as Clp wants them.
struct Columns {
  std::vector<CoinBigIndex> start;
  std::vector<int> row;
  std::vector<double> weight;
};

Columns ColumnsOf(const LinearProgram& program) {
  Columns columns;
  for (size_t j = 0; j < program.gain.size(); ++j) {
    columns.start.push_back(static_cast<CoinBigIndex>(columns.row.size()));
    for (size_t i = 0; i < program.weight.size(); ++i) {
      if (program.weight[i][j] == 0) continue;
      columns.row.push_back(static_cast<int>(i));
      columns.weight.push_back(program.weight[i][j]);
    }
  }
  columns.start.push_back(static_cast<CoinBigIndex>(columns.row.size()));
  return columns;
}

bool Fits(const LinearProgram& program) {
  if (program.most.size() != program.gain.size()) return false;
  if (program.limit.size() != program.weight.size()) return false;
  for (const auto& row : program.weight) {
    if (row.size() != program.gain.size()) return false;
  }
  return true;
}

std::vector<double> Copied(const double* from, size_t size) {
  return {from, from + size};
}

}  // namespace

market::Result<LinearOptimum> Maximise(const LinearProgram& program) {
  const size_t variables = program.gain.size();
  const size_t rows = program.limit.size();
  if (!Fits(program)) {
    return Error{Concat("linear program: ", variables, " gains, ",
                        program.most.size(), " bounds, ", rows, " limits, ",
                        program.weight.size(),
                        " rows of weights; one bound per gain, one row per "
                        "limit and one weight per gain are needed")};
  }
  const std::unique_ptr<Clp_Simplex, decltype(&Clp_deleteModel)> model(
      Clp_newModel(), &Clp_deleteModel);
  const Columns columns = ColumnsOf(program);
  const std::vector<double> least(variables, 0);
  Clp_setLogLevel(model.get(), 0);
  Clp_loadProblem(model.get(), static_cast<int>(variables),
                  static_cast<int>(rows), columns.start.data(),
                  columns.row.data(), columns.weight.data(), least.data(),
                  program.most.data(), program.gain.data(), nullptr,
                  program.limit.data());
  Clp_setOptimizationDirection(model.get(), -1);
  if (Clp_initialSolve(model.get()) != 0 || Clp_status(model.get()) != 0) {
    return Error{Concat("linear program: no optimum of ", variables,
                        " variables within ", rows, " limits")};
  }
  return LinearOptimum{
      .gain = Clp_objectiveValue(model.get()),
      .x = Copied(Clp_primalColumnSolution(model.get()), variables),
      .price = Copied(Clp_dualRowSolution(model.get()), rows)};
}

}  // namespace souk::agents
