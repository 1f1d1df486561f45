// All contract allocators. To add one: declare its function and list it, both
// in alphabetical order.
#include "market/contracts/allocator.h"

namespace souk::market {

AllocatorEntry Hwm();
AllocatorEntry Priority();
AllocatorEntry Shale();

std::span<const AllocatorEntry> Allocators() {
  static const std::vector<AllocatorEntry> all = {
      Hwm(),
      Priority(),
      Shale(),
  };
  return all;
}

}  // namespace souk::market
