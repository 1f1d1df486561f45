// The bidding strategies, ascending by name. To add one: a .cc beside this
// file and two lines here.
#include <array>

#include "agents/strategy.h"

namespace souk::agents {

StrategyEntry AbidStrategy();
StrategyEntry AdaptivePacingStrategy();
StrategyEntry BroiStrategy();
StrategyEntry BudgetPacerStrategy();
StrategyEntry DiffusionStrategy();
StrategyEntry DoublyRobustStrategy();
StrategyEntry DtStrategy();
StrategyEntry DualOptimalStrategy();
StrategyEntry DualPacingStrategy();
StrategyEntry EmpiricalShadingStrategy();
StrategyEntry FixedStrategy();
StrategyEntry FixedCpaStrategy();
StrategyEntry LinearStrategy();
StrategyEntry McpcStrategy();
StrategyEntry MinPacingStrategy();
StrategyEntry OnlineLpStrategy();
StrategyEntry PidStrategy();
StrategyEntry PidBudgetPacerStrategy();
StrategyEntry PidCpaStrategy();
StrategyEntry PidSpendStrategy();
StrategyEntry PolicyLearningStrategy();
StrategyEntry RlbStrategy();
StrategyEntry SequentialPacingStrategy();
StrategyEntry SsMdpStrategy();
StrategyEntry StochasticCpaStrategy();
StrategyEntry TruthfulStrategy();
StrategyEntry ValueLearningStrategy();
StrategyEntry ValueScaledStrategy();

std::span<const StrategyEntry> Strategies() {
  static const std::array entries = {
      AbidStrategy(),              //
      AdaptivePacingStrategy(),    //
      BroiStrategy(),              //
      BudgetPacerStrategy(),       //
      DiffusionStrategy(),         //
      DoublyRobustStrategy(),      //
      DtStrategy(),                //
      DualOptimalStrategy(),       //
      DualPacingStrategy(),        //
      EmpiricalShadingStrategy(),  //
      FixedStrategy(),             //
      FixedCpaStrategy(),          //
      LinearStrategy(),            //
      McpcStrategy(),              //
      MinPacingStrategy(),         //
      OnlineLpStrategy(),          //
      PidStrategy(),               //
      PidBudgetPacerStrategy(),    //
      PidCpaStrategy(),            //
      PidSpendStrategy(),          //
      PolicyLearningStrategy(),    //
      RlbStrategy(),               //
      SequentialPacingStrategy(),  //
      SsMdpStrategy(),             //
      StochasticCpaStrategy(),     //
      TruthfulStrategy(),          //
      ValueLearningStrategy(),     //
      ValueScaledStrategy(),
  };
  return entries;
}

}  // namespace souk::agents
