// What tells a user which ads are alike, beside their rates.
#pragma once

#include <cstdint>
#include <string_view>

#include "market/externalities.h"
#include "market/random.h"

namespace souk::market {

struct AdTraits {
  uint64_t category = 0;  ///< ads of one category repeat each other
  Direction direction{};  ///< of unit length; the same for one category
};

/// The category of that name; above all OwnCategory.
uint64_t NamedCategory(std::string_view name);
/// The category of a campaign without a named one: like no other.
inline uint64_t OwnCategory(uint32_t campaign) { return campaign; }

/// A direction drawn for the category, uniform on the sphere. `appearance` is
/// a stream of Purpose::kLikeness.
AdTraits TraitsOf(uint64_t category, const Stream& appearance);

}  // namespace souk::market
