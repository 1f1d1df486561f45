// All roulettes. To add one: declare its function and list it, both in
// alphabetical order.
#include "market/contracts/roulette.h"

namespace souk::market {

RouletteEntry Birkhoff();
RouletteEntry Independent();
RouletteEntry Sequential();
RouletteEntry Wheel();

std::span<const RouletteEntry> Roulettes() {
  static const std::vector<RouletteEntry> all = {
      Birkhoff(),
      Independent(),
      Sequential(),
      Wheel(),
  };
  return all;
}

}  // namespace souk::market
