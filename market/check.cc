#include "market/check.h"

#include <cstdio>
#include <cstdlib>

namespace souk::market {

void CheckFailed(const char* file, int line, const char* condition,
                 const std::string& message) {
  std::fprintf(stderr, "%s:%d: invariant broken: %s: %s\n", file, line,
               condition, message.c_str());
  std::abort();
}

}  // namespace souk::market
