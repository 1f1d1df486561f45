// All pacers. To add one: declare its function and list it, both in
// alphabetical order.
#include "market/contracts/pacer.h"

namespace souk::market {

PacerEntry None();
PacerEntry PercentilePacingPacer();
PacerEntry PlanFollowingPacer();
PacerEntry SmartPacingPacer();

std::span<const PacerEntry> Pacers() {
  static const std::vector<PacerEntry> all = {
      None(),
      PercentilePacingPacer(),
      PlanFollowingPacer(),
      SmartPacingPacer(),
  };
  return all;
}

}  // namespace souk::market
