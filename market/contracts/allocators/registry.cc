// All contract allocators. To add one: declare its function and list it, both
// in alphabetical order.
#include "market/contracts/allocator.h"

namespace souk::market {

AllocatorEntry Competing();
AllocatorEntry Facc();
AllocatorEntry Hwm();
AllocatorEntry MultiSlotJoint();
AllocatorEntry Priority();
AllocatorEntry Shale();

std::span<const AllocatorEntry> Allocators() {
  static const std::vector<AllocatorEntry> all = {
      Competing(), Facc(), Hwm(), MultiSlotJoint(), Priority(), Shale(),
  };
  return all;
}

}  // namespace souk::market
