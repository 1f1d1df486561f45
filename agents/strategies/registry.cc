// The bidding strategies, ascending by name. To add one: a .cc beside this
// file and two lines here.
#include <array>

#include "agents/strategy.h"

namespace souk::agents {

StrategyEntry AbidStrategy();
StrategyEntry AdaptivePacingStrategy();
StrategyEntry BroiStrategy();
StrategyEntry BudgetPacerStrategy();
StrategyEntry ClickOfferStrategy();
StrategyEntry DoublyRobustStrategy();
StrategyEntry DualOptimalStrategy();
StrategyEntry DualPacingStrategy();
StrategyEntry EmpiricalShadingStrategy();
StrategyEntry FixedStrategy();
StrategyEntry FixedCpaStrategy();
StrategyEntry HibidStrategy();
StrategyEntry LinearStrategy();
StrategyEntry McpcStrategy();
StrategyEntry MinPacingStrategy();
StrategyEntry OnlineLpStrategy();
StrategyEntry PidStrategy();
StrategyEntry PidBudgetPacerStrategy();
StrategyEntry PidCpaStrategy();
StrategyEntry PidCpcStrategy();
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
      ClickOfferStrategy(),  //
      DoublyRobustStrategy(),      //
      DualOptimalStrategy(),       //
      DualPacingStrategy(),        //
      EmpiricalShadingStrategy(),  //
      FixedStrategy(),             //
      FixedCpaStrategy(),          //
      HibidStrategy(),  //
      LinearStrategy(),            //
      McpcStrategy(),              //
      MinPacingStrategy(),         //
      OnlineLpStrategy(),          //
      PidStrategy(),               //
      PidBudgetPacerStrategy(),    //
      PidCpaStrategy(),            //
      PidCpcStrategy(),  //
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
