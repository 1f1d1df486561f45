// Many users asked at once whether they start a session.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace souk::market {

/// Users are asked in groups of this many, by one random word each.
inline constexpr size_t kCrowd = 1024;
using Crowd = std::array<uint32_t, kCrowd>;

/// Appends first + i for every words[i] <= most, i < n.
void AppendActive(const Crowd& words, size_t n, uint32_t most, uint32_t first,
                  std::vector<uint32_t>& active);

}  // namespace souk::market
