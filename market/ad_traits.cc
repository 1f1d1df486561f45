#include "market/ad_traits.h"

namespace souk::market {

uint64_t NamedCategory(std::string_view name) {
  uint64_t hash = 0;
  for (const char c : name) hash = Mix(hash ^ static_cast<unsigned char>(c));
  return hash | uint64_t{1} << 63;
}

AdTraits TraitsOf(uint64_t category, const Stream& appearance) {
  Direction vector{};
  appearance.FillNormal(category, 0, 0, vector);
  return {category, UnitDirection(vector)};
}

}  // namespace souk::market
