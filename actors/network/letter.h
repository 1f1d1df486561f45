#pragma once
#include <cstdint>
#include <string>
namespace souk::actors {
struct Letter {
  uint16_t kind = 0;
  std::string bytes;
};
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Letter& x) {
  return f(x.kind, x.bytes);
}
}  // namespace souk::actors
