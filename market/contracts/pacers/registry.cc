// All pacers. To add one: declare its function and list it, both in
// alphabetical order.
#include "market/contracts/pacer.h"

namespace souk::market {

PacerEntry None();
PacerEntry PlanFollowingPacer();

std::span<const PacerEntry> Pacers() {
  static const std::vector<PacerEntry> all = {
      None(),
      PlanFollowingPacer(),
  };
  return all;
}

}  // namespace souk::market
