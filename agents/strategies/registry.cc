// The bidding strategies, ascending by name. To add one: a .cc beside this
// file and two lines here.
#include <array>

#include "agents/strategy.h"

namespace souk::agents {

StrategyEntry AdaptivePacingStrategy();
StrategyEntry BudgetPacerStrategy();
StrategyEntry DualPacingStrategy();
StrategyEntry FixedStrategy();
StrategyEntry LinearStrategy();
StrategyEntry McpcStrategy();
StrategyEntry PidStrategy();
StrategyEntry RlbStrategy();
StrategyEntry SsMdpStrategy();
StrategyEntry TruthfulStrategy();

std::span<const StrategyEntry> Strategies() {
  static const std::array entries = {
      AdaptivePacingStrategy(),  //
      BudgetPacerStrategy(),     //
      DualPacingStrategy(),      //
      FixedStrategy(),           //
      LinearStrategy(),          //
      McpcStrategy(),            //
      PidStrategy(),             //
      RlbStrategy(),             //
      SsMdpStrategy(),           //
      TruthfulStrategy(),
  };
  return entries;
}

}  // namespace souk::agents
