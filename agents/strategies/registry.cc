// The bidding strategies, ascending by name. To add one: a .cc beside this
// file and two lines here.
#include <array>

#include "agents/strategy.h"

namespace souk::agents {

StrategyEntry AbidStrategy();
StrategyEntry AdaptivePacingStrategy();
StrategyEntry BcStrategy();
StrategyEntry BcqStrategy();
StrategyEntry BroiStrategy();
StrategyEntry BudgetPacerStrategy();
StrategyEntry CalStrategy();
StrategyEntry ClickOfferStrategy();
StrategyEntry CqlStrategy();
StrategyEntry DiffusionStrategy();
StrategyEntry DoublyRobustStrategy();
StrategyEntry DrlbStrategy();
StrategyEntry DtStrategy();
StrategyEntry DualOptimalStrategy();
StrategyEntry DualPacingStrategy();
StrategyEntry EmpiricalShadingStrategy();
StrategyEntry ExplorerStrategy();
StrategyEntry FixedStrategy();
StrategyEntry FixedCpaStrategy();
StrategyEntry GradStrategy();
StrategyEntry HibidStrategy();
StrategyEntry IqlStrategy();
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
StrategyEntry Td3BcStrategy();
StrategyEntry TrebiStrategy();
StrategyEntry TruthfulStrategy();
StrategyEntry UscbStrategy();
StrategyEntry ValueLearningStrategy();
StrategyEntry ValueScaledStrategy();

std::span<const StrategyEntry> Strategies() {
  static const std::array entries = {
      AbidStrategy(),              //
      AdaptivePacingStrategy(),    //
      BcStrategy(),                //
      BcqStrategy(),               //
      BroiStrategy(),              //
      BudgetPacerStrategy(),       //
      CalStrategy(),               //
      ClickOfferStrategy(),        //
      CqlStrategy(),               //
      DiffusionStrategy(),         //
      DoublyRobustStrategy(),      //
      DrlbStrategy(),              //
      DtStrategy(),                //
      DualOptimalStrategy(),       //
      DualPacingStrategy(),        //
      EmpiricalShadingStrategy(),  //
      ExplorerStrategy(),          //
      FixedStrategy(),             //
      FixedCpaStrategy(),          //
      GradStrategy(),              //
      HibidStrategy(),             //
      IqlStrategy(),               //
      LinearStrategy(),            //
      McpcStrategy(),              //
      MinPacingStrategy(),         //
      OnlineLpStrategy(),          //
      PidStrategy(),               //
      PidBudgetPacerStrategy(),    //
      PidCpaStrategy(),            //
      PidCpcStrategy(),            //
      PidSpendStrategy(),          //
      PolicyLearningStrategy(),    //
      RlbStrategy(),               //
      SequentialPacingStrategy(),  //
      SsMdpStrategy(),             //
      StochasticCpaStrategy(),     //
      Td3BcStrategy(),             //
      TrebiStrategy(),             //
      TruthfulStrategy(),          //
      UscbStrategy(),              //
      ValueLearningStrategy(),     //
      ValueScaledStrategy(),       //
  };
  return entries;
}

}  // namespace souk::agents
